"""A board that publishes no key: twenty models with votes and organizations, and new names."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from leaderboard.capture import Capture
from leaderboard.standing import Entry, keyed_by_name, ranked
from tests.record import BOARD, START, Record, make_capture
from warehouse.sql import query


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


Say = Callable[[Record, str, str, str], None]

ACCEPT, REFUSE = "accepted", "refused"
TABLES = (
    *("changes", "standings", "leaders", "captures", "record.snapshots", "record.moves"),
    *("record.renames", "record.aliases", "record.unseen", "record.settled", "record.tested"),
)
NEWS = "SELECT kind, model, cause FROM changes WHERE kind IN ({}) ORDER BY ALL"
TOLD = ("entered", "left", "renamed", "entered_top", "left_top")
RENAMES = "SELECT old_model, new_model, state FROM record.renames ORDER BY ALL"
M05 = {"m05": "new"}
# Without votes and with a score that is hardly another m05 may go on under the new name, or not.
MOVED = [row._replace(score=1452.0) if row.model == "m05" else row for row in without_votes()]
# A newcomer of another laboratory, far up the board, on the day when m12 is gone.
FAR = [*without("m12"), Row("far", 1495.0, 77_777, "Gamma")]


def derived(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All that follows from captures and decisions."""
    return {table: record.rows(f"FROM {table} ORDER BY ALL") for table in TABLES}


def seen(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """All that readers are shown of it."""
    return {table: rows for table, rows in derived(record).items() if "." not in table}


def news(record: Record, *kinds: str) -> list[tuple[object, ...]]:
    """Changes of these kinds, or of all that tell who is on the board."""
    return record.rows(NEWS.format(", ".join(f"'{kind}'" for kind in kinds or TOLD)))


def line(record: Record, model: str) -> list[tuple[object, ...]]:
    """The names and scores in a model's history."""
    found = record.connection.execute("SELECT model, score FROM history($1, $2)", [BOARD, model])
    return found.fetchall()


def days_of(*standings: tuple[object, ...]) -> list[Capture]:
    """One capture a day."""
    return [make_capture(entries, day) for day, entries in enumerate(standings)]  # type: ignore[arg-type]


def decided_before(
    folder: Path, captures: list[Capture], *decisions: tuple[str, str, str]
) -> dict[str, list[tuple[object, ...]]]:
    """What follows where the decisions were there before any capture."""
    folder.mkdir()
    with Record(folder) as record:
        for number, (word, old, new) in enumerate(decisions):
            record.connection.execute(
                query("insert_decision"),
                {
                    "board": BOARD,
                    "old_model": old,
                    "new_model": new,
                    "is_accepted": word == ACCEPT,
                    "decided_at": START + timedelta(days=number),
                },
            )
        record.keep(*captures)
        return derived(record)
