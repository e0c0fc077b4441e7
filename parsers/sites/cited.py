"""Figures that were published in print only, as the files under `sources/cited/` cite them."""

from datetime import date, datetime, time

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.yaml_rows import read_mapping


class Row(msgspec.Struct, forbid_unknown_fields=True):
    """A figure, in the board's unit."""

    model: str
    score: float
    organization: str | None = None


class Cited(msgspec.Struct, forbid_unknown_fields=True):
    """Where the figures are printed, the sentence that has them, and the day they are of."""

    url: str
    source: str
    published: date
    rows: list[Row]
    quotation: str | None = None


def parse(page: Page) -> Standing:
    """The rows of the file; prints have no keys, and these give no ranks.

    Raises:
        LayoutError: the file has another form, or cites another address.
    """
    cited = read_mapping(page, Cited)
    if cited.url != page.url:
        raise LayoutError(f"expected figures of {page.url}, found those of {cited.url}")
    entries = [Entry(r.model, r.model, r.organization, score=r.score) for r in cited.rows]
    return Standing(
        entries=keyed_by_name(entries),
        published_at=datetime.combine(cited.published, time.min),
        declared_rows=len(cited.rows),
    )
