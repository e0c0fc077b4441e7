"""A record on a lake: the rules of a file, readers beside it, and words where it is wrong."""

import time
from dataclasses import replace
from pathlib import Path
from threading import Timer
from traceback import format_exception

import duckdb
import pytest

from leaderboard.errors import WarehouseAwayError, WarehouseError
from leaderboard.place import Lake
from tests.lake import needs_lake, new_lake, restart_postgres, stop_postgres, unmade_lake
from tests.record import make_capture, make_entries
from tests.warehouse.lakes import ASKED, FIVE, Seen, begin, history, keep, seen
from warehouse.attaching import attach, settle
from warehouse.catalog import is_empty
from warehouse.database import writing
from warehouse.engines import detach
from warehouse.publish import is_behind, publish
from warehouse.reading import Reader
from warehouse.units import carry_out, look

pytestmark = needs_lake


def test_every_view_and_macro_gives_the_same_rows_on_lake_file_and_published_file(
    tmp_path: Path,
) -> None:
    """Views and macros are objects of the lake, for any client that attaches it read-only."""
    file, lake, published = tmp_path / "w.duckdb", new_lake(tmp_path), tmp_path / "p.duckdb"
    for place in (file, lake):
        begin(place)
        keep(place, *history(1))
    publish(lake, published)

    on_file = _read(file)
    assert all(on_file[sql] for sql in ASKED if sql != "FROM alerts")
    assert on_file == _attached(lake)
    assert on_file == _read(published)


def test_no_word_has_the_address_in_it(tmp_path: Path) -> None:
    """Host and database say which lake is meant; the password stands nowhere."""
    away = Lake("postgresql://me:hush@127.0.0.1:1/db", str(tmp_path))
    with pytest.raises(WarehouseAwayError) as raised, writing(away):
        pass

    assert "127.0.0.1/db" in str(raised.value)
    assert "hush" not in f"{raised.value} {raised.value.__cause__} {away!r}"


@pytest.mark.parametrize(
    "password", ["5117/plugh", "plugh/xyzzy", "plugh@xyzzy", "plugh%xyzzy", "9@x/xyzzy"]
)
def test_password_that_is_not_escaped_is_not_told(tmp_path: Path, password: str) -> None:
    """What of it is taken for a port, a host or a database is in no word, and nobody waits."""
    lake = Lake(f"postgresql://me:{password}@127.0.0.1:1/db", str(tmp_path))
    for use in (lambda: carry_out(lake, lambda _: None), lambda: is_empty(lake)):
        with pytest.raises(WarehouseError, match=r"PODIUM_LAKE: .* write / as %2F") as told:
            use()
        words = "".join(format_exception(told.value))

        assert not any(part in words for part in ("5117", "plugh", "xyzzy"))


def test_wrong_database_is_told_at_once(tmp_path: Path) -> None:
    """What no waiting makes right is not tried again."""
    lake = new_lake(tmp_path)
    wrong = replace(lake, catalog=lake.catalog.replace("/lake_", "/no_lake_"))
    began = time.monotonic()
    with pytest.raises(WarehouseError, match=r'database "no_lake_.*" does not exist'):
        carry_out(wrong, lambda _: None)

    assert time.monotonic() - began < 5


def test_data_elsewhere_is_said_by_the_name_of_the_setting(tmp_path: Path) -> None:
    """A lake knows where its data is; another place is a mistake, not a new lake."""
    lake = new_lake(tmp_path)
    with (
        pytest.raises(WarehouseError, match="PODIUM_LAKE_DATA: expected the place") as raised,
        writing(replace(lake, data=str(tmp_path / "elsewhere"))),
    ):
        pass

    assert "hush" not in str(raised.value)


def test_another_duckdb_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extensions are made for one version, and nothing is fetched for another."""
    monkeypatch.setattr(duckdb, "__version__", "9.9.9")
    with pytest.raises(WarehouseError) as raised:
        attach(unmade_lake(tmp_path))

    assert "needs DuckDB 1.5.5" in str(raised.value)
    assert "pip install 'podium[lake]'" in str(raised.value)


def test_a_unit_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """All of a unit is written, or nothing."""
    lake = new_lake(tmp_path)
    begin(lake)

    def work(connection: duckdb.DuckDBPyConnection) -> None:
        connection.execute("INSERT INTO record.untold VALUES ('live', 'x')")
        raise WarehouseError("as if")

    with pytest.raises(WarehouseError, match="as if"):
        carry_out(lake, work)

    with writing(lake) as connection:
        assert connection.execute("FROM record.untold").fetchall() == []


def test_what_is_published_is_never_older(tmp_path: Path) -> None:
    """Readers' file follows the lake, and says when it is behind."""
    lake, published = new_lake(tmp_path), tmp_path / "podium.duckdb"
    begin(lake)
    keep(lake, make_capture(make_entries(FIVE), 0))
    publish(lake, published)
    before = is_behind(lake, published)
    keep(lake, make_capture(make_entries(FIVE | {"d": 60.0}), 1))
    after = is_behind(lake, published)
    publish(lake, published)

    assert (before, after, is_behind(lake, published)) == (False, True, False)
    assert [path.name for path in tmp_path.glob(".podium*")] == []


def test_who_asks_while_postgres_goes_away_gets_the_whole_answer(tmp_path: Path) -> None:
    """What ended in the middle of a question is asked again."""
    lake = new_lake(tmp_path)
    begin(lake)
    keep(lake, *history(1))
    times = []

    def ask(connection: duckdb.DuckDBPyConnection) -> Seen:
        times.append(connection.execute("SELECT count(*) FROM record.captures").fetchone())
        if len(times) == 1:
            stop_postgres()
            Timer(1.0, restart_postgres).start()
        Reader(connection).run("FROM boards")
        return seen(connection)

    assert look(lake, ask) == _attached(lake)
    assert len(times) > 1


def test_who_publishes_while_postgres_is_away_waits_for_it(tmp_path: Path) -> None:
    """Readers get the state of the lake once it is back."""
    lake, published = new_lake(tmp_path), tmp_path / "podium.duckdb"
    begin(lake)
    keep(lake, *history(1))
    detach(lake)
    stop_postgres()
    Timer(1.0, restart_postgres).start()
    publish(lake, published)

    assert _read(published) == _attached(lake)


def test_a_lake_is_begun_once(tmp_path: Path) -> None:
    """Declaring twice writes once; a lake that was never attached is made."""
    lake = unmade_lake(tmp_path)
    begin(lake)
    with writing(lake) as connection:
        first = connection.execute("FROM lake.current_snapshot()").fetchone()
    detach(lake)
    begin(lake)

    with writing(lake) as connection:
        assert first == connection.execute("FROM lake.current_snapshot()").fetchone()


def _read(file: Path) -> Seen:
    with duckdb.connect(file, read_only=True) as connection:
        return seen(connection)


def _attached(lake: Lake) -> Seen:
    with attach(lake, read_only=True) as engine:
        return seen(settle(engine))
