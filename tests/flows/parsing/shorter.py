"""A parser that overlooks some rows."""

from leaderboard.page import Page
from leaderboard.standing import Standing
from parsers.sites import arena

OVERLOOKED = frozenset({"model-07", "model-12"})


def parse(page: Page) -> Standing:
    """The page without two of its models."""
    standing = arena.parse(page)
    kept = [entry for entry in standing.entries if entry.model not in OVERLOOKED]
    places = [entry._replace(rank=rank) for rank, entry in enumerate(kept, start=1)]
    return standing._replace(entries=tuple(places), declared_rows=None)
