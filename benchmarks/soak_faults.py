"""Which fault meets a cycle: chosen by a seed, so that a run can be run again.

A fault that may cost a look at a page comes only where the page will be looked at twice more before
it changes: what nobody saw in time nobody can have on record. Archives are caught up with.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from benchmarks.soak_points import ALL
from benchmarks.soak_world import SCHEDULES, TURN, World

ARCHIVES = frozenset({"arena", "artificial-analysis"})
_PATHS = {"arena": "/arena/", "artificial-analysis": "/speech/", "acme": "/acme/"}
_PATHS |= {"beta": "/beta/", "gamma": "/gamma/"}
_OF_SERVERS = (
    *("500s", "503s", "challenge", "empty", "cut", "cut chunks", "cut gzip", "cut words"),
    *("reset", "hang", "hang in body", "404s"),
)
_WEIGHTS = {
    "none": 50,
    "killed at a point": 16,
    "killed at a moment": 8,
    "server": 16,
    "disk full": 5,
    "locked for a moment": 2,
    "locked for long": 2,
    "clock back an hour": 2,
    "clock back a day": 2,
    "two at once": 3,
    "two at once, one killed": 3,
    "receiver fails": 3,
    "receiver hangs up": 2,
    "stale copy": 2,
    "one day cut": 2,
}
_CALM = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A scheduled time of a publisher's deployment."""

    at: datetime
    publisher: str


@dataclass
class Chooser:
    """Chooses faults; `counts` says how often each came."""

    world: World
    chance: random.Random
    last: datetime
    counts: Counter[str] = field(default_factory=Counter)
    _seen: dict[str, int] = field(default_factory=dict)

    def saw(self, slot: Slot) -> None:
        """The publisher's boards were seen in this slot."""
        self._seen[slot.publisher] = self.world.turn(slot.at)

    def choose(self, slot: Slot) -> str:
        """The fault of this slot."""
        if slot.at > self.last - _CALM:
            return "none"
        (kind,) = self.chance.choices([*_WEIGHTS], [*_WEIGHTS.values()])
        if not self._is_allowed(kind, slot):
            kind = "none"
        return kind

    def _is_allowed(self, kind: str, slot: Slot) -> bool:
        is_archive = slot.publisher in ARCHIVES
        turn = self.world.turn(slot.at)
        is_seen = self._seen.get(slot.publisher) == turn
        match kind:
            case "none" | "receiver fails" | "receiver hangs up":
                return True
            case "one day cut":
                return slot.publisher == "arena"
            case "clock back an hour" | "clock back a day":
                return is_archive or is_seen
            case "stale copy":
                return not is_archive and not is_seen and turn > 0 and self._looks_left(slot) > 1
            case _:
                return is_archive or is_seen or self._looks_left(slot) > 1

    def _looks_left(self, slot: Slot) -> int:
        hours, _ = SCHEDULES[slot.publisher]
        passed = (slot.at - TURN * self.world.turn(slot.at)) - datetime(slot.at.year, 1, 5)  # noqa: DTZ001
        return int((TURN - passed) / timedelta(hours=hours))

    def work(
        self, kind: str, slot: Slot, size: int
    ) -> tuple[list[dict[str, Any]], Mapping[str, Any] | None]:
        """What is done at once in the slot, and the fault of the server; `size` is the record's."""
        task: dict[str, Any] = {"now": slot.at.isoformat(), "publishers": [slot.publisher]}
        tasks, fault, name = [task], None, kind
        match kind:
            case "killed at a point":
                task["point"] = self.chance.choice(ALL)
                task["nth"] = self.chance.choice((1, 1, 1, 2))
            case "killed at a moment":
                task["seconds"] = self.chance.uniform(0.0, 0.4)
            case "server":
                name = self.chance.choice(_OF_SERVERS)
                times = self.chance.choice((1, 2, 4, 99))
                fault = {"kind": name, "path": _PATHS[slot.publisher], "times": times}
            case "one day cut":
                fault = {"kind": "cut words", "path": "/text.json", "times": 1}
            case "stale copy":
                fault = {"kind": "stale", "path": _PATHS[slot.publisher], "times": 99}
            case "receiver fails" | "receiver hangs up":
                fault = {"kind": "500s" if kind == "receiver fails" else "reset", "path": "/hook"}
                fault |= {"times": self.chance.choice((1, 3))}
            case "disk full":
                task["room"] = int(
                    self.chance.choice((300, 0.5 * size, size + 5e3, size + 1e5, 1.02 * size))
                )
            case "locked for a moment" | "locked for long":
                seconds = 0.3 if kind == "locked for a moment" else 1.5
                tasks = [
                    {**task, "hold": seconds},
                    task | {"patience": 5 * 0.12 if seconds > 1 else 30.0},
                ]
            case "clock back an hour" | "clock back a day":
                back = timedelta(hours=1) if kind.endswith("hour") else timedelta(days=1)
                task["now"] = (slot.at - back).isoformat()
            case "two at once":
                tasks = [task, dict(task)]
            case "two at once, one killed":
                tasks = [task | {"point": self.chance.choice(ALL)}, dict(task)]
            case _:
                pass
        self.counts[name] += 1
        return tasks, fault
