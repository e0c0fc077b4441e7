"""Scores are checked to be the means that a board says they are."""

import pytest

from leaderboard.errors import LayoutError
from parsers.means import expect_means, mean_of


def test_the_order_of_columns_does_not_make_another_method() -> None:
    """Columns that change places are still what the score is the mean of."""
    assert mean_of(["BBH", "AdvBench"]) == mean_of(["AdvBench", "BBH"]) == "mean of AdvBench, BBH"


def test_means_and_a_slip_of_the_publisher_are_let_through() -> None:
    """One row of three may differ, rounded figures may, and a row without parts tells nothing."""
    expect_means([(2.0, [1, 3]), (2.01, [2]), (9.0, [1]), (7.0, [])], within=0.01)


@pytest.mark.parametrize("parts", [[(5.0, [1.0, 3.0])], [(2.0, [2.0]), (5.0, [1.0, 3.0])]])
def test_scores_that_are_made_otherwise_are_refused(parts: list[tuple[float, list[float]]]) -> None:
    """Where half of them are no means, the figures are not what they are taken for."""
    with pytest.raises(LayoutError, match=r"expected scores that are the mean .* such as 5 .* 2\."):
        expect_means(parts, within=0.01)
