"""Who entered and left the top, told day by day: `python -m benchmarks.precision`.

The real days of three boards are kept one by one, as if each were today's, and what is told after
each is held against tests/truth. Beside it stands a plain diff of the published ranks, and how many
messages the ready-made rule for the top five makes of it. It fails where Podium tells anything
false, misses anything, or tells it later than one capture after, and where not every update with a
true event of the top five is one message.
"""

import asyncio
import csv
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

from benchmarks import fatigue
from benchmarks.figures import show
from benchmarks.server import ROOT, serving
from flows.capturing import capture_all
from flows.visits import Visit, visits_of_days
from leaderboard.capture import Capture, Cause, Outcome
from leaderboard.source import find_boards, load_sources
from leaderboard.standing import Entry
from pages.archive import Archive
from pages.fetch import Fetcher
from warehouse import record
from warehouse.database import writing
from warehouse.declaring import declare

TRUTH = ROOT / "tests" / "truth"
CAPTURES = ROOT.parent / "shared" / "captures"
_SOURCES = ROOT / "sources"
_FOLDERS = {"artificial-analysis": "aa-daily", "arena": "arena-daily"}
_TOPS = (1, 3, 5, 10)
_LONGEST_DELAY = 1
Entries = dict[str, Entry]
_VISIBLE = """
    SELECT change_id, observed_at::DATE, replace(kind, '_top', ''), threshold, model FROM changes
    WHERE board = $1 AND cause = 'source' AND kind IN ('entered_top', 'left_top')
"""


class Event(NamedTuple):
    """A row of a truth table: on which day which model `entered` or `left` which top."""

    day: date
    event: str
    top: int
    model: str


class Told(NamedTuple):
    """An event, the number of the capture after which it was told, and whether it stands."""

    event: Event
    capture: int
    stands: bool = True


class Verdict(NamedTuple):
    """What was told, held against the truth; `delays` are in captures, of what was told rightly."""

    told: int
    precision: float
    recall: float
    false: list[Event]
    missing: list[Event]
    delays: dict[Event, int]


class Replay(NamedTuple):
    """The days of a board's captures, and what Podium and a plain diff told after them."""

    days: tuple[date, ...]
    podium: list[Told]
    plain: list[Told]
    messages: list[fatigue.Sent]
    seconds: float


def truths() -> dict[str, list[Event]]:
    """The truth tables that are there, each under the name of its board."""
    boards = find_boards(load_sources(_SOURCES))
    names = {board.name.replace("/", "-"): board.name for board in boards}
    return {names[path.stem]: _read(path) for path in sorted(TRUTH.glob("*.csv"))}


def judge(truth: Sequence[Event], told: Sequence[Told], days: Sequence[date]) -> Verdict:
    """Count: an event that is told twice, or taken back, is a false alert."""
    alerts = Counter(each.event for each in told)
    right = Counter(truth) & Counter(each.event for each in told if each.stands)
    first = {each.event: each.capture for each in reversed(told) if each.stands}
    return Verdict(
        told=len(told),
        precision=right.total() / len(told) if told else 1.0,
        recall=right.total() / len(truth) if truth else 1.0,
        false=sorted((alerts - right).elements()),
        missing=sorted((Counter(truth) - right).elements()),
        delays={event: first[event] - days.index(event.day) for event in right},
    )


def every_telling(visible: Iterable[Mapping[str, Event]]) -> list[Told]:
    """Each change at the capture after which it was first visible, whether it stayed or not."""
    first: dict[str, tuple[Event, int]] = {}
    changes: Mapping[str, Event] = {}
    for capture, changes in enumerate(visible):
        for change_id, event in changes.items():
            first.setdefault(change_id, (event, capture))
    return [Told(*telling, change_id in changes) for change_id, telling in first.items()]


def replay(name: str, captures: Path) -> Replay:
    """Keep the days of the board in a fresh warehouse, one by one."""
    started = time.perf_counter()
    (board,) = find_boards(load_sources(_SOURCES), (name,))
    folder = captures / _FOLDERS[board.publisher]
    files = sorted(date.fromisoformat(path.name) for path in folder.glob("2*"))
    visits = [replace(v, cause=Cause.SOURCE) for v in visits_of_days(board, files[0], files[-1])]
    with tempfile.TemporaryDirectory() as home, serving(folder) as served:
        made = asyncio.run(_captured(visits, served.url, Archive(Path(home) / "archive")))
        days, kept = tuple(day for day, _ in made), [capture for _, capture in made]
        file = Path(home) / "warehouse.duckdb"
        podium = every_telling(_one_by_one(file, kept, name))
        with writing(file) as connection:
            messages = fatigue.messages(connection)
    seconds = time.perf_counter() - started
    return Replay(days, podium, plain_diff(days, kept), messages, seconds)


