"""Which fault meets a cycle: chosen by a seed, so that a run can be run again.

A fault that may cost a look at a page comes only where the page will be looked at twice more before
it changes: what nobody saw in time nobody can have on record. Archives are caught up with.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from benchmarks.death_points import ALL
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
Task = dict[str, Any]

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

    def work(self, kind: str, slot: Slot, size: int) -> tuple[list[Task], Task | None]:
        """What is done at once in the slot, and the server's fault; `size` is the record's."""
        task = {"now": slot.at.isoformat(), "publishers": [slot.publisher]}
        fault = self._fault(kind, slot)
        self.counts[str(fault["kind"]) if fault and kind == "server" else kind] += 1
        return self._tasks(kind, task, slot, size), fault

    def _fault(self, kind: str, slot: Slot) -> Task | None:
        """How the server fails, None where it does not."""
        path, few = _PATHS[slot.publisher], self.chance.choice((1, 3))
        match kind:
            case "server":
                times = self.chance.choice((1, 2, 4, 99))
                return {"kind": self.chance.choice(_OF_SERVERS), "path": path, "times": times}
            case "one day cut":
                return {"kind": "cut words", "path": "/text.json", "times": 1}
            case "stale copy":
                return {"kind": "stale", "path": path, "times": 99}
            case "receiver fails":
                return {"kind": "500s", "path": "/hook", "times": few}
            case "receiver hangs up":
                return {"kind": "reset", "path": "/hook", "times": few}
        return None

    def _tasks(self, kind: str, task: Task, slot: Slot, size: int) -> list[Task]:
        """The processes of the slot, and what becomes of them."""
        room = (300, size // 2, size + 5000, size + 100_000, size * 51 // 50)
        dying = {"point": self.chance.choice(ALL)}
        hour, day = timedelta(hours=1), timedelta(days=1)
        tasks: dict[str, list[Task]] = {
            "killed at a point": [task | dying | {"nth": self.chance.choice((1, 1, 1, 2))}],
            "killed at a moment": [task | {"seconds": self.chance.uniform(0.0, 0.4)}],
            "disk full": [task | {"room": self.chance.choice(room)}],
            "locked for a moment": [task | {"hold": 0.3}, task | {"patience": 30.0}],
            "locked for long": [task | {"hold": 1.5}, task | {"patience": 0.6}],
            "clock back an hour": [task | {"now": (slot.at - hour).isoformat()}],
            "clock back a day": [task | {"now": (slot.at - day).isoformat()}],
            "two at once": [task, task],
            "two at once, one killed": [task | dying, task],
        }
        return tasks.get(kind, [task])
