"""What tests of faults do with a home: cycles at times of the soak's clock, and looks at it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from benchmarks.soak import Half
from benchmarks.soak_faults import Slot
from benchmarks.soak_record import seen
from benchmarks.soak_world import START

DONE, FAILED, ERRONEOUS, KILLED = 0, 3, 4, -9
# Captures without their entries, moves without their snapshot, changes without their capture.
HALF_KEPT = """
    SELECT standing_id FROM record.captures ANTI JOIN record.entries USING (standing_id)
    WHERE standing_id IS NOT NULL
    UNION ALL
    SELECT to_snapshot FROM record.moves
    ANTI JOIN record.snapshots ON snapshot_id = to_snapshot
    UNION ALL
    SELECT capture_id FROM record.snapshots ANTI JOIN record.captures USING (capture_id)
    UNION ALL
    SELECT message_id FROM record.deliveries ANTI JOIN record.messages USING (message_id)
"""


def at(turn: int, minutes: int = 0) -> datetime:
    """So many minutes into a turn of the boards that change at noon and midnight."""
    return START + timedelta(hours=12 * turn, minutes=minutes)


def cycle(
    home: Half, now: datetime, publisher: str = "beta", fault: object = None, **task: object
) -> tuple[int, str]:
    """One cycle at that time: how its process ended, and what it said.

    `back` is by how much the clock of the process is behind.
    """
    home.control(Slot(now, publisher), fault)
    back = task.pop("back", timedelta(0))
    assert isinstance(back, timedelta)
    (end,) = home.run([{"now": (now - back).isoformat(), "publishers": [publisher], **task}])
    return end


def well(home: Half, times: Sequence[datetime], publisher: str = "beta") -> None:
    """Cycles at these times, all of which end well."""
    for now in times:
        assert cycle(home, now, publisher) == (DONE, "")


def check_whole(home: Half, after: str) -> None:
    """Both files open, if they are there, and nothing in them is half."""
    for file in (home.home / "writer" / "warehouse.duckdb", published(home)):
        if file.exists():
            with duckdb.connect(file, read_only=True) as connection:
                tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
                if ("deliveries",) in tables:
                    assert connection.execute(HALF_KEPT).fetchall() == [], after


def published(home: Half) -> Path:
    """The file that readers open."""
    return home.home / "podium.duckdb"


def rows(home: Half, sql: str) -> list[tuple[object, ...]]:
    """What a reader of the published file has."""
    with duckdb.connect(published(home), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def record(home: Half) -> dict[str, Counter[tuple[object, ...]]]:
    """All that the soak compares, but for the histories: they follow from the rest."""
    return seen(published(home), with_history=False)
