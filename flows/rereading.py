"""From archived bytes to captures, again: what a parser reads now of pages that are on record."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flows.capturing import parsed
from flows.cycle import Cycle
from flows.visits import Visit, utc_now
from leaderboard.capture import Capture, Cause
from leaderboard.errors import ArchiveError
from leaderboard.source import Board, find_boards
from pages.archive import Archive
from warehouse import rereading
from warehouse.naming import name_ahead
from warehouse.record import Kept, decided_by
from warehouse.rereading import Parsed
from warehouse.telling import Connection
from warehouse.units import carry_out

_BATCH = 256


@dataclass(slots=True)
class Rereading:
    """Pages that are read again; the cycle's tally counts those that say otherwise as done."""

    cycle: Cycle
    boards: Sequence[Board]
    pages: Sequence[Parsed] = ()

    def plan(self) -> None:
        """Find the pages of these boards that were parsed, in order of time.

        Those of a channel that the source files name no more are left as they are.
        """
        channels = {
            (board.name, channel.name) for board in self.boards for channel in board.channels
        }

        def work(connection: Connection) -> list[Parsed]:
            self.cycle.declare(connection)
            return rereading.parsed_pages(connection, [board.name for board in self.boards])

        pages = carry_out(self.cycle.settings.warehouse, work, touching=["declaration"])
        self.pages = [page for page in pages if (page.board, page.channel) in channels]
        self.cycle.tally.asked = len(self.pages)
        self.cycle.tell(self.cycle.tally)

    async def read(self) -> None:
        """Read them a batch at a time; each batch is kept whole or not at all."""
        waiting = iter(self.pages)
        while batch := list(islice(waiting, _BATCH)):
            await asyncio.to_thread(self._one_batch, batch)
            self.cycle.tell(self.cycle.tally)

    def _one_batch(self, batch: Sequence[Parsed]) -> None:
        archive = Archive(self.cycle.settings.archive)
        visits = [self._visit(page) for page in batch]
        read = [(p, v, self._read(archive, p, v)) for p, v in zip(batch, visits, strict=True)]
        readable = [(page, visit, made) for page, visit, made in read if made is not None]
        changed = [(p, v, made) for p, v, made in readable if p.is_read_otherwise(made)]
        pairs = [(page, made) for page, _, made in changed]
        boards, settings = find_boards(self.cycle.sources), self.cycle.settings

        def work(connection: Connection) -> list[Kept]:
            return rereading.reread(connection, pairs, boards, utc_now(), self.cycle.hear)

        captures = [made for _, made in pairs]
        name_ahead(settings.warehouse, settings.catalogue, captures)
        kept = carry_out(settings.warehouse, work, touching=decided_by(captures))
        tally = self.cycle.tally
        tally.settled += len(readable) - len(changed)
        tally.done += [(visit, end) for (_, visit, _), end in zip(changed, kept, strict=True)]

    def _visit(self, page: Parsed) -> Visit:
        """The visit that the page came by."""
        (board,) = (board for board in self.boards if board.name == page.board)
        channel = board.channel(page.channel)
        return Visit(board, channel, Cause(page.cause), page.url, channel.day_of(page.url))

    def _read(self, archive: Archive, page: Parsed, visit: Visit) -> Capture | None:
        """What the page is read as now; None, with the fault noted, if its file is damaged."""
        try:
            kept = archive.read(page.archived)
        except ArchiveError as error:
            self.cycle.tally.faults.append(f"{page.board}: {error}")
            return None
        again = replace(kept, url=page.url, fetched_at=page.attempted_at)
        return parsed(visit, again, page.archived)
