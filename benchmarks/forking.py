"""Processes that cost little: one that has imported everything forks a child for each task.

It reads tasks as JSON lines, each a list of those that are done at once, and answers with how the
children ended and what they said. It never opens a database itself, so that a child begins as a
process of its own would.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from typing import IO, Any

import anyio._backends._asyncio  # noqa: F401 - what a child would load, each anew
import apprise
import stamina  # noqa: F401 - the same

from alerts import address

BROKEN = 1
_AHEAD_SECONDS = 0.05

Task = Mapping[str, Any]
Work = Callable[[Task], int]


def serve(work: Work) -> None:
    """Fork until the input is closed; the work of a child gives its exit code.

    A task with `seconds` is killed so long after it began; one with `hold` begins before others.
    """
    address.PACE_SECONDS = 0.0
    apprise.NotificationManager().schemas()  # type: ignore[no-untyped-call] # loads its plugins
    gc.freeze()  # a child that collects garbage would copy all of it first
    for line in sys.stdin:
        tasks = json.loads(line)
        begun = [(task, *_fork(task, work)) for task in tasks]
        print(json.dumps([_wait(*each) for each in begun]), flush=True)
    os._exit(0)  # nothing to clean up, and some libraries complain of how that is done


def _fork(task: Task, work: Work) -> tuple[int, IO[str]]:
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read when the child has ended
    child = os.fork()
    if child == 0:
        _work_as_child(task, work, errors.fileno())
    if "hold" in task:
        time.sleep(_AHEAD_SECONDS)
    return child, errors


def _work_as_child(task: Task, work: Work, errors: int) -> None:
    ended = BROKEN
    try:
        os.dup2(errors, sys.stderr.fileno())
        os.dup2(errors, sys.stdout.fileno())
        os.environ.update(task["env"])
        ended = work(task)
    except BaseException:  # noqa: BLE001 - a child must never come back from here
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(ended)


def _wait(task: Task, child: int, errors: IO[str]) -> tuple[int, str]:
    if "seconds" in task:
        time.sleep(task["seconds"])
        os.kill(child, signal.SIGKILL)  # it may have ended: nobody else has its number yet
    _, status = os.waitpid(child, 0)
    errors.seek(0)
    return os.waitstatus_to_exitcode(status), errors.read()
