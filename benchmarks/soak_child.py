"""Whoever forks the cycles of the soak.

    python -m benchmarks.soak_child

A task names the time, the publishers, and what goes wrong.
"""

import asyncio
import resource
import sys
import time
from datetime import datetime, tzinfo

import pages.wire
from benchmarks import death_points, soak_parser  # noqa: F401 - a parser that is found by its name
from benchmarks.forking import Task, serve
from flows import visits
from flows.cycle import Cycle
from flows.visits import utc_now, visits_of_now
from leaderboard.errors import PodiumError
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from pages.politeness import Limits, Manners
from parsers.sites import arena, artificial_analysis  # noqa: F401 - what a cycle would load
from warehouse import database, record
from warehouse.units import look

DONE, FAILED, ERRONEOUS = 0, 3, 4
_LIMITS = Limits(connect_seconds=2.0, read_seconds=1.0, total_seconds=4.0)
_MANNERS = Manners(attempts=2, first_wait_seconds=0.01, jitter_seconds=0.0)


def _set_clock(text: str) -> None:
    """From now on the clock of this process goes on from that time."""
    real = datetime
    ahead = real.fromisoformat(text) - visits.utc_now()

    class Moved(datetime):
        """The clock, moved."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            """The time as this process sees it."""
            return real.now(tz) + ahead

    visits.datetime = pages.wire.datetime = Moved  # type: ignore[attr-defined]


def one_cycle(publishers: list[str], attempts: int = 1) -> str:
    """One run of a deployment, from plan to delivery: what it says went wrong."""
    settings = load_settings()
    files = load_sources(settings.sources)
    boards = find_boards(files, tuple(publishers))
    cycle = Cycle(settings, files, lambda _: None, _LIMITS, _MANNERS)
    first_seen = look(settings.warehouse, record.first_seen)
    cycle.plan(list(visits_of_now(boards, first_seen, utc_now())))
    for _ in range(attempts):
        asyncio.run(cycle.capture())
    cycle.publish()
    asyncio.run(cycle.deliver())
    return cycle.tally.failure()


def _hold(seconds: float) -> None:
    """Keep the record to oneself for a while."""
    with database.writing(load_settings().warehouse):
        time.sleep(seconds)


def _leave_room(size: int) -> None:
    """No file may grow beyond so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _prepare(task: Task) -> None:
    _set_clock(task["now"])
    if "patience" in task:
        database.writing.__wrapped__.__defaults__ = (task["patience"],)  # type: ignore[attr-defined]
    if "when" in task:
        death_points.reach(task["when"], lambda: _leave_room(task["room"]))
    elif "room" in task:
        _leave_room(task["room"])
    if "point" in task:
        death_points.die_at(task["point"], task.get("nth", 1))


def _work(task: Task) -> int:
    _prepare(task)
    try:
        if "hold" in task:
            _hold(task["hold"])
            return DONE
        failure = one_cycle(task["publishers"], task.get("attempts", 1))
    except PodiumError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}")
        return ERRONEOUS
    sys.stderr.write(failure)
    return FAILED if failure else DONE


if __name__ == "__main__":
    serve(_work)
