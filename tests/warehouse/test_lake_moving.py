"""A record that moves from a file to a lake, and a lake that is kept in order."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from leaderboard.errors import WarehouseError
from leaderboard.place import Lake
from tests.lake import needs_lake, new_lake
from tests.record import make_capture, make_entries
from tests.warehouse.lakes import FIVE, begin, history, keep, seen
from warehouse.catalog import set_aside
from warehouse.database import writing
from warehouse.engines import detach
from warehouse.lake import maintain
from warehouse.moving import VIEWS, move

pytestmark = needs_lake


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A record on a file."""
    file = tmp_path / "home" / "writer" / "warehouse.duckdb"
    begin(file)
    keep(file, *history(1))
    return file


def test_a_record_moves_and_the_file_is_left(tmp_path: Path, file: Path) -> None:
    """All tables and views are proven equal; given again, it proves it again and copies nothing."""
    lake, before = new_lake(tmp_path), file.read_bytes()
    said: list[str] = []
    first = move(file, lake, said.append)
    again = move(file, lake)
    keep(lake, make_capture(make_entries(FIVE | {"later": 70.0}), 20))

    assert first == again
    assert [*VIEWS] == [each.name for each in first if each.is_view]
    assert "copied captures: 15 rows" in said
    assert before == file.read_bytes()


def test_a_file_of_another_version_is_left_with_words_that_help(tmp_path: Path, file: Path) -> None:
    """With PODIUM_LAKE set, `podium publish` would open the lake, and the file stay as it is."""
    with duckdb.connect(file) as connection:
        connection.execute("UPDATE record.migrations SET name = 'views:of then' WHERE name > 'v'")
    with pytest.raises(WarehouseError, match="run `podium publish` once without PODIUM_LAKE"):
        move(file, new_lake(tmp_path))

    with writing(file):
        pass
    assert move(file, new_lake(tmp_path / "second"))


def test_a_lake_with_another_record_is_refused(tmp_path: Path, file: Path) -> None:
    """What is there is neither replaced nor mixed with what comes."""
    lake = new_lake(tmp_path)
    begin(lake)
    keep(lake, make_capture(make_entries(FIVE), 0))
    with pytest.raises(WarehouseError, match="PODIUM_LAKE: expected a lake without a record"):
        move(file, lake)

    assert _one(lake, "SELECT count(*) FROM captures") == (1,)


def test_killed_before_its_end_it_can_be_given_again(tmp_path: Path, file: Path) -> None:
    """A kill leaves an empty lake; the next run moves everything."""
    lake = new_lake(tmp_path)
    ended = _killed(lake, file, "proven changes")
    left = _one(lake, "SELECT count(*) FROM captures")
    move(file, lake)

    assert (ended, left) == (-signal.SIGKILL, (0,))
    assert _one(lake, "SELECT count(*) FROM captures") == (15,)


def test_the_command_moves_and_says_so(tmp_path: Path, file: Path) -> None:
    """`podium migrate-to ducklake`; without a lake it says which setting is missing."""
    lake = new_lake(tmp_path)
    home = {"PODIUM_HOME": str(file.parents[1])}
    missing = _podium(home)
    moved = _podium({**home, "PODIUM_LAKE": lake.catalog, "PODIUM_LAKE_DATA": lake.data})

    assert (missing.returncode, "PODIUM_LAKE: expected" in missing.stderr) == (1, True)
    assert (moved.returncode, "7 views answer alike" in moved.stdout) == (0, True)


def test_a_lake_in_order_has_few_files_and_the_same_rows(tmp_path: Path) -> None:
    """Files are merged and the past let go; nothing that readers see is another."""
    lake = new_lake(tmp_path)
    begin(lake)
    for n in range(3):
        keep(lake, *history(1)[n::3])
    with writing(lake) as connection:
        before = seen(connection)
    files = _files(lake)
    done = maintain(lake, kept=timedelta(0))

    assert done.merged > 0 < done.expired
    assert done.skipped == ()
    assert files > _files(lake)
    with writing(lake) as connection:
        assert before == seen(connection)


def test_data_of_a_catalog_set_aside_is_kept(tmp_path: Path) -> None:
    """Maintenance does not take its files for nobody's, and says which steps it left."""
    lake = new_lake(tmp_path)
    begin(lake)
    keep(lake, *history(1))
    detach(lake)
    before = {*Path(lake.data).rglob("*.parquet")}
    set_aside(lake, "before")
    begin(lake)
    keep(lake, *history(2))
    done = maintain(lake, kept=timedelta(0))

    assert done.skipped == ("cleaned", "orphans")
    assert before <= {*Path(lake.data).rglob("*.parquet")}


def _files(lake: Lake) -> int:
    return len([*Path(lake.data).rglob("*.parquet")])


def _one(lake: Lake, sql: str) -> tuple[object, ...] | None:
    with writing(lake) as connection:
        row: tuple[object, ...] | None = connection.execute(sql).fetchone()
    return row


def _killed(lake: Lake, file: Path, word: str) -> int:
    """Move in a process that kills itself when it has said this."""
    code = (
        "import os, sys; from pathlib import Path; from leaderboard.place import Lake\n"
        "from warehouse.moving import move\n"
        "watch = lambda line: line.startswith(sys.argv[4]) and os.kill(os.getpid(), 9)\n"
        "move(Path(sys.argv[3]), Lake(sys.argv[1], sys.argv[2]), watch)\n"
    )
    command = [sys.executable, "-c", code, lake.catalog, lake.data, str(file), word]
    return subprocess.run(command, check=False).returncode


def _podium(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = "from cli.main import main; main()"
    command = [sys.executable, "-c", code, "migrate-to", "ducklake"]
    return subprocess.run(
        command, check=False, env={**os.environ, **settings}, capture_output=True, text=True
    )
