"""Reading the published file."""

import shutil
from pathlib import Path

import pytest

from leaderboard.errors import WarehouseError
from warehouse.reading import reading


@pytest.fixture
def file(home: Path, tmp_path: Path) -> Path:
    """A published record of one's own."""
    return Path(shutil.copy(home / "podium.duckdb", tmp_path / "podium.duckdb"))


def test_a_reader_keeps_the_state_it_opened(file: Path) -> None:
    """Another state put in place by rename disturbs no one who reads."""
    with reading(file) as reader:
        before = reader.run("SELECT count(*) FROM changes").rows
        other = file.with_name("draft")
        other.write_bytes(b"")
        other.replace(file)

        assert reader.run("SELECT count(*) FROM changes").rows == before


def test_readers_do_not_shut_each_other_out(file: Path) -> None:
    """Two may read at once, also from one process."""
    with reading(file) as one, reading(file) as two:
        assert one.run("FROM boards").rows == two.run("FROM boards").rows


def test_nothing_can_be_written(file: Path) -> None:
    """The published file is opened read-only."""
    with reading(file) as reader, pytest.raises(WarehouseError, match="read-only"):
        reader.run("DELETE FROM record.boards")


def test_another_versions_file_is_told(file: Path) -> None:
    """A query of what the file does not hold says that it is of another version."""
    with reading(file) as reader, pytest.raises(WarehouseError, match="another version of podium"):
        reader.run("FROM a_view_to_come")
