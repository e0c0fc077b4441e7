"""Scores that are the mean of other columns: said as a board's method, and checked."""

from collections.abc import Iterable, Sequence
from statistics import fmean

from leaderboard.errors import LayoutError


def mean_of(names: Iterable[str]) -> str:
    """How a score is made that is the mean of these columns, in whatever order they stand."""
    return f"mean of {', '.join(sorted(names))}"


def expect_means(rows: Iterable[tuple[float | None, Sequence[float]]], within: float) -> None:
    """Check that scores are the means of their parts, to so many points.

    Rows without a score or without parts tell nothing.
    Publishers slip in single rows. Where half of them differ, the score is made in another way or
    the cells are not what their headers say.

    Raises:
        LayoutError: half of the rows differ, or more.
    """
    means = [(score, fmean(parts)) for score, parts in rows if score is not None and parts]
    apart = [(score, mean) for score, mean in means if abs(score - mean) > within]
    if apart and 2 * len(apart) >= len(means):
        found = f"found {len(apart)} of {len(means)} that are not"
        example = f"such as {apart[0][0]:g} where the mean is {apart[0][1]:.2f}"
        raise LayoutError(f"expected scores that are the mean of their parts, {found}, {example}")
