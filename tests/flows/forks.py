"""Processes that cost little: one that has imported everything forks a child for each task.

    python -m tests.flows.forks

It reads tasks as JSON lines and answers each with how the child ended and what it said went wrong.
It never opens a database itself, so that a child begins as a process of its own would.
"""

import gc
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

KILLED = -signal.SIGKILL


@dataclass
class Forks:
    """The process that forks; `kills` counts the children that were killed."""

    process: subprocess.Popen[str]
    kills: int = 0

    def begin(self, env: Mapping[str, str], work: str = "cycle", **task: object) -> None:
        """Have a child begin to work; `end` waits for it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"env": dict(env), "work": work, **task}) + "\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """How the child that began ended."""
        assert self.process.stdout is not None
        ended, errors = json.loads(self.process.stdout.readline())
        self.kills += ended == KILLED
        assert ended in (0, KILLED), errors
        return int(ended)

    def run(self, env: Mapping[str, str], work: str = "cycle", **task: object) -> int:
        """Have a child work to its end, or to its death."""
        self.begin(env, work, **task)
        return self.end()


@contextmanager
def forking() -> Iterator[Forks]:
    """A process that forks; it ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.flows.forks"],
        cwd=Path(__file__).resolve().parents[2],
        env={name: v for name, v in os.environ.items() if not name.startswith("PODIUM_")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Forks(process)
        assert process.stdin is not None
        process.stdin.close()


def _fork(task: Mapping[str, object]) -> tuple[int, str]:
    with tempfile.TemporaryFile("w+") as errors:
        child = os.fork()
        if child == 0:
            _work_as_child(task, errors.fileno())
        if "seconds" in task:
            time.sleep(random.random() * float(str(task["seconds"])))  # noqa: S311 - no secret
            os.kill(child, signal.SIGKILL)  # it may have ended: nobody else has its number yet
        _, status = os.waitpid(child, 0)
        errors.seek(0)
        return os.waitstatus_to_exitcode(status), errors.read()


def _work_as_child(task: Mapping[str, object], errors: int) -> None:
    ended = 1
    try:
        os.dup2(errors, sys.stderr.fileno())
        os.environ.update(task["env"])  # type: ignore[arg-type]
        if "point" in task:
            deadly.die_at(str(task["point"]), int(str(task["nth"])))
        works = {"cycle": live.one_cycle, "publish": live.publish, "deliver": live.deliver}
        works[str(task["work"])]()
        ended = 0
    except BaseException:  # noqa: BLE001 - a child must never come back from here
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(ended)


if __name__ == "__main__":
    import apprise

    from alerts import address
    from tests.flows import deadly, live

    address.PACE_SECONDS = 0.0
    apprise.NotificationManager().schemas()  # loads its plugins
    gc.freeze()  # a child that collects garbage would copy all of it first
    for line in sys.stdin:
        print(json.dumps(_fork(json.loads(line))), flush=True)  # noqa: T201
