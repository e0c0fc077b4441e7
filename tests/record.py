"""Building a record by hand: boards without files, captures without pages."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from leaderboard.capture import Capture, Cause, Outcome
from leaderboard.source import Source, find_boards
from leaderboard.standing import Entry, Standing, ranked
from tests.begun import begin
from warehouse import record
from warehouse.database import writing
from warehouse.declaring import declare

START = datetime(2026, 5, 1, 6)  # noqa: DTZ001 - UTC without zone, as all times of the record
BOARD = "acme/chess"


def make_source(
    *,
    partial: bool | None = None,
    higher_is_better: bool = True,
    boards: tuple[str, ...] = ("chess",),
) -> Source:
    """A publisher whose boards have one archive channel each."""
    return Source.model_validate(
        {
            "publisher": "acme",
            "title": "Acme",
            "url": "https://acme.example",
            "attribution": "Acme",
            "terms": "free",
            "boards": {
                name: {
                    "title": name.title(),
                    "url": f"https://acme.example/{name}",
                    "metric": "Elo",
                    "unit": "points",
                    "higher_is_better": higher_is_better,
                    "cadence": "1d",
                    "rows": {"least": 1, "most": 1000},
                    "score": {"least": -10000, "most": 10000},
                    "channels": [
                        {
                            "name": "archive",
                            "kind": "archive",
                            "url": f"https://acme.example/{{date}}/{name}.json",
                            "on": True,
                            "partial": partial,
                        }
                    ],
                }
                for name in boards
            },
        }
    )


def make_entries(
    scores: dict[str, float], *, half_width: float | None = None, higher_is_better: bool = True
) -> tuple[Entry, ...]:
    """Entries with ranks in the order of their scores, keyed by their names."""
    best_first = sorted(scores, key=lambda name: (scores[name], name), reverse=higher_is_better)
    return ranked(
        [
            Entry(
                key=name,
                model=name,
                rank=rank,
                score=scores[name],
                score_low=None if half_width is None else scores[name] - half_width,
                score_high=None if half_width is None else scores[name] + half_width,
            )
            for rank, name in enumerate(best_first, start=1)
        ],
        higher_is_better=higher_is_better,
    )


def make_capture(entries: Sequence[Entry], day: float, board: str = BOARD) -> Capture:
    """A capture of these entries, taken that many days after the start."""
    taken_at = START + timedelta(days=day)
    return Capture(
        board=board,
        channel="archive",
        cause=Cause.BACKFILL,
        url=f"https://acme.example/{taken_at.date()}/{board.partition('/')[2]}.json",
        attempted_at=taken_at,
        observed_at=taken_at,
        outcome=Outcome.CHANGED,
        sha256=hashlib.sha256(repr((entries, day)).encode()).hexdigest(),
        archived="00/00.warc.gz",
        standing=Standing(tuple(entries)),
    )


class Record:
    """A warehouse in a folder: keep days, query what follows. Use as a context manager."""

    def __init__(self, folder: Path, source: Source | None = None) -> None:
        self.source = source or make_source()
        self._open = ExitStack()
        self.connection = self._open.enter_context(writing(begin(folder / "warehouse.duckdb")))
        declare(self.connection, [self.source])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def keep(self, *captures: Capture) -> list[str]:
        """Keep the captures in one transaction; returns their outcomes."""
        kept = record.keep(self.connection, captures, find_boards((self.source,)))
        return [outcome for outcome, _ in kept]

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """The rows of a query."""
        return self.connection.execute(sql).fetchall()
