"""Processes that cost little: one that has imported everything forks a child for each task.

    python -m tests.flows.forks

It reads tasks as JSON lines, each a list of those that are done at once, and answers with how the
children ended and what they said went wrong.
It never opens a database itself, so that a child begins as a process of its own would.
"""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

KILLED = -signal.SIGKILL


@dataclass
class Forks:
    """The process that forks; `kills` counts the children that were killed."""

    process: subprocess.Popen[str]
    kills: int = 0

    def run_all(self, tasks: Sequence[Mapping[str, object]]) -> list[int]:
        """How children ended that worked at the same time."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(tasks) + "\n")
        self.process.stdin.flush()
        ends = json.loads(self.process.stdout.readline())
        assert [errors for ended, errors in ends if ended not in (0, KILLED)] == []
        self.kills += sum(ended == KILLED for ended, _ in ends)
        return [ended for ended, _ in ends]

    def run(self, env: Mapping[str, str], work: str = "cycle", **task: object) -> int:
        """How a child ended that worked to its end, or to its death."""
        (ended,) = self.run_all([{"env": dict(env), "work": work, **task}])
        return ended


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


def _fork(task: Mapping[str, Any]) -> tuple[int, IO[str]]:
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read when the child has ended
    child = os.fork()
    if child == 0:
        _work_as_child(task, errors.fileno())
    return child, errors


def _wait(task: Mapping[str, Any], child: int, errors: IO[str]) -> tuple[int, str]:
    if "seconds" in task:
        time.sleep(task["seconds"])
        os.kill(child, signal.SIGKILL)  # it may have ended: nobody else has its number yet
    _, status = os.waitpid(child, 0)
    errors.seek(0)
    return os.waitstatus_to_exitcode(status), errors.read()


def _work_as_child(task: Mapping[str, Any], errors: int) -> None:
    ended = 1
    try:
        os.dup2(errors, sys.stderr.fileno())
        os.environ.update(task["env"])
        for kind, (name, url) in task.get("plugins", {}).items():
            plugin = apprise.NotificationManager()[kind]
            setattr(plugin, name, url)
            plugin.request_rate_per_sec = 0.0
        if "point" in task:
            death_points.die_at(task["point"], task["nth"])
        works = {
            "cycle": live.one_cycle,
            "publish": live.publish,
            "deliver": live.deliver,
            "backfill": lambda: drive.backfill(*task["days"]),
        }
        works[task["work"]]()
        ended = 0
    except BaseException:  # noqa: BLE001 - a child must never come back from here
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(ended)


if __name__ == "__main__":
    import apprise

    from alerts import address
    from benchmarks import death_points
    from tests.flows import drive, live

    address.PACE_SECONDS = 0.0
    apprise.NotificationManager().schemas()  # loads its plugins
    gc.freeze()  # a child that collects garbage would copy all of it first
    for line in sys.stdin:
        tasks = json.loads(line)
        begun = [(task, *_fork(task)) for task in tasks]
        print(json.dumps([_wait(*each) for each in begun]), flush=True)  # noqa: T201
    os._exit(0)  # nothing to clean up, and some libraries complain of how that is done
