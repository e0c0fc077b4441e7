"""Numbers, intervals and times as boards write them."""

import math
from datetime import datetime
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.numbers import (
    bounds,
    day,
    deltas,
    half_width,
    half_width_of_stderr,
    instant,
    interval,
)

MINUS, DASH, HYPHEN = "\u2212", "\u2013", "\u2011"
THIN, NARROW, NO_BREAK, ZERO_WIDTH = "\u2009", "\u202f", "\u00a0", "\u200b"
WIDTHS = st.decimals(0, 10_000, places=2).map(str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-13/+13", (13, 13)),
        ("-17/17", (17, 17)),
        ("+14/-12", (12, 14)),
        ("14/-12", (12, 14)),
        (" +4.5 / -3 ", (3, 4.5)),
        ("+ 4 / - 3", (3, 4)),
        ("+.5/-.25", (0.25, 0.5)),
        ("-0/+0", (0, 0)),
        ("+9/-0", (0, 9)),
        ("±16", (16, 16)),
        ("± 3.56", (3.56, 3.56)),
        ("+/-16", (16, 16)),
        ("+ / - 16", (16, 16)),
        ("+-16", (16, 16)),
        ("±0", (0, 0)),
    ],
)
def test_an_interval_is_read_however_its_signs_are_written(
    text: str, expected: tuple[float, float]
) -> None:
    """Below and above come as two positive numbers, whichever is written first."""
    assert deltas(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{MINUS}17/+12", (17, 12)),
        (f"{DASH}17/12", (17, 12)),
        (f"{HYPHEN}17/+12", (17, 12)),
        (f"+/{MINUS}16", (16, 16)),
        (f"{NO_BREAK}±{THIN}16{NARROW}", (16, 16)),
        (f"{ZERO_WIDTH}+14{NARROW}/{NO_BREAK}{MINUS}{THIN}12\n", (12, 14)),
    ],
)
def test_an_interval_is_read_as_typesetters_write_it(
    text: str, expected: tuple[float, float]
) -> None:
    """A real minus, a dash for one, and spaces that do not break or take no room."""
    assert deltas(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "13", "+13", "+13/+14", "-13/-14", "13/13", "-13", "a/b", "-1/+2/+3"),
        *("±", "±-13", "±±13", "±13/13", "± 1 6", "-1 3/+13", "-13/", "/+13", "--13/+13", "+-3/4"),
        *("±nan", "-inf/+inf", "±NaN", "±1e3", "±1,5", "±1.2.3", "±13%", "N/A", "1541 ±16"),
        *("[-13, 13]", "-13 – 13", "±²", f"±{'9' * 400}", f"-1/+{'9' * 400}"),  # noqa: RUF001
    ],
)
def test_what_is_no_interval_is_told(text: str) -> None:
    """Anything else is an error that says what was expected and shows the text."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        deltas(text)


@given(WIDTHS, WIDTHS)
def test_all_ways_to_write_a_pair_read_the_same(below: str, above: str) -> None:
    """Order, sign of the positive number, kind of minus and spaces do not matter."""
    written = [
        f"-{below}/+{above}",
        f"+{above}/-{below}",
        f"-{below}/{above}",
        f" {MINUS}{below}{THIN}/ +{above}",
    ]

    assert {deltas(text) for text in written} == {(float(below), float(above))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1490, 1520]", (1490, 1520)),
        ("(1490,1520)", (1490, 1520)),
        ("1490-1520", (1490, 1520)),
        (f"1490 {DASH} 1520", (1490, 1520)),
        (f"[1490{DASH}1520]", (1490, 1520)),
        (f"{NO_BREAK}1490.5{THIN}\u2014{NARROW}1520.25", (1490.5, 1520.25)),
        (f"[{MINUS}0.5, +.5]", (-0.5, 0.5)),
        ("-0.5 - 0.5", (-0.5, 0.5)),
        (f"{MINUS}5 {DASH} {MINUS}3", (-5, -3)),
        ("-5--3", (-5, -3)),
        ("[1500, 1500]", (1500, 1500)),
    ],
)
def test_the_ends_of_an_interval_are_read(text: str, expected: tuple[float, float]) -> None:
    """In brackets with a comma, or with a dash of any kind; an end may be negative."""
    assert bounds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "1490", "[1490]", "[1490, ]", "1490 1520", "1490, 1520", "1490/1520"),
        *("[1490, 1520", "1490, 1520)", "(1490, 1520]", "[[1490, 1520]]", "[1490; 1520]"),
        *("[1520, 1490]", "1520-1490", "-3 - -5", "[1, 2, 3]", "1,490 - 1,520"),
        *("[1 490, 1 520]", "[nan, 1]", "[-inf, inf]", "[0, NaN]", f"[0, {'9' * 400}]", "±16"),
    ],
)
def test_what_are_no_two_ends_is_told(text: str) -> None:
    """Half a bracket, ends the wrong way round, and numbers that could be cut in two ways."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        bounds(text)


def test_a_plain_number_is_a_half_width_only_where_the_parser_says_so() -> None:
    """A column of half-widths is read by its own function, and by no other."""
    assert [half_width(text) for text in ("16", f" 3.56{NO_BREAK}", ".5", "0")] == [
        16,
        3.56,
        0.5,
        0,
    ]
    with pytest.raises(LayoutError, match="expected an interval"):
        deltas("16")


@pytest.mark.parametrize(
    "text", ["", "-16", "+16", "±16", "1 6", "1,6", "nan", "inf", "1e3", "16%", "9" * 400]
)
def test_what_is_no_half_width_is_told(text: str) -> None:
    """A sign, a unit, or what is no number."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        half_width(text)


def test_a_standard_error_becomes_half_of_a_95_percent_interval() -> None:
    """Terminal-Bench prints 82.0% ± 2.2 where its payload has a standard error of 1.12 points."""
    assert half_width_of_stderr(1.12) == pytest.approx(2.2, abs=0.01)
    assert half_width_of_stderr(1) == pytest.approx(NormalDist().inv_cdf(0.975))
    assert half_width_of_stderr(0) == 0


@pytest.mark.parametrize("stderr", [-0.1, math.nan, math.inf, -math.inf])
def test_what_is_no_standard_error_is_told(stderr: float) -> None:
    """It is a number of at least 0."""
    with pytest.raises(LayoutError, match="expected a standard error of at least 0, found"):
        half_width_of_stderr(stderr)


def test_an_interval_without_a_side_has_no_such_end() -> None:
    """A missing half-width is a missing bound, not a bound at the score."""
    assert interval(10.0, None, 2.0) == (None, 12.0)
    assert interval(None, 1.0, 2.0) == (None, None)


def test_times_are_utc_without_zone() -> None:
    """An offset is taken into account; a time without one is UTC."""
    expected = datetime(2026, 5, 26, 5, 48)  # noqa: DTZ001 - UTC without zone

    assert instant("2026-05-26T05:48:00+00:00") == expected
    assert instant("2026-05-26T07:48:00+02:00") == expected
    assert instant("2026-05-26T05:48:00") == expected


def test_days_follow_their_pattern() -> None:
    """A day written otherwise is told, not guessed."""
    assert day("Mar 18, 2026", "%b %d, %Y") == datetime(2026, 3, 18)  # noqa: DTZ001 - UTC
    with pytest.raises(LayoutError, match="expected a day written as"):
        day("18.03.2026", "%b %d, %Y")
    with pytest.raises(LayoutError, match="expected an ISO 8601 time"):
        instant("yesterday")
