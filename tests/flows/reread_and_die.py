"""Archived pages read again in a process of its own, which dies in the middle of its work.

    python -m tests.flows.reread_and_die BOARD [POINT NTH]

The settings come from the environment; a batch is 8 pages. It kills itself as `drive` does.
"""

import asyncio
import sys
from collections.abc import Sequence

import flows.rereading
from benchmarks.death_points import POINTS, Point, die_at
from flows.cycle import Cycle
from flows.rereading import Rereading
from flows.tally import Tally
from leaderboard.settings import Settings, load_settings
from leaderboard.source import find_boards, load_sources
from tests.flows.drive import BATCH

POINT = "reread"


def reread(settings: Settings, boards: Sequence[str] = ()) -> Tally:
    """Read the archived pages of the boards again, as the flow does it."""
    sources = load_sources(settings.sources)
    cycle = Cycle(settings, sources, lambda _: None)
    rereading = Rereading(cycle, find_boards(sources, tuple(boards)))
    rereading.plan()
    asyncio.run(rereading.read())
    cycle.publish()
    return cycle.tally


if __name__ == "__main__":
    flows.rereading._BATCH = BATCH  # noqa: SLF001 - more points to die at
    POINTS[POINT] = Point(Rereading, "_one_batch")
    if len(sys.argv) > 2:
        die_at(sys.argv[2], int(sys.argv[3]))
    reread(load_settings(), sys.argv[1:2])
