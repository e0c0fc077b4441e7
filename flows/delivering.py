"""From the outbox to the receivers: after the commit, at least once, in order for each receiver."""

import hashlib
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from alerts.deliver import Arrival, Outgoing, send
from alerts.feed import write_feeds
from alerts.lines import append
from alerts.receivers import Receivers, load_receivers
from alerts.rules import Rules
from alerts.timing import retry_at
from flows.alone import alone
from flows.visits import utc_now
from leaderboard.alert import Delivery, DeliveryState
from leaderboard.errors import ReceiverError, SchedulerError, SourceFileError
from leaderboard.place import is_begun
from leaderboard.settings import Settings
from warehouse import outbox
from warehouse.outbox import Due
from warehouse.telling import Connection
from warehouse.units import carry_out, look

_IN_A_FEED = 200


class Sent(NamedTuple):
    """What became of what went to a receiver: `error` is empty where all of it arrived."""

    receiver: str
    messages: int
    state: DeliveryState
    error: str = ""


@dataclass(slots=True)
class Delivering:
    """Sends what is due until nothing is; `sent` is what became of it.

    `fault` says why the feeds could not be written; what was sent is sent all the same.

    One process at a time delivers; another that comes meanwhile leaves it to the first, which looks
    again before it ends. A process that dies while it sends has marked what it was sending: that is
    sent again, under the same key.
    """

    settings: Settings
    rules: Rules | None
    now: Callable[[], datetime] = utc_now
    sent: list[Sent] = field(default_factory=list)
    fault: str = ""
    _receivers: Receivers | None = None

    def work_off(self) -> None:
        """Send all that is due, and bring the feeds up to date."""
        if not is_begun(self.settings.warehouse):
            return
        with alone(self.settings) as again:
            while again():
                due, told = self._look()
                if not due:
                    self._write_feeds(told)
                    return
                self._send_all(due)

    def _look(self) -> tuple[list[Due], int]:
        def ask(connection: Connection) -> tuple[list[Due], int]:
            return outbox.due(connection, self.now()), _feeds_at(*outbox.told_so_far(connection))

        return look(self.settings.warehouse, ask)

    def _send_all(self, due: Sequence[Due]) -> None:
        behind: set[str] = set()
        for outgoing, deliveries in _together(due):
            if outgoing.receiver in behind:
                continue
            if self._send(outgoing, deliveries).error:
                behind.add(outgoing.receiver)  # the rest waits, so that the order is kept

    def _send(self, outgoing: Outgoing, deliveries: Sequence[Delivery]) -> Sent:
        attempts = deliveries[0].attempts + 1
        sending = [
            d._replace(state=DeliveryState.SENDING, attempts=attempts, error="") for d in deliveries
        ]
        self._mark(sending)

        def arrived(parts: int) -> None:
            self._mark([delivery._replace(parts_sent=parts) for delivery in sending])

        try:
            arrival = hand_over(self.settings, outgoing, self._known_receivers, arrived)
        except (ReceiverError, SchedulerError, SourceFileError) as error:
            arrival = Arrival(outgoing.parts_sent, str(error))
        ended = [self._ended(delivery, arrival) for delivery in sending]
        self._mark(ended)
        state, count = ended[0].state, len(outgoing.messages)
        self.sent.append(Sent(outgoing.receiver, count, state, arrival.error))
        return self.sent[-1]

    def _known_receivers(self) -> Receivers:
        if self._receivers is None:
            self._receivers = load_receivers(self.settings)
        return self._receivers

    def _ended(self, delivery: Delivery, arrival: Arrival) -> Delivery:
        now = self.now()
        if not arrival.error:
            parts = arrival.parts_sent
            return delivery._replace(state=DeliveryState.SENT, sent_at=now, parts_sent=parts)
        again = retry_at(delivery.attempts, now, random.random())  # noqa: S311 - no secret
        return delivery._replace(
            state=DeliveryState.DEAD if again is None else DeliveryState.DUE,
            due_at=again or delivery.due_at,
            parts_sent=arrival.parts_sent,
            error=arrival.error,
        )

    def _mark(self, deliveries: Sequence[Delivery]) -> None:
        def work(connection: Connection) -> None:
            outbox.mark(connection, deliveries)

        carry_out(self.settings.warehouse, work)

    def _write_feeds(self, told: int) -> None:
        """Write the feeds where a message was made since they were, or one is missing."""
        if self.rules is None or not told:
            return
        titles = {rule.name: rule.words for rule in self.rules.rules}
        folder, whole = self.settings.feeds, self.settings.feeds / "all.xml"
        names = {path.stem for path in folder.glob("*.xml")}
        if {"all", *titles} <= names and whole.stat().st_mtime_ns == told:
            return
        place = self.settings.warehouse
        messages = look(place, lambda connection: outbox.told(connection, _IN_A_FEED))
        try:
            write_feeds(folder, messages, titles)
            os.utime(whole, ns=(told, told))
        except OSError as error:
            again = "the next run tries again"
            self.fault = f"feeds: {_unwritten(folder, error)}; {again}"


def hand_over(
    settings: Settings,
    outgoing: Outgoing,
    receivers: Callable[[], Receivers],
    arrived: Callable[[int], None],
) -> Arrival:
    """Send it the way its receiver is reached; `arrived` is told the count of parts after each.

    Raises:
        ReceiverError: nobody said where the receiver is.
        SourceFileError: the file that says it cannot be read.
        SchedulerError: the server takes no events.
    """
    match outgoing.receiver:
        case "jsonl":
            file = settings.alerts_file
            try:
                append(file, outgoing.key, outgoing.messages)
            except OSError as error:
                return Arrival(0, f"jsonl: {_unwritten(file, error)}")
            return Arrival(1)
        case "prefect":
            # A cycle that emits nothing does not load the scheduler for it.
            from flows.events import emit  # noqa: PLC0415

            emit(outgoing.key, outgoing.messages)
            return Arrival(1)
        case _:
            return send(outgoing, receivers(), arrived)


def _unwritten(path: Path, error: OSError) -> str:
    return f"expected {path} to be written, found: {error.strerror or type(error).__name__}"


def digest_key(receiver: str, rule: str, digest_at: datetime) -> str:
    """The idempotency key of a digest: what is collected for one time goes out under one."""
    return hashlib.sha256(f"{receiver}|{rule}|{digest_at}".encode()).hexdigest()[:32]


def _together(due: Sequence[Due]) -> Iterator[tuple[Outgoing, list[Delivery]]]:
    """What goes out at once: one message, or all messages of one digest."""
    groups: dict[tuple[str, str], list[Due]] = {}
    for each in due:
        groups.setdefault((each.delivery.receiver, _key(each.delivery)), []).append(each)
    for (receiver, key), several in groups.items():
        deliveries = [each.delivery for each in several]
        messages = tuple(each.message for each in several)
        yield Outgoing(key, receiver, messages, deliveries[0].parts_sent), deliveries


def _key(delivery: Delivery) -> str:
    if delivery.digest_at is None:
        return delivery.key
    return digest_key(delivery.receiver, delivery.rule, delivery.digest_at)


def _feeds_at(last_told_at: datetime | None, count: int) -> int:
    """The time of the feeds that have all this, in nanoseconds; 0 where nothing was told.

    Below the microseconds that a time of the record has, it counts: a clock may have been set back.
    """
    if last_told_at is None:
        return 0
    since = last_told_at.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return since // timedelta(microseconds=1) * 1000 + count % 1000
