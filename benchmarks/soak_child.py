"""Whoever forks the cycles of the soak: it has imported everything, and opens no database itself.

    python -m benchmarks.soak_child

It reads tasks as JSON lines, each a list of those that are done at once, and answers with how the
children ended and what they said. A task names the time, the publishers, and what goes wrong.
"""

import asyncio
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import IO, Any

import anyio._backends._asyncio  # noqa: F401 - what a cycle would load, each anew
import apprise
import stamina  # noqa: F401 - the same

import pages.wire
from alerts import address
from benchmarks import death_points, soak_parser  # noqa: F401 - a parser that is found by its name
from flows import visits
from flows.cycle import Cycle
from flows.visits import utc_now, visits_of_now
from leaderboard.errors import PodiumError
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from pages.politeness import Limits, Manners
from parsers.sites import arena, artificial_analysis  # noqa: F401 - the same
from warehouse import database, record

DONE, BROKEN, FAILED, ERRONEOUS = 0, 1, 3, 4
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
    with database.writing(settings.warehouse) as connection:
        first_seen = record.first_seen(connection)
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


def _prepare(task: Mapping[str, Any]) -> None:
    os.environ.update(task["env"])
    _set_clock(task["now"])
    if "patience" in task:
        database.writing.__wrapped__.__defaults__ = (task["patience"],)  # type: ignore[attr-defined]
    if "when" in task:
        death_points.reach(task["when"], lambda: _leave_room(task["room"]))
    elif "room" in task:
        _leave_room(task["room"])
    if "point" in task:
        death_points.die_at(task["point"], task.get("nth", 1))


def _work(task: Mapping[str, Any], errors: int) -> None:
    ended = BROKEN
    try:
        os.dup2(errors, sys.stderr.fileno())
        os.dup2(errors, sys.stdout.fileno())
        _prepare(task)
        if "hold" in task:
            _hold(task["hold"])
            os._exit(DONE)
        failure = one_cycle(task["publishers"], task.get("attempts", 1))
        ended = FAILED if failure else DONE
        sys.stderr.write(failure)
    except PodiumError as error:
        ended = ERRONEOUS
        sys.stderr.write(f"{type(error).__name__}: {error}")
    except BaseException:  # noqa: BLE001 - a child must never come back from here
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(ended)


def _fork(task: Mapping[str, Any]) -> tuple[int, IO[str]]:
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read when the child has ended
    child = os.fork()
    if child == 0:
        _work(task, errors.fileno())
    if "hold" in task:
        time.sleep(0.05)  # it comes first
    return child, errors


def _wait(task: Mapping[str, Any], child: int, errors: IO[str]) -> tuple[int, str]:
    if "seconds" in task:
        time.sleep(task["seconds"])
        os.kill(child, signal.SIGKILL)  # it may have ended: nobody else has its number yet
    _, status = os.waitpid(child, 0)
    errors.seek(0)
    return os.waitstatus_to_exitcode(status), errors.read()


if __name__ == "__main__":
    address.PACE_SECONDS = 0.0
    apprise.NotificationManager().schemas()  # type: ignore[no-untyped-call] # loads its plugins
    gc.freeze()  # a child that collects garbage would copy all of it first
    for line in sys.stdin:
        tasks = json.loads(line)
        begun = [(task, *_fork(task)) for task in tasks]
        print(json.dumps([_wait(*each) for each in begun]), flush=True)
    os._exit(0)
