"""A home that WARC files are imported into."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.cycle import Cycle
from flows.importing import Importing, ImportTally
from leaderboard.settings import Settings
from leaderboard.source import load_sources
from tests.begun import begin
from tests.flows.copies import write_boards
from tests.flows.home import Home, Rows

DERIVED = ("changes", "standings", "record.snapshots", "record.unseen", "record.moves")


@dataclass
class Importer(Home):
    """A home that WARC files are imported into."""

    @property
    def settings(self) -> Settings:
        """The settings of a process that works here."""
        return Settings(home=self.folder, sources=self.sources)

    def take_in(self, *files: Path, batch: int = 64) -> ImportTally:
        """Import the files as the flow does it."""
        tally = ImportTally(failures=frozenset())
        cycle = Cycle(self.settings, load_sources(self.sources), lambda _: None, tally=tally)
        begin(self.settings.warehouse)
        importing = Importing(cycle, tally, files, batch=batch)
        importing.plan()
        asyncio.run(importing.read())
        cycle.publish()
        return tally

    def derived(self) -> Mapping[str, Rows]:
        """All rows that follow from the captures."""
        return {table: self.writer_rows(f"FROM {table} ORDER BY ALL") for table in DERIVED}


def new_importer(folder: Path) -> Importer:
    """A home without a record, with source files of its own."""
    return Importer(folder / "home", "http://127.0.0.1:9", write_boards(folder / "sources"))


def check_counts(tally: ImportTally) -> None:
    """Every record is a page of a board, or passed over for one reason."""
    assert tally.records == tally.pages + tally.passed.total()
