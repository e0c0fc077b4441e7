"""Artificial Analysis, as the data sets that its speech-to-text page describes (JSON-LD).

A page has several, each for one figure: `{"@type": "Dataset", "data": [{"label", <figure>}]}`.
"""

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.documents import embedded
from parsers.shapes import find_rows

IGNORED = {"detailsUrl"}


class Labelled(msgspec.Struct, rename={"rate": "aaWerIndex"}):
    """A model as the page labels it, with its host where it has several; the rate is a fraction."""

    label: str
    rate: float


def parse(page: Page) -> Standing:
    """The data set of word error rates; it names no maker and no rank."""
    found = find_rows(embedded(page), Labelled)
    for row in found.rows:
        if row.rate == 0:
            raise LayoutError(f"expected word error rates above 0, found 0 for {row.label!r}")
    entries = [Entry(row.label, row.label, score=row.rate) for row in found.rows]
    return Standing(entries=keyed_by_name(entries), unknown=found.unknown(IGNORED))
