"""Moving a record from a file to a lake: in one transaction, proven equal before its end."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import duckdb

from leaderboard.errors import WarehouseBusyError, WarehouseError
from leaderboard.place import Lake
from warehouse.attaching import NAME, called
from warehouse.database import writing
from warehouse.sql import literal
from warehouse.tables import columns_of, copy_tables, tables_of
from warehouse.units import carry_out, go_alone

_FILE = "moved"
_PATIENCE_SECONDS, _PAUSE_SECONDS = 30.0, 0.05
# The stable interface, as docs/sql.md has it: what follows from the tables on both sides.
VIEWS = ("boards", "standings", "changes", "alerts", "leaders", "names", "captures")


class Proven(NamedTuple):
    """A table or view that is equal on both sides: its name, and how many rows it has."""

    name: str
    rows: int
    is_view: bool


Watch = Callable[[str], None]


def move(file: Path, lake: Lake, watch: Watch = lambda _: None) -> list[Proven]:
    """Copy the record of a file to an empty lake; `watch` hears what is being done.

    The file is opened read-only and left as it is; whoever wants to write to it waits. Given again
    after it was done, it proves that both are equal; after a kill, it starts from an empty lake.

    Raises:
        WarehouseError: there is no file, it is of another version, the lake holds another record,
            or the copy differs, and then nothing of it is kept.
        WarehouseBusyError: another process is writing.
    """
    if not file.is_file():
        raise WarehouseError(f"expected a record to move at {file}, found none")

    def work(connection: duckdb.DuckDBPyConnection) -> list[Proven]:
        go_alone()
        return _moved(connection, file, lake, watch)

    try:
        return carry_out(lake, work)
    finally:
        with suppress(WarehouseError), writing(lake) as connection:
            connection.execute(f"DETACH DATABASE IF EXISTS {_FILE}")


def _moved(
    connection: duckdb.DuckDBPyConnection, file: Path, lake: Lake, watch: Watch
) -> list[Proven]:
    _attach(connection, file)
    try:
        _expect_same_version(connection, file)
        is_empty = _is_empty(connection)
        if is_empty:
            copy_tables(connection, _FILE, NAME, lambda t, rows: watch(f"copied {t}: {rows} rows"))
        return _proven(connection, lake, watch, is_empty=is_empty)
    finally:
        connection.execute(f"USE {NAME}")


def _attach(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    attached = connection.execute("SELECT database_name FROM duckdb_databases()").fetchall()
    if (_FILE,) in attached:
        return  # by an attempt before this one
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            connection.execute(f"ATTACH {literal(str(file))} AS {_FILE} (READ_ONLY)")
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise WarehouseError(f"{file} cannot be opened: {error}") from error
            if time.monotonic() > deadline:
                raise WarehouseBusyError(
                    f"another process has been writing to {file} for more than "
                    f"{_PATIENCE_SECONDS:.0f} s; try again when it is done"
                ) from error
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _expect_same_version(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    names = [
        connection.execute(f"SELECT name FROM {place}.record.migrations ORDER BY name").fetchall()  # noqa: S608 - our own names
        for place in (_FILE, NAME)
    ]
    if names[0] != names[1]:
        raise WarehouseError(
            f"expected {file} to have been written by this version of podium, found another one; "
            "run `podium publish` once without PODIUM_LAKE, which brings it up to date"
        )


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether nothing was recorded in the lake yet; thresholds come with every new one."""
    tables = (table for table in tables_of(connection, NAME) if table != "thresholds")
    return not any(
        connection.execute(f"FROM {NAME}.record.{table} LIMIT 1").fetchall() for table in tables
    )


def _proven(
    connection: duckdb.DuckDBPyConnection, lake: Lake, watch: Watch, *, is_empty: bool
) -> list[Proven]:
    proven: list[Proven] = []
    tables = [f"record.{table}" for table in tables_of(connection, _FILE)]
    for name in (*tables, *VIEWS):
        here, there = (_digest(connection, place, name) for place in (_FILE, NAME))
        if here != there:
            raise WarehouseError(_difference(name, here, there, lake, is_empty=is_empty))
        proven.append(Proven(name, here[0], is_view=name in VIEWS))
        watch(f"proven {name}: {here[0]} rows are equal")
    return proven


def _digest(connection: duckdb.DuckDBPyConnection, place: str, name: str) -> tuple[int, int | None]:
    """How many rows a table or view has, and a sum over them that no order of rows changes."""
    connection.execute(f"USE {_FILE}")
    columns = ", ".join(columns_of(connection, name))
    connection.execute(f"USE {place}")
    text = f"SELECT count(*), sum(hash({columns})) FROM {name}"  # noqa: S608 - names of our own
    ((rows, digest),) = connection.execute(text).fetchall()
    return int(rows), digest


def _difference(
    name: str,
    here: tuple[int, int | None],
    there: tuple[int, int | None],
    lake: Lake,
    *,
    is_empty: bool,
) -> str:
    if is_empty:
        return (
            f"{name}: expected {here[0]} rows as in the file, found {there[0]} or others in the "
            "copy; nothing was kept of it"
        )
    return (
        f"PODIUM_LAKE: expected a lake without a record, found another one in {called(lake)} "
        f"({name}: {there[0]} rows, {here[0]} in the file); name an empty database"
    )
