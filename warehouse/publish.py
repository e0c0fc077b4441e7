"""Publishing: readers get a whole, consistent copy, put in place by rename and never blocked."""

import os
import subprocess
from pathlib import Path

from leaderboard.errors import WarehouseError
from warehouse.database import writing


def publish(writer_file: Path, published_file: Path) -> int:
    """Copy the writer's database to where readers open it; returns its size in bytes.

    The writer is held meanwhile, so that the copy is of one state. The copy is made by a child
    process: closing the file in the process that has the database open would drop its lock.

    Raises:
        WarehouseBusyError: another process is writing.
        WarehouseError: the copy failed; readers keep what they had.
    """
    draft = published_file.with_name(f".{published_file.name}.{os.getpid()}")
    try:
        with writing(writer_file) as connection:
            connection.execute("CHECKPOINT")
            _copy(writer_file, draft)
        size = draft.stat().st_size
        draft.replace(published_file)
        _sync(published_file.parent)
    finally:
        draft.unlink(missing_ok=True)
    return size


def _copy(source: Path, target: Path) -> None:
    copied = subprocess.run(  # noqa: S603 - two paths of our own
        ["/bin/cp", "--", str(source), str(target)], check=False, capture_output=True, text=True
    )
    if copied.returncode:
        raise WarehouseError(f"{source} could not be published: {copied.stderr.strip()}")
    _sync(target)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
