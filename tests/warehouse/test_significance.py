"""Two scores differ where their intervals, put together, leave no other reading."""

import math
from itertools import pairwise
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.numbers import half_width_of_stderr
from warehouse.significance import Estimate, Significance, holm, judge, p_of, z_of

SIGNIFICANT, NOT_SIGNIFICANT, UNKNOWN = Significance


def _around(score: float, below: float, above: float | None = None) -> Estimate:
    return Estimate(score, score - below, score + (below if above is None else above))


# Whole numbers, so that sums and differences are exact.
WHOLE = st.integers(0, 3000).map(float)
WIDTH = st.integers(0, 50).map(float)
ESTIMATES = st.builds(_around, WHOLE, WIDTH, WIDTH)
PARTIAL = st.builds(Estimate, WHOLE | st.none(), WHOLE | st.none(), WHOLE | st.none())
P_VALUES = st.lists(st.floats(0, 1), max_size=12)
SHUFFLED = P_VALUES.flatmap(
    lambda values: st.tuples(st.just(values), st.permutations(range(len(values))))
)


def test_a_lead_of_three_points_within_wide_intervals_means_nothing() -> None:
    """1541 ±16 against 1538 ±7: a third of a standard error."""
    z = z_of(_around(1541, 16), _around(1538, 7))

    assert z == pytest.approx(0.337, abs=0.001)
    assert judge([z]) == [NOT_SIGNIFICANT]


def test_intervals_can_overlap_and_the_scores_differ_all_the_same() -> None:
    """1516 ±10 reaches down to 1506 and 1500 ±10 up to 1510, and z is 2.22."""
    upper, lower = _around(1516, 10), _around(1500, 10)
    z = z_of(upper, lower)

    assert (upper.low or 0) < (lower.high or 0)
    assert z == pytest.approx(2.217, abs=0.001)
    assert p_of(z or 0) == pytest.approx(0.0266, abs=0.0001)
    assert judge([z]) == [SIGNIFICANT]


def test_with_standard_errors_it_is_the_textbook_formula() -> None:
    """Intervals made of standard errors of 3 and 4 give back d / 5."""
    one = _around(100, half_width_of_stderr(3))
    other = _around(90, half_width_of_stderr(4))

    assert z_of(one, other) == pytest.approx(10 / math.hypot(3, 4))


def test_only_the_sides_that_face_each_other_count() -> None:
    """The larger score's lower side and the smaller's upper one; the ends away may be missing."""
    expected = 21 / math.hypot(10, 5) * NormalDist().inv_cdf(0.975)

    assert z_of(_around(1541, 10, 900), _around(1520, 900, 5)) == pytest.approx(expected)
    assert z_of(Estimate(1541, 1531, None), Estimate(1520, None, 1525)) == pytest.approx(expected)
    assert z_of(Estimate(1541, None, 1551), Estimate(1520, 1510, 1525)) is None


def test_a_score_without_error_can_be_compared_with_one_that_has() -> None:
    """One side of no width is an exact value; two leave nothing to measure the difference with."""
    exact, other = _around(1541, 0), _around(1521, 10)

    assert z_of(exact, other) == pytest.approx(2 * NormalDist().inv_cdf(0.975))
    assert z_of(exact, _around(1521, 0)) is None
    assert z_of(exact, exact) is None


@pytest.mark.parametrize(
    "estimate",
    [
        Estimate(None, 1490, 1510),
        Estimate(1500, None, None),
        Estimate(1500, 1501, 1499),
        Estimate(1500, math.nan, math.nan),
        Estimate(math.nan, 1490, 1510),
        Estimate(1500, -math.inf, math.inf),
        Estimate(math.inf, math.inf, math.inf),
    ],
)
def test_without_a_score_inside_an_interval_there_is_no_z(estimate: Estimate) -> None:
    """Missing, infinite, or ends on the wrong side of their score."""
    assert z_of(estimate, _around(1541, 16)) is None
    assert z_of(_around(1541, 16), estimate) is None


