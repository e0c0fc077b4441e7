"""A Postgres database as a dump, and back: by pg_dump and pg_restore, which come with Postgres."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from leaderboard.errors import BackupError
from leaderboard.place import Lake
from warehouse.attaching import called, conninfo, masked, needed

_FILES = """
SELECT path, path_is_relative, table_id FROM ducklake_data_file
UNION ALL SELECT path, path_is_relative, table_id FROM ducklake_delete_file
"""
_FOLDERS = """
SELECT t.table_id, s.path, s.path_is_relative, t.path, t.path_is_relative
FROM ducklake_table t JOIN ducklake_schema s USING (schema_id)
"""
_ASIDE = """
SELECT count(*) > 0 FROM pg_tables
WHERE tablename = 'ducklake_metadata' AND schemaname <> 'public'
"""


class State(NamedTuple):
    """One state of a lake's catalog: its name for pg_dump, its number, and its data files.

    The files are paths below the folder of the data.
    """

    name: str
    snapshot: int
    files: tuple[str, ...]


@contextmanager
def held_state(lake: Lake) -> Iterator[State]:
    """The state of the catalog as of now, which pg_dump can be told to dump until the block ends.

    Raises:
        BackupError: the catalog cannot be read.
    """
    psycopg = needed("psycopg")
    try:
        with psycopg.connect(lake.catalog, connect_timeout=10) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            ((name,),) = connection.execute("SELECT pg_export_snapshot()").fetchall()
            ((snapshot,),) = connection.execute(
                "SELECT max(snapshot_id) FROM ducklake_snapshot"
            ).fetchall()
            yield State(name, snapshot, tuple(sorted(_files(connection))))
    except psycopg.Error as error:
        raise BackupError(_failed(lake, str(error))) from None


def is_empty(lake: Lake) -> bool:
    """Whether the database has no catalog of a lake.

    Raises:
        BackupError: it cannot be reached.
    """
    return not _asked(lake, "SELECT to_regclass('public.ducklake_metadata') IS NOT NULL")


def has_aside(lake: Lake) -> bool:
    """Whether the database has a catalog that was set aside: data files may be of that one.

    Raises:
        BackupError: it cannot be reached.
    """
    return _asked(lake, _ASIDE)


def set_aside(lake: Lake, name: str) -> None:
    """Give the tables of the catalog a schema of another name, so that nothing of them is lost."""
    psycopg = needed("psycopg")
    sql = psycopg.sql
    with psycopg.connect(lake.catalog, connect_timeout=10) as connection:
        aside = sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(name))
        connection.execute(aside)
        connection.execute("CREATE SCHEMA public")


def move_data(lake: Lake, folder: str) -> None:
    """Say in the catalog where the data is now."""
    psycopg = needed("psycopg")
    with psycopg.connect(lake.catalog, connect_timeout=10) as connection:
        connection.execute(
            "UPDATE ducklake_metadata SET value = %s WHERE key = 'data_path'",
            (folder.rstrip("/") + "/",),
        )


def dump(database: Lake, target: Path, state: State | None = None) -> None:
    """Write a dump of the database, of that state of it if one is held.

    Raises:
        BackupError: pg_dump is missing or failed.
    """
    options = ["--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
    if state is not None:
        options.append(f"--snapshot={state.name}")
    _run("pg_dump", database, [*options, f"--file={target}"])


def load(database: Lake, source: Path) -> None:
    """Put a dump into an empty database, all of it or nothing.

    Raises:
        BackupError: pg_restore is missing or failed.
    """
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    _run("pg_restore", database, [*options, "--schema=public", str(source)])


def _asked(lake: Lake, text: str) -> bool:
    psycopg = needed("psycopg")
    conninfo(lake)  # an address of another form is told without a word of it
    try:
        with psycopg.connect(lake.catalog, connect_timeout=10) as connection:
            return bool(connection.execute(text).fetchall()[0][0])
    except psycopg.Error as error:
        raise BackupError(_failed(lake, str(error))) from None


def _files(connection: Any) -> Iterator[str]:  # noqa: ANN401 - of psycopg
    """Where the data files are below the folder of the data."""
    folders = {
        table: _joined(_joined("", schema_path, is_relative=a), table_path, is_relative=b)
        for table, schema_path, a, table_path, b in connection.execute(_FOLDERS).fetchall()
    }
    for path, is_relative, table in connection.execute(_FILES).fetchall():
        yield _joined(folders.get(table, ""), path, is_relative=is_relative)


def _joined(folder: str, path: str | None, *, is_relative: bool | None) -> str:
    if path is None:
        return folder
    return f"{folder}{path}" if is_relative else path


def _run(program: str, database: Lake, options: list[str]) -> None:
    """Run a program of Postgres; the password goes by the environment, which others cannot see."""
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"backups of a lake need {program}, expected on PATH, found none; install the client "
            "programs of Postgres (postgresql-client), at least as new as the server"
        )
    parts = conninfo(database)
    password = parts.pop("password", None)
    address = needed("psycopg").conninfo.make_conninfo(**parts)
    ran = subprocess.run(  # noqa: S603 - found on PATH, options of our own
        [found, f"--dbname={address}", *options],
        env={**os.environ, **({"PGPASSWORD": str(password)} if password else {})},
        check=False,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise BackupError(_failed(database, f"{program}: {ran.stderr}"))


def _failed(database: Lake, found: str) -> str:
    words = " ".join(masked(found, database).split())
    return f"the Postgres database {called(database)}: expected to be backed up, found {words}"
