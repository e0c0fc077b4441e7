"""A backfill in a process of its own, which can be told to die in the middle of its work.

    python -m tests.flows.drive BOARD SINCE UNTIL [POINT NTH]

The settings come from the environment. It kills itself (SIGKILL) when it reaches the point for the
nth time; a batch is 8 days, so that there are many points to die at.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from itertools import count

import flows.cycle
import pages.archive
import warehouse.publish
from flows.cycle import Cycle
from flows.visits import visits_of_days
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from warehouse import database, record, timeline

BATCH = 8
# Where it can die: the function that is reached, and whether before or after its work.
POINTS: dict[str, tuple[object, str, str]] = {
    "migrating": (database, "_done", "after"),
    "declared": (flows.cycle, "declare", "after"),
    "archiving": (pages.archive, "_write_whole", "after"),
    "linking": (os, "replace", "before"),
    "archived": (pages.archive.Archive, "keep", "after"),
    "keeping": (record, "keep", "before"),
    "captures written": (timeline, "replay", "before"),
    "snapshot written": (timeline.Derived, "write", "after"),
    "committing": (record, "outcomes_of", "after"),
    "committed": (flows.cycle.Cycle, "_write", "after"),
    "publishing": (flows.cycle, "publish", "before"),
    "copying": (warehouse.publish, "copy", "before"),
    "copied": (warehouse.publish, "copy", "after"),
    "published": (flows.cycle, "publish", "after"),
}


def die_at(point: str, nth: int) -> None:
    """Kill this process when it reaches the point for the nth time."""
    owner, name, when = POINTS[point]
    reached, calls = getattr(owner, name), count(1)

    def deadly(*args: object, **options: object) -> object:
        is_due = next(calls) == nth
        if is_due and when == "before":
            _die()
        result = reached(*args, **options)
        if is_due:
            _die()
        return result

    setattr(owner, name, deadly)


def backfill(board: str, since: str, until: str, tell: Callable[..., None]) -> None:
    """One cycle over the days, as the flow does it."""
    settings = load_settings()
    sources = load_sources(settings.sources)
    cycle = Cycle(settings, sources, tell)
    days = date.fromisoformat(since), date.fromisoformat(until)
    boards = find_boards(sources, (board,))
    cycle.plan([visit for b in boards for visit in visits_of_days(b, *days)])
    asyncio.run(cycle.capture())
    cycle.publish()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    flows.cycle._BATCH = BATCH  # noqa: SLF001 - more points to die at
    if len(sys.argv) > 4:
        die_at(sys.argv[4], int(sys.argv[5]))
    backfill(*sys.argv[1:4], tell=lambda tally: print(len(tally.done), flush=True))  # noqa: T201
