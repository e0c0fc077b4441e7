"""Opening the warehouse to write: migrated, with today's views.

A file has one writing process at a time. A lake has many: what they decide about is `units`' part.
"""

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from contextvars import ContextVar
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import duckdb

from leaderboard.errors import WarehouseAwayError, WarehouseBusyError, WarehouseError
from leaderboard.place import Lake, Place
from warehouse import sql
from warehouse.attaching import told
from warehouse.engines import attached, detach

# The newest format that every supported version of DuckDB reads and writes.
_STORAGE_VERSION = "v1.5.0"
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.05

# DuckDB 1.5 asks at every value it is given whether it is one of pandas. Where there is none, that
# is a third of a millisecond each; to be told once so, 10 microseconds; of one that has nothing, 1.
if find_spec("pandas") is None:
    _nothing = ModuleType("pandas", "Nothing of pandas: it is not installed.")
    _nothing.__dict__.update(NaT=object(), NA=object(), DataFrame=type("DataFrame", (), {}))
    sys.modules["pandas"] = _nothing if duckdb.__version__ < "2" else None  # type: ignore[assignment]

# The connection that has a transaction open.
_open: ContextVar[duckdb.DuckDBPyConnection | None] = ContextVar("_open", default=None)


@contextmanager
def writing(
    place: Place, patience_seconds: float = _PATIENCE_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the warehouse, in UTC, with the schema brought up to date.

    Another process that is writing to the file is waited for, since each holds it for moments only.

    Raises:
        WarehouseBusyError: the other process did not finish within `patience_seconds`.
        WarehouseAwayError: the Postgres of the lake does not answer.
        WarehouseError: it is not a database that this version can open, or has no room.
    """
    if isinstance(place, Lake):
        with _writing_to_lake(place) as connection:
            yield connection
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with _saying_what_to_do(place), closing(_connect(place, patience_seconds)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _migrate(connection)
        yield connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing of what is executed inside; one within another is a part of it."""
    if _open.get() is connection:
        yield
        return
    connection.begin()
    opened = _open.set(connection)
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # where disk or server is gone there is nothing to take back
            connection.rollback()
        raise
    finally:
        _open.reset(opened)
    connection.commit()


@contextmanager
def _writing_to_lake(lake: Lake) -> Iterator[duckdb.DuckDBPyConnection]:
    try:
        with closing(attached(lake, _is_current, _migrate)) as connection:
            yield connection
    except duckdb.Error as error:
        raised = told(error, lake)
        if isinstance(raised, WarehouseAwayError):
            detach(lake)
        raise raised from None


@contextmanager
def _saying_what_to_do(file: Path) -> Iterator[None]:
    """Where the disk is full, or fails, all that was committed stays, and is found when reopened.

    That a checkpoint failed is told of a commit that is on disk.
    """
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException) as error:
        found = str(error).partition("\n")[0]
        message = f"{file}: expected it to be written, found {found}"
        raise WarehouseError(
            f"{message}; check the space left and the disk: the next run goes on from what is on it"
        ) from error


def _connect(file: Path, patience_seconds: float) -> duckdb.DuckDBPyConnection:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            return duckdb.connect(file, config={"storage_compatibility_version": _STORAGE_VERSION})
        except duckdb.Error as error:
            if not isinstance(error, duckdb.IOException) or "lock" not in str(error).lower():
                raise WarehouseError(
                    f"{file} cannot be opened: {error}; check the disk, restore the file from a "
                    "backup: the archive has every page that was captured since"
                ) from error
            if time.monotonic() > deadline:
                raise WarehouseBusyError(
                    f"another process has been writing to {file} for more than "
                    f"{patience_seconds:.0f} s; try again when it is done"
                ) from error
            time.sleep(_PAUSE_SECONDS)


def _is_current(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether there is nothing to migrate; nothing is written to find out."""
    try:
        rows = connection.execute("SELECT name FROM record.migrations").fetchall()
    except duckdb.CatalogException:
        return False
    wanted = {name for name, _ in sql.migrations()} | {f"views:{_digest(sql.definitions())}"}
    return wanted <= {str(name) for (name,) in rows}


def _digest(definitions: list[str]) -> str:
    return hashlib.sha256("".join(definitions).encode()).hexdigest()


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    definitions = sql.definitions()
    wanted = _digest(definitions)
    done = _done(connection)
    for name, text in sql.migrations():
        if name not in done:
            with transaction(connection):
                connection.execute(text)
                connection.execute("INSERT INTO record.migrations VALUES ($1)", [name])
    if wanted not in done:
        with transaction(connection):
            connection.execute("DELETE FROM record.migrations WHERE name LIKE 'views:%'")
            for text in definitions:
                connection.execute(text)
            connection.execute("INSERT INTO record.migrations VALUES ($1)", [f"views:{wanted}"])


def _done(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The migrations this database has seen, and the digest of its macros and views."""
    with transaction(connection):
        connection.execute("CREATE SCHEMA IF NOT EXISTS record")
        connection.execute("CREATE TABLE IF NOT EXISTS record.migrations (name VARCHAR)")
    names = connection.execute("SELECT name FROM record.migrations").fetchall()
    return {str(name).removeprefix("views:") for (name,) in names}