@given(ESTIMATES | PARTIAL, ESTIMATES | PARTIAL)
def test_z_changes_its_sign_with_the_order(one: Estimate, other: Estimate) -> None:
    """Who is named first changes the sign, and nothing else."""
    z, back = z_of(one, other), z_of(other, one)

    assert back == (None if z is None else -z)
    if z is not None and one.score is not None and other.score is not None:
        assert math.copysign(1, z) == math.copysign(1, one.score - other.score)


@given(ESTIMATES, ESTIMATES, st.integers(-3000, 3000))
def test_z_does_not_change_when_the_whole_board_shifts(
    one: Estimate, other: Estimate, shift: int
) -> None:
    """Elo is anchored anywhere: only differences count."""
    moved = [
        _around(score + shift, score - low, high - score)
        for score, low, high in (one, other)
        if score is not None and low is not None and high is not None
    ]

    assert z_of(*moved) == z_of(one, other)


@given(ESTIMATES, ESTIMATES)
def test_intervals_apart_always_mean_a_difference(one: Estimate, other: Estimate) -> None:
    """The overlap test errs to one side only: what it calls a difference is one."""
    z = z_of(one, other)
    is_apart = (one.low or 0) > (other.high or 0)

    if is_apart and z is not None:
        assert judge([z]) == [SIGNIFICANT]


def test_p_is_that_of_the_normal_distribution_on_both_sides() -> None:
    """As tables have it."""
    assert p_of(0) == 1
    assert p_of(1.959964) == p_of(-1.959964) == pytest.approx(0.05, abs=1e-7)
    assert p_of(-2.575829) == pytest.approx(0.01, abs=1e-7)
    assert p_of(math.inf) == 0


def test_holm_multiplies_the_smallest_by_all_and_the_next_by_one_less() -> None:
    """Worked by hand: 4 x 0.005, 3 x 0.01, 2 x 0.03, and 0.04 is held up to the one before."""
    assert holm([0.03, 0.005, 0.04, 0.01]) == pytest.approx([0.06, 0.02, 0.06, 0.03])
    assert holm([0.6, 0.7]) == [1, 1]
    assert holm([]) == []


@given(P_VALUES)
def test_holm_keeps_the_order_and_never_lowers_a_p_value(p_values: list[float]) -> None:
    """Adjusted values rise with the raw ones, are not below them and not above 1."""
    adjusted = holm(p_values)
    by_size = [value for _, value in sorted(zip(p_values, adjusted, strict=True))]

    assert all(p <= value <= 1 for p, value in zip(p_values, adjusted, strict=True))
    assert all(low <= high for low, high in pairwise(by_size))


@given(SHUFFLED)
def test_holm_does_not_depend_on_the_order_of_tests(
    shuffled: tuple[list[float], list[int]],
) -> None:
    """Each p value gets the same whatever stands before it, and equals get the same."""
    p_values, order = shuffled
    adjusted = holm(p_values)

    assert holm([p_values[i] for i in order]) == [adjusted[i] for i in order]
    assert len(set(zip(p_values, adjusted, strict=True))) == len(set(p_values))


@given(st.floats(0, 1))
def test_one_test_alone_needs_no_correction(p_value: float) -> None:
    """Its p value stays as it is."""
    assert holm([p_value]) == [p_value]


def test_what_is_significant_alone_may_not_be_among_others() -> None:
    """Alone 2.22 is enough (p 0.027), among three it is not; unknown ones do not count."""
    assert judge([2.22, None, None]) == [SIGNIFICANT, UNKNOWN, UNKNOWN]
    assert judge([-2.22, None, 2.0, 3.5]) == [
        NOT_SIGNIFICANT,
        UNKNOWN,
        NOT_SIGNIFICANT,
        SIGNIFICANT,
    ]
    assert judge([]) == []


def test_the_words_are_those_of_the_view() -> None:
    """`changes.significance` holds these and NULL."""
    assert [str(word) for word in Significance] == ["significant", "not_significant", "unknown"]
