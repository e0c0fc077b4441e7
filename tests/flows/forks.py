"""Processes that are killed: whoever forks them has imported all that they need.

python -m tests.flows.forks
"""

import json
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.soak import working

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
    with working("tests.flows.forks") as process:
        yield Forks(process)


def _work(task: "Task") -> int:
    for kind, (name, url) in task.get("plugins", {}).items():
        plugin = apprise.NotificationManager()[kind]
        setattr(plugin, name, url)
        plugin.request_rate_per_sec = 0.0
    if "point" in task:
        die_at(task["point"], task["nth"])
    if task["work"] == "backfill":
        drive.backfill(*task["days"])
    else:
        {"cycle": live.one_cycle, "publish": live.publish, "deliver": live.deliver}[task["work"]]()
    return 0


if __name__ == "__main__":
    import apprise

    from benchmarks.death_points import die_at
    from benchmarks.forking import Task, serve
    from tests.flows import drive, live

    serve(_work)
