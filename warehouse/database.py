"""Opening the writer's database: one process at a time, migrated, with today's views."""

import hashlib
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import duckdb

from leaderboard.errors import WarehouseBusyError, WarehouseError
from leaderboard.place import Place
from warehouse import sql

# The newest format that every supported version of DuckDB reads and writes.
_STORAGE_VERSION = "v1.5.0"
_PATIENCE_SECONDS = 60.0
_PAUSE_SECONDS = 0.05

# DuckDB 1.5 looks for pandas at every value it is given, a third of a millisecond each where there
# is none: this tells Python once that there is none.
if find_spec("pandas") is None:
    sys.modules["pandas"] = None  # type: ignore[assignment]


@contextmanager
def writing(
    place: Place, patience_seconds: float = _PATIENCE_SECONDS
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the writer's database, in UTC, with the schema brought up to date.

    Another process that is writing is waited for, since each holds the file for moments only.

    Raises:
        WarehouseBusyError: the other process did not finish within `patience_seconds`.
        WarehouseError: the file is not a database that this version can open, or has no room.
    """
    assert isinstance(place, Path)
    file = place
    file.parent.mkdir(parents=True, exist_ok=True)
    with _saying_what_to_do(file), closing(_connect(file, patience_seconds)) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _migrate(connection)
        yield connection


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing of what is executed inside."""
    connection.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # where the disk is full there is nothing to take back
            connection.rollback()
        raise
    connection.commit()


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


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    definitions = sql.definitions()
    wanted = hashlib.sha256("".join(definitions).encode()).hexdigest()
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
