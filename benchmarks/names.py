"""Renames by names alone, judged by keys: `python -m benchmarks.names`.

The Speech Arena has keys. Its real days, and those of its slices by accent and category, are kept
as if names were all there is, with fewer figures each time, and every rename that is applied or
expires is held against the keys of the two names.
"""

import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figures import show
from benchmarks.precision import CAPTURES
from benchmarks.server import ROOT
from leaderboard.capture import Capture, Cause, Outcome
from leaderboard.source import Board, find_boards, load_sources
from leaderboard.standing import Entry, Standing, keyed_by_name, ranked
from parsers.numbers import deltas, interval
from warehouse import record
from warehouse.database import writing
from warehouse.declaring import declare

_BOARD = "artificial-analysis/text-to-speech"
_SOURCES = ROOT / "sources"
_LEAST_MODELS = 10
_CELLS = (("applied", True), ("applied", False), ("expired", True), ("expired", False))
_RENAMES = "SELECT old_model, new_model, state FROM record.renames"
Day = tuple[datetime, tuple[Entry, ...]]
Figures = Mapping[str, Any]
_WITHOUT: dict[str, Figures] = {
    "all": {},
    "no votes": {"votes": None},
    "no votes, intervals": {"votes": None, "score_low": None, "score_high": None},
    "scores alone": dict.fromkeys(("votes", "score_low", "score_high", "organization")),
}


def main() -> None:
    """Keep the days, judge the renames, print the table; fail where one joins two keys."""
    keys, slices = _read(sorted((CAPTURES / "aa-daily").glob("*/text-to-speech.json")))
    if not slices:
        raise SystemExit(f"the real days are not here: expected the folder {CAPTURES / 'aa-daily'}")
    true = sum(_renamed(days) for days in slices.values())
    counts = {
        figures: Counter(
            (state, bool(keys[old] & keys[new]))
            for days in slices.values()
            for old, new, state in _renames(days, without)
        )
        for figures, without in _WITHOUT.items()
    }
    rows = [
        (figures, str(len(slices)), str(true), *(str(count[cell]) for cell in _CELLS))
        for figures, count in counts.items()
    ]
    head = ("applied: one key", "two keys", "expired: one key", "two keys")
    show(("figures", "boards", "renames by key", *head), rows)
    if wrong := sum(count["applied", False] for count in counts.values()):
        raise SystemExit(f"renames that join two keys: {wrong}")


def _renamed(days: Sequence[Day]) -> int:
    """How many names change under one key from a day to the next."""
    pages = [{entry.key: entry.model for entry in entries} for _, entries in days]
    pairs = pairwise(pages)
    return sum(before.get(key, name) != name for before, now in pairs for key, name in now.items())


def _read(files: Iterable[Path]) -> tuple[Mapping[str, set[str]], dict[str, list[Day]]]:
    """The keys of every name, and the days of each slice; the whole board is one of them."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    slices: defaultdict[str, list[Day]] = defaultdict(list)
    for file in files:
        page = json.loads(file.read_bytes())
        at = datetime.fromisoformat(page["meta"]["fetched_at"]).astimezone(UTC).replace(tzinfo=None)
        found: defaultdict[str, list[Entry]] = defaultdict(list)
        for model in page["models"]:
            keys[model["name"]].add(model["id"])
            for name, entry in _entries(model):
                found[name].append(entry)
        for name, entries in found.items():
            if len(entries) >= _LEAST_MODELS:
                slices[name].append((at, tuple(entries)))
    return keys, slices


def _entries(model: Mapping[str, Any]) -> Iterator[tuple[str, Entry]]:
    for figures in model["elos"]:
        below, above = deltas(figures["ci95"]) if figures.get("ci95") else (None, None)
        low, high = interval(figures["elo"], below, above)
        yield (
            "/".join(str(figures.get(field)) for field in ("tag", "category", "accent")),
            Entry(
                key=model["id"],
                model=model["name"],
                organization=model["creator"]["name"],
                score=figures["elo"],
                score_low=low,
                score_high=high,
                votes=figures.get("appearances"),
            ),
        )


def _renames(days: Iterable[Day], without: Figures) -> list[tuple[str, str, str]]:
    """The renames that are found on a board with these days, each with its state."""
    sources = load_sources(_SOURCES)
    (board,) = find_boards(sources, (_BOARD,))
    captures = [_capture(board, at, entries, without) for at, entries in days]
    with tempfile.TemporaryDirectory() as home, writing(Path(home) / "w.duckdb") as connection:
        declare(connection, sources)
        record.keep(connection, captures, [board])
        return connection.execute(_RENAMES).fetchall()


def _capture(board: Board, at: datetime, rows: Iterable[Entry], without: Figures) -> Capture:
    best_first = sorted(rows, key=lambda entry: -(entry.score or 0.0))
    entries = keyed_by_name([entry._replace(**without) for entry in best_first])
    numbered = [entry._replace(rank=rank) for rank, entry in enumerate(entries, start=1)]
    return Capture(
        board=board.name,
        channel=board.channels[0].name,
        cause=Cause.SOURCE,
        url=f"https://example.org/{at.date()}",
        attempted_at=at,
        observed_at=at,
        outcome=Outcome.CHANGED,
        sha256=str(at),
        standing=Standing(ranked(numbered, higher_is_better=True)),
    )


if __name__ == "__main__":
    main()
