"""Publishing: readers get a whole, consistent copy, put in place by rename and never blocked."""

import os
from contextlib import ExitStack
from pathlib import Path

import duckdb

from leaderboard.place import Lake, Place
from warehouse.attaching import NAME
from warehouse.database import writing
from warehouse.files import copy, sync
from warehouse.locks import session
from warehouse.patience import patiently
from warehouse.sql import literal, query
from warehouse.tables import copy_tables
from warehouse.units import look


def publish(place: Place, published_file: Path) -> int:
    """Copy what is on record to where readers open it; returns its size in bytes.

    Nobody else publishes meanwhile, so that no older state takes the place of a newer one: the
    writer's file is held, or for a lake a lock from before its state is looked at.

    Raises:
        WarehouseBusyError: another process is writing or publishing.
        WarehouseError: the copy failed; readers keep what they had.
    """
    published_file.parent.mkdir(parents=True, exist_ok=True)
    size = patiently(place, lambda: _put(place, published_file))
    sync(published_file.parent)
    return size


def _put(place: Place, published_file: Path) -> int:
    draft = published_file.with_name(f".{published_file.name}.{os.getpid()}")
    with writing(place) as connection, ExitStack() as stack:
        if isinstance(place, Lake):
            held = stack.enter_context(session(place))
            held.take(alone=["publishing"])
        _drop_drafts(published_file)
        try:
            if isinstance(place, Lake):
                _copy_lake(connection, draft)
                held.check()
            else:
                connection.execute("CHECKPOINT")
                copy(place, draft)
            size = draft.stat().st_size
            draft.replace(published_file)
        finally:
            _drop_drafts(published_file)
    return size


def is_behind(place: Place, published_file: Path) -> bool:
    """Whether readers lack something on record, as after a crash between keeping and publishing.

    Raises:
        WarehouseBusyError: another process is writing.
    """
    if not published_file.exists():
        return True
    on_record = look(place, lambda connection: connection.execute(query("extent")).fetchone())
    try:
        with duckdb.connect(published_file, read_only=True) as readers:
            return readers.execute(query("extent")).fetchone() != on_record
    except duckdb.Error:
        return True  # not a record of this version: to be replaced


def _drop_drafts(published_file: Path) -> None:
    """Remove what killed processes left: nobody else makes drafts while we hold the writer."""
    for draft in published_file.parent.glob(f".{published_file.name}.*"):
        draft.unlink(missing_ok=True)


def _copy_lake(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """One state of a lake as a new file, with the views and macros that a file has."""
    with writing(target):
        pass  # it has all tables now, empty
    connection.execute(f"ATTACH {literal(str(target))} AS published")
    try:
        copy_tables(connection, NAME, "published")
    finally:
        connection.execute("DETACH published")
    sync(target)
