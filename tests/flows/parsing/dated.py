"""A parser that finds out on which day the publisher made the page."""

from datetime import timedelta

from leaderboard.page import Page
from leaderboard.standing import Standing
from parsers.sites import arena


def parse(page: Page) -> Standing:
    """The page with the day before its own as the publisher's."""
    standing = arena.parse(page)
    assert standing.observed_at is not None
    return standing._replace(published_at=standing.observed_at - timedelta(days=1))
