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
from warehouse import record
from warehouse.database import writing
from warehouse.record import Parsed

_BATCH = 256


@dataclass(slots=True)
class Rereading:
    """Pages that are read again; the cycle's tally counts those that say otherwise as done."""

    cycle: Cycle
    boards: Sequence[Board]
    pages: Sequence[Parsed] = ()

    def plan(self) -> None:
        """Find the pages of these boards that were parsed, in order of time."""
        with writing(self.cycle.settings.writer_file) as connection:
            record.declare(connection, self.cycle.sources)
            self.pages = record.parsed_pages(connection, [board.name for board in self.boards])
        self.cycle.tally.asked = len(self.pages)
        self.cycle.tell(self.cycle.tally)

    async def read(self) -> None:
        """Read them a batch at a time; each batch is kept whole or not at all."""
        waiting = iter(self.pages)
        while batch := list(islice(waiting, _BATCH)):
            await asyncio.to_thread(self._one_batch, batch)
            self.cycle.tell(self.cycle.tally)

    def _one_batch(self, batch: Sequence[Parsed]) -> None:
        tally = self.cycle.tally
        archive = Archive(self.cycle.settings.archive)
        read = [(page, visit, self._read(archive, page, visit)) for page, visit in self._of(batch)]
        changed = [(p, v, c) for p, v, c in read if c is not None and p.is_read_otherwise(c)]
        with writing(self.cycle.settings.writer_file) as connection:
            kept = record.reread(
                connection,
                [(page, capture) for page, _, capture in changed],
                find_boards(self.cycle.sources),
                utc_now(),
            )
        tally.settled += len(batch) - len(changed)
        tally.done += [(visit, end) for (_, visit, _), end in zip(changed, kept, strict=True)]

    def _of(self, batch: Sequence[Parsed]) -> list[tuple[Parsed, Visit]]:
        """The pages whose channel is still in the source files, each as the visit it came by."""
        boards = {board.name: board for board in self.boards}
        return [
            (page, Visit(board, channel, Cause(page.cause), page.url))
            for page in batch
            for board in [boards[page.board]]
            for channel in board.channels
            if channel.name == page.channel
        ]

    def _read(self, archive: Archive, page: Parsed, visit: Visit) -> Capture | None:
        try:
            kept = archive.read(page.archived)
        except ArchiveError as error:
            self.cycle.tally.faults.append(f"{page.board}: {error}")
            return None
        again = replace(kept, url=page.url, fetched_at=page.attempted_at)
        return parsed(visit, again, page.archived)
