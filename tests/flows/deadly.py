"""Points on the way from a page to its receivers at which a process can be told to die."""

import os
import signal
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import alerts.deliver
import alerts.feed
import alerts.lines
import flows.cycle
import flows.delivering
import warehouse.publish
from leaderboard.settings import load_settings
from warehouse import outbox, record, timeline

BEFORE, AFTER = "before", "after"


class Point(NamedTuple):
    """A function that is reached, and whether it is before or after its work.

    Only those calls count that have `about` in their arguments.
    """

    owner: object
    name: str
    when: str = AFTER
    about: str = ""


POINTS = {
    "keeping": Point(record, "keep", BEFORE),
    "captures written": Point(record, "_insert_captures"),
    "snapshot written": Point(timeline.Derived, "write"),
    "named": Point(flows.cycle, "name_all"),
    "events written": Point(outbox, "insert", about="insert_events"),
    "messages written": Point(outbox, "insert", about="insert_messages"),
    "deliveries written": Point(outbox, "insert", about="insert_deliveries"),
    "committing": Point(record, "outcomes_of"),
    "committed": Point(flows.cycle.Cycle, "_write"),
    "publishing": Point(flows.cycle, "publish", BEFORE),
    "copying": Point(warehouse.publish, "copy", BEFORE),
    "copied": Point(warehouse.publish, "copy"),
    "published": Point(flows.cycle, "publish"),
    "looked": Point(outbox, "due"),
    "marking": Point(outbox, "mark", BEFORE),
    "marked": Point(flows.delivering.Delivering, "_mark"),
    "sending": Point(alerts.deliver, "_deliver", BEFORE),
    "taken": Point(alerts.deliver, "_deliver"),
    "appending": Point(flows.delivering, "append", BEFORE),
    "half a line": Point(alerts.lines, "_line"),
    "appended": Point(flows.delivering, "append"),
    "writing feeds": Point(flows.delivering, "write_feeds", BEFORE),
    "renaming a feed": Point(Path, "replace", BEFORE, about=".xml"),
    "renamed a feed": Point(Path, "replace", about=".xml"),
    "feeds written": Point(flows.delivering, "write_feeds"),
    "feeds dated": Point(os, "utime", about="all.xml"),
}


def die_at(name: str, nth: int) -> None:
    """Kill this process (SIGKILL) when it reaches the point for the nth time."""
    point, calls = POINTS[name], count(1)
    reached: Callable[..., object] = getattr(point.owner, point.name)

    def deadly(*args: object, **options: object) -> object:
        is_due = point.about in str(args) and next(calls) == nth
        if is_due and point.when == BEFORE:
            _die()
        result = reached(*args, **options)
        if is_due:
            if isinstance(result, bytes):
                _write_half(result)
            _die()
        return result

    setattr(point.owner, point.name, deadly)


def _write_half(line: bytes) -> None:
    """As where the death came in the middle of the writing."""
    with load_settings().alerts_file.open("ab") as file:
        file.write(line[: len(line) // 2])


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
