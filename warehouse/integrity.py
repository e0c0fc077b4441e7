"""Whether the record is whole, asked without waiting for whoever writes to it."""

from enum import StrEnum
from pathlib import Path

import duckdb

from leaderboard.errors import WarehouseError
from leaderboard.place import Lake, Place
from warehouse.database import writing
from warehouse.sql import query


class Beside(StrEnum):
    """How the published file stands to the record."""

    SAME = "same"
    BEHIND = "behind"
    BUSY = "busy"


def beside_published(file: Path, published_file: Path) -> Beside:
    """Whether readers have all that the writer's file has; it is opened to be read only.

    Raises:
        WarehouseError: one of the two files cannot be opened.
    """
    try:
        return Beside.SAME if _extent(file) == _extent(published_file) else Beside.BEHIND
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            return Beside.BUSY
        first = str(error).partition("\n")[0]
        raise WarehouseError(f"expected two databases, found: {first}; restore a backup") from error


def reach(place: Place, patience_seconds: float) -> int:
    """How many captures the record has; the lake's, if that is where it is.

    Raises:
        WarehouseError: it cannot be reached.
    """
    try:
        with writing(place, patience_seconds) as connection:
            row = connection.execute("SELECT count(*) FROM record.captures").fetchone()
    except duckdb.Error as error:
        # Its message may have the address of the catalog.
        where = "the lake of PODIUM_LAKE" if isinstance(place, Lake) else str(place)
        raise WarehouseError(
            f"{where}: expected a record, found a {type(error).__name__}; check that its Postgres "
            "runs and takes connections from here"
        ) from None
    assert row is not None  # a count is a row
    return int(row[0])


def _extent(file: Path) -> tuple[object, ...] | None:
    with duckdb.connect(file, read_only=True) as connection:
        return connection.execute(query("extent")).fetchone()
