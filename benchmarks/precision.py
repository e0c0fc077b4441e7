"""Who entered and left the top, told day by day: `python -m benchmarks.precision`.

The real days of three boards are kept one by one, as if each were today's, and what is told after
each is held against tests/truth. Beside it stands a plain diff of the published ranks. It fails
where Podium tells anything false, misses anything, or tells it later than one capture after.
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

import duckdb

from benchmarks.figures import show
from benchmarks.server import ROOT, serving
from flows.capturing import capture_all
from flows.visits import Visit, visits_of_days
from leaderboard.capture import Capture, Cause, Outcome
from leaderboard.source import Board, find_boards, load_sources
from leaderboard.standing import Entry
from pages.archive import Archive
from pages.fetch import Fetcher
from warehouse import record
from warehouse.database import writing

TRUTH = ROOT / "tests" / "truth"
CAPTURES = ROOT.parent / "shared" / "captures"
_SOURCES = ROOT / "sources"
_FOLDERS = {"artificial-analysis": "aa-daily", "arena": "arena-daily"}
_TOPS = (1, 3, 5, 10)
_MESSAGE_TOP = 5
_LONGEST_DELAY = 1
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
    seconds: float


def truths() -> dict[str, list[Event]]:
    """The truth tables that are there, each under the name of its board."""
    boards = find_boards(load_sources(_SOURCES))
    tables = {board.name: TRUTH / f"{board.name.replace('/', '-')}.csv" for board in boards}
    return {name: _read(table) for name, table in tables.items() if table.exists()}


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
    sources = load_sources(_SOURCES)
    (board,) = find_boards(sources, (name,))
    folder = captures / _FOLDERS[board.publisher]
    with tempfile.TemporaryDirectory() as home, serving(folder) as served:
        archive = Archive(Path(home) / "archive")
        made = asyncio.run(_captured(_visits(board, folder), served.url, archive))
        days, kept = tuple(day for day, _ in made), [capture for _, capture in made]
        with writing(Path(home) / "warehouse.duckdb") as connection:
            record.declare(connection, sources)
            podium = every_telling(_one_by_one(connection, kept, board))
    return Replay(days, podium, plain_diff(days, kept), time.perf_counter() - started)


def plain_diff(days: Sequence[date], captures: Sequence[Capture]) -> list[Told]:
    """What the published ranks of each page and of the one before say, with nothing held back."""
    read = [
        (number, {entry.key: entry for entry in capture.standing.entries})
        for number, capture in enumerate(captures)
        if capture.standing is not None
    ]
    return [
        Told(Event(days[number], *crossing), number)
        for (_, before), (number, after) in pairwise(read)
        for crossing in _crossings(before, after)
    ]


def main() -> None:
    """Replay, print the tables, and fail where anything is wrong."""
    for folder in _FOLDERS.values():
        if not (CAPTURES / folder).is_dir():
            raise SystemExit(f"the real days are not here: expected the folder {CAPTURES / folder}")
    truth = truths()
    replays = {name: replay(name, CAPTURES) for name in truth}
    verdicts = {name: judge(truth[name], each.podium, each.days) for name, each in replays.items()}
    _show_counts(truth, replays)
    _show_boards(replays, verdicts)
    wrong = [row for name, verdict in verdicts.items() for row in _wrong(name, verdict)]
    if wrong:
        show(("wrong", "board", "day", "event", "top", "model"), wrong)
        raise SystemExit(f"{len(wrong)} events are told wrongly, late or not at all")


def _read(path: Path) -> list[Event]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Event(date.fromisoformat(row["date"]), row["event"], int(row["top"]), row["model"])
            for row in csv.DictReader(file)
        ]


def _visits(board: Board, folder: Path) -> list[Visit]:
    days = sorted(date.fromisoformat(path.name) for path in folder.glob("2*"))
    visits = visits_of_days(board, days[0], days[-1])
    return [replace(visit, cause=Cause.SOURCE) for visit in visits]


async def _captured(
    visits: Sequence[Visit], url: str, archive: Archive
) -> list[tuple[date, Capture]]:
    """A capture of each day that has a file, as if it had been made when the file was."""
    mirrors = {visit.url.partition(f"/{visit.day}/")[0]: url for visit in visits}
    async with Fetcher(mirrors=mirrors) as fetcher:
        captures = await capture_all(visits, {}, fetcher, archive)
    return [
        (visit.day, replace(capture, attempted_at=capture.observed_at))
        for visit, capture in zip(visits, captures, strict=True)
        if visit.day is not None and capture.outcome is not Outcome.ABSENT
    ]


def _one_by_one(
    connection: duckdb.DuckDBPyConnection, captures: Iterable[Capture], board: Board
) -> Iterator[dict[str, Event]]:
    for capture in captures:
        record.keep(connection, [capture], [board])
        rows = connection.execute(_VISIBLE, [board.name]).fetchall()
        yield {change_id: Event(*fields) for change_id, *fields in rows}


def _crossings(
    before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> Iterator[tuple[str, int, str]]:
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
        delay = str(max(podium.delays.values(), default=0))
        rows.append((name, top, str(len(true)), *_ratios(podium), delay, *_ratios(plain)))
    sides = ("told", "precision", "recall", "delay", "plain diff told", "precision", "recall")
    show(("board", "top", "true", *sides), rows)


def _ratios(verdict: Verdict) -> tuple[str, str, str]:
    return str(verdict.told), f"{verdict.precision:.3f}", f"{verdict.recall:.3f}"


def _show_boards(replays: Mapping[str, Replay], verdicts: Mapping[str, Verdict]) -> None:
    rows = []
    for name, each in replays.items():
        delays = sorted(Counter(verdicts[name].delays.values()).items())
        told = ", ".join(f"{count} after {delay}" for delay, count in delays)
        weekly = _weekly([each], each.days[0], each.days[-1])
        rows.append((name, str(len(each.days)), told, *weekly, f"{each.seconds:.1f}"))
    since = max(each.days[0] for each in replays.values())
    until = min(each.days[-1] for each in replays.values())
    together = _weekly(list(replays.values()), since, until)
    rows.append((f"all, {since} to {until}", "", "", *together, ""))
    head = ("board", "captures", "events told after so many more captures")
    show((*head, "messages a week, mean", "most", "seconds"), rows)


def _weekly(replays: Sequence[Replay], since: date, until: date) -> tuple[str, str]:
    """A message is all that is told of the top five after one capture of one board."""
    days = [
        each.days[number]
        for each in replays
        for number in {told.capture for told in each.podium if told.event.top == _MESSAGE_TOP}
    ]
    weeks = Counter(day.isocalendar()[:2] for day in days if since <= day <= until)
    mean = 7 * weeks.total() / ((until - since).days + 1)
    return f"{mean:.1f}", str(max(weeks.values(), default=0))


def _wrong(name: str, verdict: Verdict) -> list[tuple[str, ...]]:
    late = [event for event, delay in verdict.delays.items() if delay > _LONGEST_DELAY]
    kinds = (("false", verdict.false), ("missing", verdict.missing), ("late", late))
    return [(kind, name, *map(str, event)) for kind, events in kinds for event in events]


if __name__ == "__main__":
    main()
