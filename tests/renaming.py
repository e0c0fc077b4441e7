"""A board that publishes no key: twenty models with votes and organizations, and new names."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leaderboard.standing import Entry, keyed_by_name, ranked


class Row(NamedTuple):
    """A row of the page."""

    model: str
    score: float
    votes: int | None
    organization: str | None


ROWS = tuple(
    Row(f"m{n:02}", 1500.0 - 10 * n, 1000 * (n + 1), ("Acme", "Beta")[n % 2]) for n in range(20)
)


def page(rows: Iterable[Row] = ROWS, names: Mapping[str, str] | None = None) -> tuple[Entry, ...]:
    """The rows in the order of the page, some under other names; ranks follow the scores."""
    entries = keyed_by_name([_entry(row, names or {}) for row in rows])
    best_first = sorted(entries, key=lambda entry: -(entry.score or 0.0))
    placed = [entry._replace(rank=rank) for rank, entry in enumerate(best_first, start=1)]
    return ranked(placed, higher_is_better=True)


def without_votes(rows: Iterable[Row] = ROWS) -> list[Row]:
    """The rows with scores alone, by which no rename is certain."""
    return [row._replace(votes=None) for row in rows]


def without(*models: str) -> list[Row]:
    """The rows but for those of these models."""
    return [row for row in ROWS if row.model not in models]


def _entry(row: Row, names: Mapping[str, str]) -> Entry:
    return Entry(
        key="",
        model=names.get(row.model, row.model),
        organization=row.organization,
        score=row.score,
        votes=row.votes,
    )
