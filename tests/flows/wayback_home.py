"""A home that reads the past from a Wayback Machine on loopback.

    python -m tests.flows.wayback_home [POINT NTH]

reads the page of both boards in a process of its own, which can be told where to die.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from benchmarks.death_points import die_at
from flows.tally import Tally
from flows.wayback import note_end, plan_copies, wayback_cycle
from leaderboard.settings import Settings, load_settings
from leaderboard.source import find_boards, load_sources
from pages.politeness import Manners
from tests.flows.home import QUICK, Home

DAYS = ("2026-05-01", "2026-05-31")


def read_copies(
    settings: Settings,
    boards: Sequence[str],
    days: tuple[str, str] = DAYS,
    manners: Manners = QUICK,
) -> Tally:
    """Read the copies of the boards' pages as the flow does it."""
    sources = load_sources(settings.sources)
    cycle = wayback_cycle(settings, sources, lambda _: None, manners)
    since, until = (date.fromisoformat(day) for day in days)

    async def work() -> None:
        await plan_copies(cycle, find_boards(sources, tuple(boards)), since, until)
        await cycle.capture()

    asyncio.run(work())
    cycle.publish()
    note_end(cycle)
    return cycle.tally


@dataclass
class WaybackHome(Home):
    """A home whose server is a Wayback Machine."""

    def read_copies(
        self, *boards: str, days: tuple[str, str] = DAYS, manners: Manners = QUICK
    ) -> Tally:
        """Read the copies of the boards' pages as the flow does it."""
        return read_copies(self.settings, boards, days, manners)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        die_at(sys.argv[1], int(sys.argv[2]))
    read_copies(load_settings(), ("acme",))
