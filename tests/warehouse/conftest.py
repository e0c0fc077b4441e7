"""What the tests of the warehouse may ask for."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.record import START, Record
from tests.renaming import ACCEPT, Say
from warehouse.deciding import decide


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A warehouse with one board and nothing on record."""
    with Record(tmp_path) as made:
        yield made


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """Decide about two names of the record in this test, each time a day later."""
    days = iter(range(100, 200))

    def said(record: Record, word: str, old: str, new: str) -> None:
        decide(
            tmp_path / "warehouse.duckdb",
            record.source.all_boards[0],
            (old, new),
            is_accepted=word == ACCEPT,
            decided_at=START + timedelta(days=next(days)),
        )

    return said
