"""Scale's leaderboards, from the payload of a board's page.

The tables of such a page, where there are any, describe the benchmark and are not the board.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import interval
from parsers.rsc import find_rows, payload

IGNORED = {"createdAt", "isNew", "new", "deprecated", "contaminationMessage", "maxScore"}


class Row(msgspec.Struct):
    """A model; score and the half-width of its 95 % interval are in per cent.

    `version` is mostly empty; `company` is a code: `zai`. Rows of overlapping intervals share a
    rank, which is one more than the rows that are better beyond doubt.
    """

    model: str
    version: str
    rank: int
    score: float
    confidenceInterval_upper: float  # noqa: N815 - the publisher's name
    company: str


def parse(page: Page) -> Standing:
    """The one list of such rows, on the page that says it is the board's."""
    _expect_board(page)
    found = find_rows(payload(page), Row)
    return Standing(
        entries=keyed_by_name(tuple(_entries(found.rows))),
        unknown=found.unknown(IGNORED),
    )


def _expect_board(page: Page) -> None:
    link = LexborHTMLParser(page.text()).css_first('link[rel="canonical"]')
    found = (link.attributes.get("href") if link is not None else None) or "none"
    if _slug(found) != _slug(page.url):
        message = f"expected a page whose canonical address is that of {_slug(page.url)!r}"
        raise LayoutError(f"{message}, found {found!r:.120}")


def _slug(address: str) -> str:
    return urlsplit(address).path.rstrip("/").rpartition("/")[2]


def _entries(rows: list[Row]) -> Iterator[Entry]:
    known = _ranks_of_shown(rows)
    for position, row in enumerate(rows):
        name = _name(row)
        reach = row.confidenceInterval_upper
        low, high = interval(row.score, reach, reach)
        yield Entry(
            key=name,
            model=name,
            organization=row.company or None,
            rank=row.rank if position < known else None,
            score=row.score,
            score_low=low,
            score_high=high,
        )


def _name(row: Row) -> str:
    """Without the `*` that says which harness ran it: with it or not, it is the same model."""
    return f"{row.model.strip().rstrip('*')} {row.version}".strip()


def _ranks_of_shown(rows: list[Row]) -> int:
    """How many rows, from the top, have a rank among the rows shown.

    A rank above a row's position counts rows that the page does not show. From there on the ranks
    are those of another, longer list.
    """
    beyond = (at for at, row in enumerate(rows) if row.rank > at + 1)
    return next(beyond, len(rows))
