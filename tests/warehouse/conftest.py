"""What the tests of the warehouse may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A warehouse with one board and nothing on record."""
    with Record(tmp_path) as made:
        yield made
