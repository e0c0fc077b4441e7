"""Publishing: readers get a whole, consistent copy, put in place by rename and never blocked."""

import os
import subprocess
from pathlib import Path

import duckdb

from leaderboard.errors import WarehouseError
from leaderboard.place import Place
from warehouse.database import writing
from warehouse.sql import query


def publish(place: Place, published_file: Path) -> int:
    """Copy the writer's database to where readers open it; returns its size in bytes.

    The writer is held meanwhile, so that the copy is of one state and no older one takes its place.
    The copy is made by a child process: closing the file in the process that has the database open
    would drop its lock.

    Raises:
        WarehouseBusyError: another process is writing.
        WarehouseError: the copy failed; readers keep what they had.
    """
    draft = published_file.with_name(f".{published_file.name}.{os.getpid()}")
    assert isinstance(place, Path)
    with writing(place) as connection:
        connection.execute("CHECKPOINT")
        _drop_drafts(published_file)
        try:
            _copy(place, draft)
            size = draft.stat().st_size
            draft.replace(published_file)
        finally:
            draft.unlink(missing_ok=True)
    _sync(published_file.parent)
    return size


def is_behind(place: Place, published_file: Path) -> bool:
    """Whether readers lack something on record, as after a crash between keeping and publishing.

    Raises:
        WarehouseBusyError: another process is writing.
    """
    if not published_file.exists():
        return True
    with writing(place) as connection:
        on_record = connection.execute(query("extent")).fetchone()
    try:
        with duckdb.connect(published_file, read_only=True) as readers:
            return readers.execute(query("extent")).fetchone() != on_record
    except duckdb.Error:
        return True  # not a record of this version: to be replaced


def _drop_drafts(published_file: Path) -> None:
    """Remove what killed processes left: nobody else makes drafts while we hold the writer."""
    for draft in published_file.parent.glob(f".{published_file.name}.*"):
        draft.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    copied = subprocess.run(  # noqa: S603 - two paths of our own
        ["/bin/cp", "--", str(source), str(target)], check=False, capture_output=True, text=True
    )
    if copied.returncode:
        raise WarehouseError(
            f"{source} could not be published: {copied.stderr.strip()}; readers keep what they "
            "had, check the space left"
        )
    _sync(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
