"""One cycle: plan visits, capture and keep them batch by batch, publish what readers see."""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from urllib.parse import urldefrag

from flows.capturing import capture_all, in_order
from flows.delivering import Delivering
from flows.tally import Tally
from flows.telling import Teller, teller_of
from flows.visits import Visit, is_settled
from leaderboard.capture import Address, Capture, Known, Outcome
from leaderboard.errors import SourceFileError
from leaderboard.settings import Settings
from leaderboard.source import Source, find_boards
from pages.archive import Archive
from pages.fetch import Fetcher
from pages.politeness import Limits, Manners
from warehouse import record
from warehouse.copies import answered
from warehouse.declaring import declare
from warehouse.naming import name_ahead, name_all
from warehouse.publish import is_behind, publish
from warehouse.record import Kept
from warehouse.telling import Connection, Happened
from warehouse.units import carry_out

# A batch is kept in one transaction while the next is captured: a crash costs two at most, which
# are captured again. More pages at a time cost memory, fewer cost opening the database.
_BATCH = 64


@dataclass(slots=True)
class Cycle:
    """The state of one cycle; `tell` is called with the tally after every batch.

    One that `gives_up` ends where nothing of a whole batch came: the host has shut us out. After
    `capture`, `pending` are the visits that failed in a way that may pass. Writing has `its_turn`.
    One that `publishes` puts what it brought where readers see it.
    """

    settings: Settings
    sources: tuple[Source, ...]
    tell: Callable[[Tally], None]
    limits: Limits = field(default_factory=Limits)
    manners: Manners = field(default_factory=Manners)
    tally: Tally = field(default_factory=Tally)
    batch: int = field(default_factory=lambda: _BATCH)
    gives_up: bool = False
    publishes: bool = True
    pending: list[Visit] = field(default_factory=list)
    known: dict[Address, Known] = field(default_factory=dict)
    its_turn: Callable[[], AbstractAsyncContextManager[None]] = nullcontext
    attempted: dict[str, datetime] = field(default_factory=dict)
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        """Read the rules; where they are wrong, what they would tell is put off."""
        self.teller, fault = teller_of(self.settings)
        self.note(fault)

    def plan(self, visits: Sequence[Visit]) -> None:
        """Leave out what is settled; the record is made or brought up to date where it must be."""

        def work(connection: Connection) -> list[Visit]:
            self.declare(connection)
            self.known = record.known_addresses(connection, [visit.url for visit in visits])
            self.attempted = record.last_attempts(connection)
            return _due(visits, self.known, answered(connection, _copies(visits)))

        due = carry_out(self.settings.warehouse, work, touching=["declaration"])
        self.pending = sorted(due, key=_page_of)  # boards of one page side by side
        self.tally.asked = len(visits)
        self.tally.settled = len(visits) - len(self.pending)
        self.tell(self.tally)

    async def capture(self) -> None:
        """Capture what is pending a batch at a time; one is kept while the next is captured."""
        again = {visit.address for visit in self.pending}
        self.tally.done = [pair for pair in self.tally.done if pair[0].address not in again]
        archive = Archive(self.settings.archive)
        archive.sweep()
        keeping: asyncio.Future[None] = asyncio.ensure_future(asyncio.sleep(0))
        async with self.fetcher() as fetcher:
            try:
                for batch in _batches(self.pending, self.batch):
                    captures = await capture_all(batch, self.known, fetcher, archive)
                    captures = self._in_order(captures)
                    await keeping
                    keeping = asyncio.create_task(self._keep(batch, captures))
                    if self.gives_up and all(c.outcome == Outcome.FAILED for c in captures):
                        break
            finally:
                await keeping

    def declare(self, connection: Connection) -> None:
        """Bring the record up to date with the source files, the catalogue and the rules."""
        thresholds = self.teller.rules.thresholds if self.teller.rules else ()
        declare(connection, self.sources, self.hear, thresholds)

    def hear(self, connection: Connection, happened: Happened) -> None:
        """Name what a transaction brought, and tell of it, inside of it."""
        self.tally.added += happened.replayed.added
        is_renamed = False
        if happened.replayed.added or not happened.is_news:
            try:
                is_renamed = name_all(connection, self.settings.catalogue, happened.standings)
            except SourceFileError as error:
                self.note(str(error))  # no page is lost for a name
        messages = self.teller(connection, happened._replace(is_renamed=is_renamed))
        self.tally.told |= {message.message_id: message.headline for message in messages}

    def note(self, fault: str) -> None:
        """Take down once what went wrong beside visits; nothing where it is empty."""
        if fault and fault not in self.tally.faults:
            self.tally.faults.append(fault)

    def fetcher(self) -> Fetcher:
        """One that keeps to this cycle's limits and manners."""
        return Fetcher(
            contact=self.settings.contact,
            mirrors=self.settings.mirrors,
            limits=self.limits,
            manners=self.manners,
            cited=self.settings.sources,
        )

    def publish(self) -> None:
        """Put the state after this cycle where readers open it, if there is anything new."""
        files = self.settings.warehouse, self.settings.published_file
        if self.publishes and (self.tally.done or is_behind(*files)):
            publish(*files)

    async def deliver(self) -> None:
        """Send what is due; where anything was sent, readers see that it was."""
        delivering = Delivering(self.settings, self.teller.rules)
        await asyncio.to_thread(delivering.work_off)
        self.tally.sent = delivering.sent
        self.note(delivering.fault)
        if delivering.sent and self.publishes:
            await asyncio.to_thread(publish, self.settings.warehouse, self.settings.published_file)

    async def publish_now(self) -> None:
        """The same, beside whatever else goes on."""
        async with self.its_turn():
            await asyncio.to_thread(self.publish)

    def _in_order(self, captures: Sequence[Capture]) -> list[Capture]:
        """The captures after all that were made before: another attempt has another time."""
        ordered = [in_order(each, self.attempted.get(each.board)) for each in captures]
        for each in ordered:
            last = self.attempted.get(each.board, each.attempted_at)
            self.attempted[each.board] = max(last, each.attempted_at)
        return ordered

    async def _keep(self, batch: Sequence[Visit], captures: Sequence[Capture]) -> None:
        async with self.its_turn():
            done = await asyncio.to_thread(self._write, batch, captures)
        over = {v.address for v, c in zip(batch, captures, strict=True) if not c.may_pass}
        self.pending = [visit for visit in self.pending if visit.address not in over]
        self.tally.done += done
        self.tally.bytes_read += sum({c.sha256: c.size_bytes or 0 for c in captures}.values())
        self.tally.settled += len(batch) - len(done)
        self.tell(self.tally)

    def _write(
        self, batch: Sequence[Visit], captures: Sequence[Capture]
    ) -> list[tuple[Visit, Kept]]:
        """Keep the captures, but for the days that another process has settled meanwhile."""
        made = {visit.address: each for visit, each in zip(batch, captures, strict=True)}

        def work(connection: Connection) -> list[tuple[Visit, Kept]]:
            known = record.known_addresses(connection, [visit.url for visit in batch])
            due = _due(batch, known, answered(connection, _copies(batch)))
            captured = [made[visit.address] for visit in due]
            kept = record.keep(connection, captured, find_boards(self.sources), self.hear)
            return list(zip(due, kept, strict=True))

        place = self.settings.warehouse
        name_ahead(place, self.settings.catalogue, captures)
        return carry_out(place, work, touching=record.decided_by(captures))


def _page_of(visit: Visit) -> tuple[date, str]:
    return visit.day or date.min, urldefrag(visit.url).url


def _due(
    visits: Sequence[Visit], known: Mapping[Address, Known], given: AbstractSet[Address]
) -> list[Visit]:
    """The visits to make; a copy is settled when it was given, whatever was read of it."""
    return [v for v in visits if not is_settled(v, known) and v.address not in given]


def _copies(visits: Sequence[Visit]) -> list[str]:
    return [visit.url for visit in visits if visit.taken_at is not None]


def _batches(visits: Sequence[Visit], size: int) -> Iterator[list[Visit]]:
    remaining = iter(visits)
    while batch := list(islice(remaining, size)):
        yield batch
