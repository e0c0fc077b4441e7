"""Keeping a lake in order: few large files, no more past than is needed, nothing left over.

Every commit adds files, and what was replaced stays for those who still read it. All of it is done
beside writers and readers: a writer that is beaten to it does its unit again, a reader keeps the
state it began with for as long as the past is kept.
"""

from typing import NamedTuple

from leaderboard.errors import WarehouseConflictError
from leaderboard.place import Lake
from warehouse.attaching import NAME
from warehouse.database import writing
from warehouse.locks import session

# So long the past can be read, and what nobody refers to is left lying: it may be on its way in.
_KEPT = "INTERVAL 7 DAY"
_ON_ITS_WAY = "INTERVAL 1 DAY"
# A table of which more than this share was replaced is written anew.
_REPLACED = 0.5
_TRIES = 3
_STEPS = {
    "flushed": f"CALL ducklake_flush_inlined_data('{NAME}')",
    "rewritten": f"CALL ducklake_rewrite_data_files('{NAME}', delete_threshold => {_REPLACED})",
    "merged": f"CALL ducklake_merge_adjacent_files('{NAME}')",
    "expired": f"CALL ducklake_expire_snapshots('{NAME}', older_than => now() - {_KEPT})",
    "cleaned": f"CALL ducklake_cleanup_old_files('{NAME}', older_than => now() - {_KEPT})",
    "orphans": f"CALL ducklake_delete_orphaned_files('{NAME}', older_than => now() - {_ON_ITS_WAY})",
}


class Maintained(NamedTuple):
    """What was done, in rows or files; `skipped` names steps that writers were always ahead of."""

    flushed: int = 0
    rewritten: int = 0
    merged: int = 0
    expired: int = 0
    cleaned: int = 0
    orphans: int = 0
    skipped: tuple[str, ...] = ()


def maintain(lake: Lake) -> Maintained:
    """Put a lake in order, one process at a time; another one that comes meanwhile waits.

    Raises:
        WarehouseBusyError: another process maintained it for too long.
        WarehouseAwayError: the Postgres of the lake does not answer.
    """
    counts: dict[str, int] = {}
    with session(lake) as held:
        held.take(alone=["maintaining"])
        for step, statement in _STEPS.items():
            held.check()
            count = _done(lake, statement)
            if count is not None:
                counts[step] = count
    return Maintained(**counts, skipped=tuple(step for step in _STEPS if step not in counts))


def _done(lake: Lake, statement: str) -> int | None:
    """How much a step did; None where a writer came first every time."""
    for _ in range(_TRIES):
        try:
            with writing(lake) as connection:
                return len(connection.execute(statement).fetchall())
        except WarehouseConflictError:
            continue
    return None
