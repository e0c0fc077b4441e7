"""What rules would have told of what is on record: the real outbox, in memory, nothing written."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from alerts.addressing import revision_after, variants
from alerts.message import Context, compose
from alerts.outbox import Key, Outbox, Telling
from alerts.rows import deepest
from alerts.rules import Rule, Rules
from alerts.timing import due, silenced
from flows.foreseeing import Foreseen
from leaderboard.alert import Addressed, DeliveryState, Event, EventState, Message, Reason
from leaderboard.capture import Cause
from leaderboard.words import OF_SOURCES, Change
from warehouse import outbox
from warehouse.lookback import changes_between, silences_between
from warehouse.telling import Connection

# What waited when the time that is asked for began is told in it: so much before it is looked at.
_LEAD = timedelta(days=30)
# As if it had been live, and had been read as it is read today.
_NEWS = {Cause.SOURCE, Cause.BACKFILL, Cause.PARSER, Cause.EPOCH}
_ANYBODY = "anybody"


class Previewed(NamedTuple):
    """A message that would have been made, and when it would have been sent.

    `due_at` is None where its rule is silenced: it is noted, and not sent.
    """

    message: Message
    due_at: datetime | None


class Decided(NamedTuple):
    """What becomes a message: the events of its group by then, when and why they are told."""

    telling: Telling
    events: Sequence[Event]
    reason: Reason
    revision: int
    made_at: datetime


def preview(
    connection: Connection, rules: Rules, since: datetime | None, until: datetime
) -> list[Previewed]:
    """What the rules would have told from one time to another, if all of it had been live.

    Everybody is taken to have got what was told before. A fact is on record as it turned out, so
    that no message is corrected by another.
    """
    changes = _changes(connection, rules, since, until)
    previewing = Previewing(rules, changes, Foreseen(connection, rules, changes, until))
    for at, board in previewing.moments():
        previewing.pass_by(at, board)
    decided = [each for each in previewing.decided if since is None or each.made_at >= since]
    return list(_made(connection, rules, changes, decided))


def _changes(
    connection: Connection, rules: Rules, since: datetime | None, until: datetime
) -> dict[str, Change]:
    """The changes that may be told, by name; a silence may have begun long before."""
    waits = any(rule.waits for rule in rules.active)
    begin = since - _LEAD if since is not None and waits else since
    kinds = {*rules.kinds}
    found = list(changes_between(connection, begin, until, kinds - OF_SOURCES))
    silent = silences_between(connection, since, until)
    found += outbox.changes_of(connection, silent, kinds & OF_SOURCES).values()
    news = (change for change in found if change["cause"] in _NEWS)
    return {each["change_id"]: each for each in news if each["observed_at"] <= until}


@dataclass(slots=True)
class Previewing:
    """Time as it goes by: what waits or is stale, and what was decided so far."""

    rules: Rules
    changes: Mapping[str, Change]
    foreseen: Foreseen
    decided: list[Decided] = field(default_factory=list)
    _open: dict[str, dict[Key, Event]] = field(default_factory=lambda: defaultdict(dict))
    _told: dict[str, dict[str, Event]] = field(default_factory=lambda: defaultdict(dict))
    _sent: dict[str, list[Addressed]] = field(default_factory=lambda: defaultdict(list))
    _fresh: dict[tuple[datetime, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Put each change to the time when it was seen."""
        for name, change in self.changes.items():
            self._fresh[change["observed_at"], change["board"]].append(name)

    def moments(self) -> list[tuple[datetime, str]]:
        """When a board was looked at, and which: where it changed, or something may wait for it."""
        return sorted({*self._fresh, *self.foreseen.moments})

    def pass_by(self, at: datetime, board: str) -> None:
        """What the outbox does when the board was captured."""
        fresh, pending = self._fresh.get((at, board), ()), self._open[board]
        if not fresh and not pending:
            return
        box = Outbox(self.rules, at, self.changes, dict(pending))
        box.note(fresh)
        box.settle(self.foreseen.looks(box.waiting, at))
        box.repeat()
        for event in box.noted.values():
            if event.state is EventState.TOLD:
                self._told[event.group_id][event.change_id] = event
        self.decided += [self._decide(telling, at) for telling in box.tellings.values()]
        self._open[board] = {key: event for key, event in box.events.items() if _is_open(event)}
        self._close(board)

    def _decide(self, telling: Telling, at: datetime) -> Decided:
        before = self._sent[telling.group_id]
        revision, rule = revision_after(before), self.rules.find(telling.rule)
        ((reason, *_),) = variants(telling, before, (_ANYBODY,))
        state = DeliveryState.CANCELLED if silenced(rule, at) else DeliveryState.SENT
        before.append(Addressed(telling.group_id, revision, _ANYBODY, state, ""))
        events = sorted(self._told[telling.group_id].values(), key=_in_order)
        return Decided(telling, events, reason, revision, at)

    def _close(self, board: str) -> None:
        """Let go of silences that are over."""
        events = self._open[board]
        over = {(e.rule, e.group_id) for e in events.values() if e.kind == "source_recovered"}
        for key, event in tuple(events.items()):
            if (event.rule, event.group_id) in over and event.state is EventState.TOLD:
                del events[key]


def _is_open(event: Event) -> bool:
    """Whether it waits, or may be told again."""
    is_of_source = event.kind in OF_SOURCES and event.state is EventState.TOLD
    return is_of_source or event.state is EventState.WAITING


def _in_order(event: Event) -> tuple[datetime, datetime, str]:
    """The order in which the events of a group were told."""
    return event.told_at or event.noted_at, event.observed_at, event.change_id


def _made(
    connection: Connection,
    rules: Rules,
    changes: Mapping[str, Change],
    decided: Sequence[Decided],
) -> Iterator[Previewed]:
    """The messages, with what the record has on all of them asked for at once."""
    told = {event.change_id: event for each in decided for event in each.events}
    context = _context(connection, [changes[name] for name in told], changes)
    last: dict[str, Message] = {}
    for telling, events, reason, revision, at in decided:
        group = telling.group_id
        of_group = context._replace(events={group: events}, last=last)
        message = compose(telling, reason, revision, of_group, at)
        if message is not None:
            last[group] = message
            yield Previewed(message, _due(rules.find(telling.rule), at))


def _context(
    connection: Connection, told: Collection[Change], changes: Mapping[str, Change]
) -> Context:
    snapshots = {change["to_snapshot"] for change in told}
    of_models = {change["to_snapshot"] for change in told if change["model"] is not None}
    rows = outbox.rows_beside(connection, of_models, deepest(told)) if of_models else {}
    behind = snapshots | {change["from_snapshot"] for change in told}
    return Context(
        changes,
        {},
        rows,
        outbox.captures_behind(connection, behind),
        outbox.boards(connection, {change["board"] for change in told}),
        {},
    )


def _due(rule: Rule, at: datetime) -> datetime | None:
    return None if silenced(rule, at) else due(rule, at)
