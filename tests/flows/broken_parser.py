"""A parser that meets what its author did not think of."""

from leaderboard.page import Page
from leaderboard.standing import Standing


def parse(page: Page) -> Standing:
    """Look up what is not there."""
    raise KeyError(page.url.rpartition("/")[2])
