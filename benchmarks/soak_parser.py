"""A parser of the soak's own pages: JSON with rows by board, and how many there are in all."""

import json
from urllib.parse import urlsplit

from leaderboard.errors import LayoutError, RejectedError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing


def parse(page: Page) -> Standing:
    """The board that the fragment of the address names."""
    try:
        shown = json.loads(page.body)
        boards, count = shown["boards"], shown["count"]
    except (ValueError, LookupError, TypeError) as error:
        raise LayoutError(f"expected boards in JSON, found {error!r}") from error
    if count != sum(map(len, boards.values())):
        raise RejectedError(f"expected {count} rows in all, found others")
    rows = boards[urlsplit(page.url).fragment]
    return Standing(
        tuple(
            Entry(
                key=row["id"],
                model=row["name"],
                organization="Acme",
                rank=rank,
                score=row["score"],
                score_low=row["score"] - 6,
                score_high=row["score"] + 6,
                votes=900,
            )
            for rank, row in enumerate(rows, start=1)
        )
    )
