"""Attaching a lake: DuckDB in memory, its extensions from wheels, the catalog in Postgres.

An address of a catalog has a password in it, so that no message shows one.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import duckdb

from leaderboard.errors import WarehouseAwayError, WarehouseConflictError, WarehouseError
from leaderboard.place import Lake
from warehouse.sql import literal

NAME = "lake"
INSTALL = "install podium with its lake: pip install 'podium[lake]'"
# A commit that another one came before takes the next number; these waits are for that alone.
_SETTINGS = {
    "ducklake_retry_wait_ms": 10,
    "ducklake_retry_backoff": 1.2,
    "ducklake_max_retry_count": 100,
}
# It asks Postgres for the statistics of each column, query after query.
_SLOW = "statistics_propagation"
# What the scanner of Postgres says where that is gone.
_AWAY = (
    "Unable to connect to Postgres",
    "server closed the connection",
    "terminating connection",
    "connection to server",
    "no connection to the server",
    "SSL connection has been closed",
    "could not receive data",
    "could not send data",
)
_S3 = {
    "KEY_ID": ("AWS_ACCESS_KEY_ID",),
    "SECRET": ("AWS_SECRET_ACCESS_KEY",),
    "SESSION_TOKEN": ("AWS_SESSION_TOKEN",),
    "REGION": ("AWS_REGION", "AWS_DEFAULT_REGION"),
}


def attach(lake: Lake, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """An engine of its own with the lake attached under its name; a new lake is begun.

    Raises:
        WarehouseError: an extension is missing, or the catalog or the data cannot be reached.
    """
    connection = duckdb.connect(config={"autoinstall_known_extensions": False})
    try:
        for extension in _extensions(lake):
            connection.execute(f"LOAD {literal(str(_file_of(extension)))}")
        for name, value in _SETTINGS.items():
            connection.execute(f"SET GLOBAL {name} = {value}")
        if _is_on_s3(lake):
            connection.execute(_s3_secret())
        connection.execute(_attach_statement(lake, read_only=read_only))
    except duckdb.Error as error:
        connection.close()
        raise told(error, lake) from None
    return connection


def settle(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The connection with the lake as its place of all names, and times in UTC."""
    connection.execute(f"USE {NAME}")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"SET disabled_optimizers = '{_SLOW}'")
    return connection


def told(error: Exception, lake: Lake) -> WarehouseError:
    """An error of the database as one of ours."""
    text = str(error)
    if isinstance(error, duckdb.TransactionException) and "conflict" in text.lower():
        return WarehouseConflictError(
            f"another process wrote to the lake {called(lake)} at the same time; try again"
        )
    if any(sign in text for sign in _AWAY):
        return WarehouseAwayError(in_words(error, lake))
    return WarehouseError(in_words(error, lake))


def in_words(error: Exception, lake: Lake) -> str:
    """What is wrong with a lake, without its address."""
    text = " ".join(masked(str(error), lake).split())
    if "does not match existing data path" in text:
        return (
            f"PODIUM_LAKE_DATA: expected the place of the data of the lake {called(lake)}, "
            f"found {lake.data}; {text.partition('.')[0]}"
        )
    return f"the lake {called(lake)} cannot be used: {text}"


def masked(text: str, lake: Lake) -> str:
    """The text without the address of the catalog and its password."""
    password = conninfo(lake).get("password") or urlsplit(lake.catalog).password or ""
    for secret in (lake.catalog, password, quote(str(password))):
        if secret:
            text = text.replace(str(secret), "***")
    return text


def called(lake: Lake) -> str:
    """What a lake is called where it is spoken of: host and database of its catalog."""
    info = conninfo(lake)
    return f"{info.get('host') or 'localhost'}/{info.get('dbname') or info.get('user') or ''}"


def conninfo(lake: Lake) -> dict[str, Any]:
    """The parts of the address of the catalog.

    Raises:
        WarehouseError: it is no address of a Postgres, or what reads it is not installed.
    """
    psycopg = needed("psycopg")
    try:
        parts: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(lake.catalog)
    except psycopg.ProgrammingError:
        parts = {"port": "none"}
    if _has_password_outside(parts):
        raise WarehouseError(
            "PODIUM_LAKE: expected postgresql://user:password@host:port/database, found another "
            "form (not shown, as it may have a password in it); write / as %2F, @ as %40 and % as "
            "%25 in a password"
        )
    return parts


def _has_password_outside(parts: dict[str, Any]) -> bool:
    """Whether a password with / or @ in it was taken for the host, the port or the database."""
    is_number = str(parts.get("port") or "0").replace(",", "").isdecimal()
    return not is_number or "@" in f"{parts.get('host') or ''}{parts.get('dbname') or ''}"


def needed(module: str) -> Any:  # noqa: ANN401 - a module
    """A module that only a lake needs.

    Raises:
        WarehouseError: it is not installed, and how to do that.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise WarehouseError(f"a lake needs {module}, which is missing; {INSTALL}") from error


def _extensions(lake: Lake) -> list[str]:
    return ["ducklake", "postgres_scanner", *(["httpfs"] if _is_on_s3(lake) else [])]


def _is_on_s3(lake: Lake) -> bool:
    return lake.data.startswith("s3://")


def _file_of(extension: str) -> Path:
    """The file of an extension for this version of DuckDB; nothing is fetched."""
    package = needed(f"duckdb_extension_{extension}")
    folder = Path(package.__file__).parent / "extensions"
    file = folder / f"v{duckdb.__version__}" / f"{extension}.duckdb_extension"
    if not file.is_file():
        versions = ", ".join(sorted(path.name.removeprefix("v") for path in folder.glob("v*")))
        raise WarehouseError(
            f"a lake needs DuckDB {versions}, for which {extension} is made; found DuckDB "
            f"{duckdb.__version__}; {INSTALL}"
        )
    return file


def _attach_statement(lake: Lake, *, read_only: bool) -> str:
    data = lake.data if "://" in lake.data else str(Path(lake.data).resolve())
    options = [f"DATA_PATH {literal(data)}", "DATA_INLINING_ROW_LIMIT 0"]
    if read_only:
        options.append("READ_ONLY")
    address = literal(f"ducklake:postgres:{lake.catalog}")
    return f"ATTACH {address} AS {NAME} ({', '.join(options)})"


def _s3_secret() -> str:
    """Who we are on S3, from the environment as its other clients read it."""
    found = {key: _first(names) for key, names in _S3.items()}
    parts = [f"{key} {literal(value)}" for key, value in found.items() if value]
    if endpoint := _first(("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")):
        split = urlsplit(endpoint)
        parts += [f"ENDPOINT {literal(split.netloc)}", "URL_STYLE 'path'"]
        parts.append(f"USE_SSL {'true' if split.scheme == 'https' else 'false'}")
    return f"CREATE SECRET (TYPE s3, {', '.join(parts) or 'PROVIDER config'})"


def _first(names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")
