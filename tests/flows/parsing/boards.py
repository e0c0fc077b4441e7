"""A parser of pages that hold several boards as JSON, and do not tell when they were made."""

import json
from urllib.parse import urlsplit

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing


def parse(page: Page) -> Standing:
    """The board that the fragment of the address names, else the only one."""
    try:
        boards = json.loads(page.body)
    except ValueError as error:
        raise LayoutError(f"expected JSON, found {error}") from error
    shown = boards[urlsplit(page.url).fragment or "daily"]
    best_first = sorted(shown, key=lambda name: -shown[name])
    return Standing(
        tuple(
            Entry(key=name, model=name, rank=rank, score=shown[name])
            for rank, name in enumerate(best_first, start=1)
        )
    )