def plain_diff(days: Sequence[date], captures: Sequence[Capture]) -> list[Told]:
    """What the published ranks of each page and of the one before say, with nothing held back."""
    pages = [
        (number, {entry.key: entry for entry in capture.standing.entries})
        for number, capture in enumerate(captures)
        if capture.standing
    ]
    return [
        Told(Event(days[number], *crossing), number)
        for (_, before), (number, after) in pairwise(pages)
        for crossing in _crossings(before, after)
    ]


def main() -> None:
    """Replay, print the tables, and fail where anything is wrong."""
    for folder in _FOLDERS.values():
        if not (CAPTURES / folder).is_dir():
            raise SystemExit(f"the real days are not here: expected the folder {CAPTURES / folder}")
    truth = truths()
    replays = {name: replay(name, CAPTURES) for name in truth}
    _show_counts(truth, replays)
    fatigue.show_messages(replays)
    wrong = [row for name, each in replays.items() for row in _wrong(name, truth[name], each)]
    if wrong:
        show(("wrong", "board", "day", "event", "top", "model"), wrong)
        raise SystemExit(f"events told wrongly, late or not at all: {len(wrong)}")


def _read(table: Path) -> list[Event]:
    return [
        Event(date.fromisoformat(row["date"]), row["event"], int(row["top"]), row["model"])
        for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    ]


async def _captured(visits: list[Visit], url: str, archive: Archive) -> list[tuple[date, Capture]]:
    """A capture of each day that has a file, as if it had been made when the file was."""
    mirrors = {visit.url.partition(f"/{visit.day}/")[0]: url for visit in visits}
    async with Fetcher(mirrors=mirrors) as fetcher:
        captures = await capture_all(visits, {}, fetcher, archive)
    return [
        (visit.day, replace(capture, attempted_at=capture.observed_at))
        for visit, capture in zip(visits, captures, strict=True)
        if visit.day is not None and capture.outcome is not Outcome.ABSENT
    ]


def _one_by_one(file: Path, kept: Iterable[Capture], name: str) -> Iterator[dict[str, Event]]:
    """What is visible of the board after each capture."""
    sources, teller = load_sources(_SOURCES), fatigue.teller()
    with writing(file) as connection:
        declare(connection, sources)
        for capture in kept:
            record.keep(connection, [capture], find_boards(sources), teller)
            rows = connection.execute(_VISIBLE, [name]).fetchall()
            yield {change_id: Event(*fields) for change_id, *fields in rows}


def _crossings(before: Entries, after: Entries) -> Iterator[tuple[str, int, str]]:
    for top in _TOPS:
        old, new = (
            {key for key, entry in page.items() if entry.rank is not None and entry.rank <= top}
            for page in (before, after)
        )
        yield from (("entered", top, after[key].model) for key in new - old)
        yield from (("left", top, after.get(key, before[key]).model) for key in old - new)


def _show_counts(truth: Mapping[str, Sequence[Event]], replays: Mapping[str, Replay]) -> None:
    rows = []
    for (name, each), tops in product(replays.items(), (*((top,) for top in _TOPS), _TOPS)):
        true = [event for event in truth[name] if event.top in tops]
        podium, plain = (
            judge(true, [told for told in side if told.event.top in tops], each.days)
            for side in (each.podium, each.plain)
        )
        top = str(tops[0]) if len(tops) == 1 else "all"
        rows.append((name, top, str(len(true)), *_cells(podium), *_cells(plain)))
    told = ("told", "precision", "recall", "delay in captures")
    show(("board", "top", "true", *told, "plain diff told", *told[1:]), rows)


def _cells(verdict: Verdict) -> tuple[str, str, str, str]:
    counts = sorted(Counter(verdict.delays.values()).items())
    delays = ", ".join(f"{delay} for {count}" for delay, count in counts)
    return str(verdict.told), f"{verdict.precision:.3f}", f"{verdict.recall:.3f}", delays


def _wrong(name: str, truth: Sequence[Event], each: Replay) -> list[tuple[str, ...]]:
    verdict = judge(truth, each.podium, each.days)
    late = [event for event, delay in verdict.delays.items() if delay > _LONGEST_DELAY]
    kinds = (("false", verdict.false), ("missing", verdict.missing), ("late", late))
    days = {event.day for event in truth if event.top == fatigue.TOP}
    return [
        *((kind, name, *map(str, event)) for kind, events in kinds for event in events),
        *((what, name, str(day)) for what, day in fatigue.wrong(days, each.messages)),
    ]


if __name__ == "__main__":
    main()
