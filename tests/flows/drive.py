"""A backfill in a process of its own, which can be told to die in the middle of its work.

    python -m tests.flows.drive BOARD SINCE UNTIL [POINT NTH]

The settings come from the environment. It kills itself (SIGKILL) when it reaches the point for the
nth time; a batch is 8 days, so that there are many points to die at.
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import date

from benchmarks.death_points import die_at
from flows.cycle import Cycle
from flows.tally import Tally
from flows.visits import visits_of_days
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources

BATCH = 8


def backfill(
    board: str, since: str, until: str, tell: Callable[[Tally], None] = lambda _: None
) -> None:
    """One cycle over the days, as the flow does it, a few days at a time."""
    settings = load_settings()
    sources = load_sources(settings.sources)
    cycle = Cycle(settings, sources, tell, batch=BATCH)
    days = date.fromisoformat(since), date.fromisoformat(until)
    boards = find_boards(sources, (board,))
    cycle.plan([visit for b in boards for visit in visits_of_days(b, *days)])
    asyncio.run(cycle.capture())
    cycle.publish()


if __name__ == "__main__":
    if len(sys.argv) > 4:
        die_at(sys.argv[4], int(sys.argv[5]))
    backfill(*sys.argv[1:4], tell=lambda tally: print(len(tally.done), flush=True))  # noqa: T201
