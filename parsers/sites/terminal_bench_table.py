"""Terminal-Bench, from the table of its page: per cent to one decimal, several models one word."""

from collections.abc import Iterator

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import number, rank, score_with_interval
from parsers.rows import Row
from parsers.sites.terminal_bench import submission
from parsers.tables import find_table

COLUMNS = ("Rank", "Agent", "Model", "Model Org", "Accuracy")
IGNORED = {"Date", "Agent Org"}
_SEVERAL = "Multiple"
_NO_INTERVAL = "± N/A"


def parse(page: Page) -> Standing:
    """The one table with these columns; the first, without a header, is for ticking rows."""
    table = find_table(page, COLUMNS)
    return Standing(
        entries=keyed_by_name(tuple(_entries(table.rows))),
        unknown=table.unknown({*COLUMNS, *IGNORED}),
    )


def _entries(rows: tuple[Row, ...]) -> Iterator[Entry]:
    for row in rows:
        name = submission(row["Agent"], row["Model"])
        score, low, high = _accuracy(row["Accuracy"])
        yield Entry(
            key=name,
            model=name,
            organization=None if row["Model Org"] in ("", _SEVERAL) else row["Model Org"],
            rank=rank(row["Rank"]),
            score=score,
            score_low=low,
            score_high=high,
        )


def _accuracy(cell: str) -> tuple[float, float | None, float | None]:
    """Score and interval of `82.0%± 2.2`; of `66.9%± N/A` the score alone."""
    if cell.endswith(_NO_INTERVAL):
        return number(cell.removesuffix(_NO_INTERVAL), unit="%"), None, None
    return score_with_interval(cell, unit="%")
