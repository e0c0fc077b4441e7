"""From WARC files to captures: what any web-archive tool kept of the boards' pages."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from flows.capturing import parsed
from flows.cycle import Cycle
from flows.matching import AddressBook
from flows.revisits import Revisits
from flows.tally import Tally
from flows.visits import Visit
from leaderboard.capture import Capture, Outcome
from leaderboard.errors import ArchiveError
from leaderboard.page import Page
from leaderboard.source import find_boards
from pages.archive import Archive
from pages.blocked import sign_of_block
from pages.crawl import Crawl
from pages.records import Head, Response, Revisit
from pages.wording import shown
from warehouse import record
from warehouse.copies import on_record
from warehouse.naming import name_ahead
from warehouse.telling import Connection
from warehouse.units import carry_out, look

UNREADABLE = "unreadable"
UNRESOLVED = "that refer to a record nobody has"

_BATCH = 64
_BATCH_BYTES = 64_000_000


@dataclass(slots=True)
class ImportTally(Tally):
    """What an import did; `asked` counts captures: a page can be of several boards.

    Of all `records` some are `pages` of boards, and the rest is `passed` over, by reason. `notices`
    tell what is worth a look though nothing is wrong. Bytes are counted as the files have them.
    """

    records: int = 0
    pages: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    notices: list[str] = field(default_factory=list)
    bytes_read: int = 0
    bytes_in_all: int = 0

    @property
    def progress(self) -> tuple[int, int]:
        """In bytes: how many records there are is known at the end."""
        return self.bytes_read, self.bytes_in_all


@dataclass(slots=True)
class Importing:
    """Files that are read into the record of a cycle, one batch of pages in memory."""

    cycle: Cycle
    tally: ImportTally
    files: Sequence[Path]
    batch: int = field(default_factory=lambda: _BATCH)
    book: AddressBook = field(init=False)
    archive: Archive = field(init=False)
    revisits: Revisits = field(init=False)

    def plan(self) -> None:
        """Bring the record up to date with the source files, and learn what they watch."""
        settings = self.cycle.settings
        carry_out(settings.warehouse, self.cycle.declare, touching=["declaration"])
        self.book = AddressBook(find_boards(self.cycle.sources))
        self.archive = Archive(settings.archive)
        self.archive.sweep()
        self.revisits = Revisits(self.archive)
        self.tally.bytes_in_all = sum(path.stat().st_size for path in self.files if path.is_file())
        self.cycle.tell(self.tally)

    async def read(self) -> None:
        """Read the files one after the other; each batch is kept whole or not at all.

        A file that is no WARC, or is damaged in the middle, is a fault that does not stop the
        others, and what stands before the damage is kept.
        """
        for path in self.files:
            await self._keep_all(self._responses(path))
        await self._keep_all(self._revisited())
        self.cycle.tell(self.tally)

    async def _keep_all(self, responses: Iterator[Response]) -> None:
        while batch := await asyncio.to_thread(_next_batch, responses, self.batch):
            await asyncio.to_thread(self._keep, batch)
            self.cycle.tell(self.tally)

    def _responses(self, path: Path) -> Iterator[Response]:
        """The pages of boards in a file; what refers to another record is put aside."""
        crawl = Crawl(path, lambda head: bool(self._visits(head)))
        bytes_before = self.tally.bytes_read
        unreadable: list[str] = []
        try:
            for each in crawl.read():
                self.tally.bytes_read = bytes_before + crawl.bytes_read
                if isinstance(each, Response):
                    yield each
                elif isinstance(each, Revisit):
                    self.revisits.waiting.append(each)
                else:
                    unreadable.append(f"{_named(each.head)}: {each.reason}")
        except ArchiveError as error:
            self.tally.faults.append(str(error))
        self.tally.records += crawl.records
        self.tally.passed += crawl.passed
        self._pass_over(UNREADABLE, unreadable, path.name)

    def _revisited(self) -> Iterator[Response]:
        """The pages that revisit records stand for."""
        waiting = self.revisits.waiting
        urls = {visit.url for each in waiting for visit in self._visits(each.head)}
        self.revisits.look_in_record(self.cycle.settings.warehouse, urls)
        self.revisits.look_again(self.files)
        lost: list[str] = []
        for each in waiting:
            try:
                page = self._page(each)
            except ArchiveError as error:
                lost.append(f"{_named(each.head)}: {error}")
            else:
                yield Response(each.head, page)
        self._pass_over(UNRESOLVED, lost, "revisits")

    def _page(self, revisit: Revisit) -> Page:
        place = self.revisits.place(revisit)
        if place is None:
            message = "expected the record it refers to; import the file that has it with this one"
            raise ArchiveError(message)
        url, taken_at, _ = revisit.head
        kept = self.archive.read(place)
        return replace(kept, url=url, final_url=url, fetched_at=taken_at)

    def _visits(self, head: Head) -> list[Visit]:
        return self.book.visits(head.url, head.taken_at)

    def _keep(self, batch: Sequence[Response]) -> None:
        """Archive the pages and keep what is read of those that are not on record."""
        places = self.archive.keep([response.page for response in batch])
        for response in batch:
            self.revisits.learn(response, places[response.page.sha256])
        pages: dict[str, tuple[Visit, Page]] = {}
        for response in batch:
            for visit in self._visits(response.head):
                name = record.capture_id(visit.address, response.head.taken_at)
                pages.setdefault(name, (visit, response.page))
        settings, boards = self.cycle.settings, find_boards(self.cycle.sources)
        known = look(settings.warehouse, lambda connection: on_record(connection, pages))
        fresh = [pages[name] for name in pages if name not in known]
        captures = [_captured(visit, page, places[page.sha256]) for visit, page in fresh]

        def work(connection: Connection) -> list[record.Kept]:
            return record.keep(connection, captures, boards, self.cycle.hear)

        name_ahead(settings.warehouse, settings.catalogue, captures)
        kept = carry_out(settings.warehouse, work, touching=record.decided_by(captures))
        tally = self.tally
        tally.done += [(visit, end) for (visit, _), end in zip(fresh, kept, strict=True)]
        tally.pages += len(batch)
        tally.asked += sum(len(self._visits(response.head)) for response in batch)
        tally.settled = tally.asked - len(tally.done)

    def _pass_over(self, reason: str, records: Sequence[str], where: str) -> None:
        if records:
            self.tally.passed[reason] += len(records)
            more = f" (and {len(records) - 1} more)" if len(records) > 1 else ""
            self.tally.notices.append(f"{where}: {records[0]}{more}")


def _captured(visit: Visit, page: Page, place: str) -> Capture:
    capture = parsed(visit, page, place)
    if (sign := sign_of_block(page.headers, page.body)) is None:
        return capture
    reason = f"expected the page, found a {sign} (status {page.status})"
    return replace(capture, outcome=Outcome.BLOCKED, reason=reason, standing=None, notice="")


def _next_batch(responses: Iterator[Response], size: int) -> list[Response]:
    """As many as fit: so many pages, or so many bytes of them."""
    batch: list[Response] = []
    held = 0
    for response in islice(responses, size):
        batch.append(response)
        held += len(response.page.body) + len(response.page.received)
        if held > _BATCH_BYTES:
            break
    return batch


def _named(head: Head) -> str:
    return f"{shown(head.url)} of {head.taken_at:%Y-%m-%d %H:%M:%S}"
