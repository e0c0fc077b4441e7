"""Points between steps at which a process can be told to die (SIGKILL).

`query:<name>` is the moment before a statement of that name goes to the database, so that there is
one before and after each table's write; the others are named below.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import alerts.deliver
import alerts.feed
import alerts.lines
import flows.capturing
import flows.cycle
import flows.delivering
import pages.archive
import pages.fetch
import pages.wire
import warehouse.database
import warehouse.publish
from leaderboard.settings import load_settings
from warehouse import outbox, record, sql
from warehouse.derived import Derived

BEFORE, AFTER = "before", "after"


class Point(NamedTuple):
    """A function that is reached, and whether it is before or after its work.

    Only those calls count that have `about` in their arguments.
    """

    owner: Any
    name: str
    when: str = AFTER
    about: str = ""


POINTS = {
    "connected": Point(warehouse.database, "_connect"),
    "migrating": Point(warehouse.database, "_done"),
    "declared": Point(flows.cycle, "declare"),
    "planned": Point(record, "known_addresses"),
    "asking": Point(pages.wire.Wire, "_send", BEFORE),
    "half an answer": Point(pages.wire.Wire, "_read", BEFORE),
    "answered": Point(pages.fetch, "judge", BEFORE),
    "fetched": Point(pages.archive.Archive, "keep", BEFORE),
    "half a page archived": Point(pages.archive, "pack"),
    "syncing a page": Point(os, "fsync", BEFORE),
    "naming a page": Point(Path, "replace", BEFORE, about=".warc.gz"),
    "named a page": Point(Path, "replace", about=".warc.gz"),
    "archived": Point(pages.archive.Archive, "keep"),
    "captured": Point(flows.cycle, "capture_all"),
    "keeping": Point(record, "keep", BEFORE),
    "captures written": Point(record, "_insert_captures"),
    "snapshot written": Point(Derived, "write"),
    "names given": Point(flows.cycle, "name_all"),
    "events written": Point(outbox, "note"),
    "messages written": Point(outbox, "post"),
    "committing": Point(record, "outcomes_of"),
    "closing": Point(contextlib.closing, "__exit__", BEFORE),
    "committed": Point(flows.cycle.Cycle, "_write"),
    "publishing": Point(flows.cycle, "publish", BEFORE),
    "copying": Point(warehouse.publish, "copy", BEFORE),
    "half copied": Point(warehouse.publish, "copy", BEFORE, about="podium"),
    "copied": Point(warehouse.publish, "copy"),
    "naming the copy": Point(Path, "replace", BEFORE, about="podium.duckdb"),
    "named the copy": Point(Path, "replace", about="podium.duckdb"),
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
    "naming a feed": Point(Path, "replace", BEFORE, about=".xml"),
    "named a feed": Point(Path, "replace", about=".xml"),
    "feeds written": Point(flows.delivering, "write_feeds"),
    "feeds dated": Point(os, "utime", about="all.xml"),
}
WRITES = (
    *("insert_captures", "insert_entries", "insert_snapshots", "insert_moves", "insert_tops"),
    *("insert_tested", "insert_unseen", "forget_silences", "insert_silences", "insert_names"),
    *("insert_events", "insert_messages", "insert_deliveries", "mark_deliveries"),
)
ALL = (*POINTS, *(f"query:{name}" for name in WRITES))


def reach(name: str, then: Callable[[], None]) -> None:
    """Do something before the work of a point that is reached."""
    point = POINTS[name]
    reached: Callable[..., object] = getattr(point.owner, point.name)

    def early(*args: object, **options: object) -> object:
        then()
        return reached(*args, **options)

    setattr(point.owner, point.name, early)


def die_at(name: str, nth: int) -> None:
    """Kill this process when it reaches the point for the nth time."""
    if name.startswith("query:"):
        _die_at_query(name.removeprefix("query:"), nth)
        return
    point, calls = POINTS[name], count(1)
    reached: Callable[..., object] = getattr(point.owner, point.name)

    def deadly(*args: object, **options: object) -> object:
        is_due = point.about in str(args) and next(calls) == nth
        if is_due and point.when == BEFORE:
            _leave_half(name, args)
            die()
        result = reached(*args, **options)
        if is_due:
            if isinstance(result, bytes):
                _leave_half(name, result)
            if not hasattr(result, "__await__"):
                die()
            return _awaited(result)
        return result

    setattr(point.owner, point.name, deadly)


async def _awaited(result: Any) -> None:  # noqa: ANN401 - whatever was to be awaited
    await result
    die()


def _die_at_query(name: str, nth: int) -> None:
    calls, reached = count(1), sql.query

    def deadly(asked: str) -> str:
        if asked == name and next(calls) == nth:
            die()
        return reached(asked)

    for module in _using(reached):
        module.query = deadly


def _using(query: object) -> Iterator[Any]:
    """The modules that have this function under its name."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("warehouse.") and getattr(module, "query", None) is query:
            yield module


def _leave_half(name: str, what: Any) -> None:  # noqa: ANN401 - what was being written
    """As where the death came in the middle of the writing."""
    home = load_settings().home
    if name == "half a line":
        with load_settings().alerts_file.open("ab") as file:
            file.write(what[: len(what) // 2])
    elif name == "half a page archived":
        (home / "archive" / "unfinished" / "half").write_bytes(what[: len(what) // 2])
    elif name == "half copied":
        whole = Path(what[0]).read_bytes()
        Path(what[1]).write_bytes(whole[: len(whole) // 2])


def die() -> None:
    """End this process as no handler can prevent."""
    os.kill(os.getpid(), signal.SIGKILL)
