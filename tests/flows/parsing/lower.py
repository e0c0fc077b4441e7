"""A parser that takes the lower end of the interval for the score."""

from leaderboard.page import Page
from leaderboard.standing import Standing
from parsers.sites import arena


def parse(page: Page) -> Standing:
    """The page with other scores."""
    standing = arena.parse(page)
    lowered = [entry._replace(score=entry.score_low) for entry in standing.entries]
    return standing._replace(entries=tuple(lowered))
