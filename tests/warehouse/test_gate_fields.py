"""What is held of single columns: they vanish, or their figures are in another unit."""

import pytest

from leaderboard.standing import Entry
from tests.warehouse.live import derive
from tests.warehouse.thirty import FULL, SCORES, again, board_of, without


@pytest.mark.parametrize("field", ["rank", "score_low", "score_high"])
def test_a_rank_or_one_end_of_the_interval_that_vanishes_is_held(field: str) -> None:
    """Half an interval is none, and a page that printed ranks prints them."""
    bare = tuple(entry._replace(**{field: None}) for entry in FULL)

    assert derive([FULL, bare]).outcomes == ["changed", "suspect"]


@pytest.mark.parametrize(("filled", "outcome"), [(20, "suspect"), (10, "changed")])
def test_a_column_that_most_rows_had_and_none_has_is_held(filled: int, outcome: str) -> None:
    """Where a third had it, that nobody has may be so."""
    before = tuple(e if n < filled else e._replace(votes=None) for n, e in enumerate(FULL))
    bare = tuple(entry._replace(votes=None) for entry in before)

    assert derive([before, bare]).outcomes == ["changed", outcome]


@pytest.mark.parametrize(
    ("factor", "outcome"), [(0.01, "suspect"), (100, "suspect"), (10, "changed")]
)
def test_one_score_in_another_unit_is_held(factor: float, outcome: str) -> None:
    """A hundred times as much is per cent for a fraction; ten times a low score may be true."""
    low = board_of({**SCORES, "m30": 2.0}, width=None)
    odd = board_of({**SCORES, "m30": 2.0 * factor}, width=None)

    lived = derive([low, odd])

    assert lived.outcomes == ["changed", outcome]


def test_a_unit_that_stays_is_believed_and_one_that_goes_back_was_wrong() -> None:
    """The next capture decides, as of all that is held."""
    low, odd = (board_of({**SCORES, "m30": score}, width=None) for score in (2.0, 200.0))

    assert derive([low, odd, again(odd)]).outcomes == ["changed", "changed", "changed"]
    assert derive([low, odd, again(low)]).outcomes == ["changed", "rejected", "changed"]


def test_a_unit_is_not_believed_because_its_row_is_gone() -> None:
    """A page without the model says nothing of its score: the odd one leads nothing."""
    low, odd = (board_of({**SCORES, "m30": score}, width=None) for score in (20.0, 2000.0))

    assert derive([low, odd, again(without(odd, "m30"))]).outcomes[1] == "rejected"


def test_two_scores_all_ten_times_what_they_were_are_held() -> None:
    """However few rows a board has: all of them at once are in another unit."""
    lived = derive([board_of({"a": 50, "b": 20}), board_of({"a": 500, "b": 200})])

    assert lived.outcomes == ["changed", "suspect"]
    assert "2 of 2 scores seem to be in another unit than before: 'a'" in lived.reason


@pytest.mark.parametrize(
    ("width", "outcome"), [(80.0, "suspect"), (0.8, "suspect"), (16.0, "changed")]
)
def test_intervals_of_another_size_are_held(width: float, outcome: str) -> None:
    """No update makes most of them ten times as wide."""
    assert derive([FULL, board_of(SCORES, width=width)]).outcomes == ["changed", outcome]


def test_intervals_that_stay_as_wide_are_believed() -> None:
    """The next capture agrees."""
    wide: tuple[Entry, ...] = board_of(SCORES, width=80.0)

    assert derive([FULL, wide, again(wide)]).outcomes == ["changed", "changed", "changed"]
