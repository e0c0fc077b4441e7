"""Numbers, intervals and times as boards write them."""

from datetime import datetime

import pytest

from leaderboard.errors import LayoutError
from parsers.numbers import day, deltas, instant, interval


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-13/+13", (13, 13)),
        ("-17/17", (17, 17)),
        ("+14/-12", (12, 14)),
        (" +4.5 / -3 ", (3, 4.5)),
        ("-0/+0", (0, 0)),
    ],
)
def test_an_interval_is_read_however_its_signs_are_written(
    text: str, expected: tuple[float, float]
) -> None:
    """Below and above come as two positive numbers, whichever is written first."""
    assert deltas(text) == expected


@pytest.mark.parametrize("text", ["", "13", "+13/+14", "-13/-14", "±13", "a/b", "-1/+2/+3"])
def test_what_is_no_interval_is_told(text: str) -> None:
    """Anything else is an error that shows the text."""
    with pytest.raises(LayoutError, match="found"):
        deltas(text)


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
