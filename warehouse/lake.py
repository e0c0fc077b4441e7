"""Keeping a lake in order: few large files, no more past than is needed, nothing left over.

Every commit adds files, and what was replaced stays for those who still read it. All of it is done
beside writers and readers: a writer that is beaten to it does its unit again, a reader keeps the
state it began with for as long as the past is kept.
"""

from datetime import timedelta
from typing import NamedTuple

from leaderboard.errors import WarehouseConflictError
from leaderboard.place import Lake
from warehouse.catalog import has_aside
from warehouse.database import writing
from warehouse.locks import session

# So long the past can be read.
_KEPT = timedelta(days=7)
# What nobody refers to is left lying so long: it may be on its way in, or still be read.
_ON_ITS_WAY = timedelta(days=1)
# A table of which more than this share was replaced is written anew.
_REPLACED = 0.5
_TRIES = 3
_STEPS = {
    "flushed": "flush_inlined_data('lake')",
    "rewritten": f"rewrite_data_files('lake', delete_threshold => {_REPLACED})",
    "merged": "merge_adjacent_files('lake')",
    "expired": "expire_snapshots('lake', older_than => now() - to_seconds({kept}))",
    "cleaned": "cleanup_old_files('lake', older_than => now() - to_seconds({on_its_way}))",
    "orphans": "delete_orphaned_files('lake', older_than => now() - to_seconds({on_its_way}))",
}
_REMOVING = ("cleaned", "orphans")


class Maintained(NamedTuple):
    """What was done, in files, and of `expired` in states of the past.

    `skipped` are the steps that writers were ahead of every time, and where a catalog was set aside
    those that would remove its files.
    """

    flushed: int = 0
    rewritten: int = 0
    merged: int = 0
    expired: int = 0
    cleaned: int = 0
    orphans: int = 0
    skipped: tuple[str, ...] = ()


def maintain(lake: Lake, kept: timedelta = _KEPT) -> Maintained:
    """Put a lake in order and let go of the past before what is `kept`, one process at a time.

    Raises:
        WarehouseBusyError: another process maintained it for too long.
        WarehouseAwayError: the Postgres of the lake does not answer.
    """
    counts: dict[str, int] = {}
    seconds = {
        "kept": kept.total_seconds(),
        "on_its_way": min(kept, _ON_ITS_WAY).total_seconds(),
    }
    with session(lake) as held:
        held.take(alone=["maintaining"])
        left = _REMOVING if has_aside(lake) else ()
        for step, statement in _STEPS.items():
            if step in left:
                continue
            held.check()
            count = _done(lake, f"CALL ducklake_{statement.format(**seconds)}")
            if count is not None:
                counts[step] = count
    return Maintained(**counts, skipped=tuple(step for step in _STEPS if step not in counts))


def _done(lake: Lake, statement: str) -> int | None:
    """How much a step did; None where a writer came first every time."""
    for _ in range(_TRIES):
        try:
            with writing(lake) as connection:
                return sum(map(_files, connection.execute(statement).fetchall()))
        except WarehouseConflictError:
            continue
    return None


def _files(row: tuple[object, ...]) -> int:
    """How many files a row of a step tells of: (schema, table, from, to), or one."""
    return row[2] if len(row) > 3 and isinstance(row[2], int) else 1  # noqa: PLR2004 - as above
