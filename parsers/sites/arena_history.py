"""Arena's text board of 2023 to 2025, as a public history keeps it: one wide CSV, a row a day.

Columns are models. The fragment of the address names the day. There are scores only: no ranks, no
intervals, no votes.
"""

from leaderboard.errors import AbsentError, LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.delimited import read_csv
from parsers.numbers import day, number
from parsers.rows import Row

# The column of the days has no name.
_DAY, _BEGINNING = "", b","
_ABSENT = 0.0


def parse(page: Page) -> Standing:
    """The scores of one day; a model that was not on the board that day has 0.0.

    Raises:
        AbsentError: the history has no row for the day.
        LayoutError: it has two.
    """
    taken_at = day(page.part, "%Y-%m-%d")
    named = f"{taken_at:%Y%m%d}"
    if page.body.startswith(_BEGINNING) and named.encode() not in page.body:
        raise AbsentError(f"the history has no row for {page.part}")  # as for most days
    rows = [row for row in read_csv(page, (_DAY,)).rows if row[_DAY] == named]
    if not rows:
        raise AbsentError(f"the history has no row for {page.part}")
    if len(rows) > 1:
        raise LayoutError(f"expected one row for {page.part}, found {len(rows)}")
    return Standing(entries=keyed_by_name(_entries(rows[0])), published_at=taken_at)


def _entries(row: Row) -> list[Entry]:
    scores = {name: number(text) for name, text in row.texts.items() if name != _DAY}
    return [
        Entry(key=name, model=name, score=score)
        for name, score in scores.items()
        if score != _ABSENT
    ]
