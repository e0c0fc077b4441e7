"""Scores, counts, ranks and prices are read exactly, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.numbers import Unit, number, prices, rank, score_with_interval, whole

MISSING = {"-", "N/A", ""}


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("87.19", "", 87.19),
        ("2,829", "", 2829),
        ("1,234,567.25", "", 1_234_567.25),
        ("-1", "", -1),
        ("\u22121.5", "", -1.5),
        ("+.5", "", 0.5),
        ("\u00a0 1504\u2009\n", "", 1504),
        ("1.8 %", "%", 1.8),
        ("77.47%", "%", 77.47),
        ("99.5\u202f%", "%", 99.5),
        ("$15.15", "$", 15.15),
        ("$ 1,200", "$", 1200),
        ("-$1", "$", -1),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, unit: Unit, expected: float) -> None:
    """Thousands in groups, a real minus, and spaces around that do not break or are thin."""
    assert number(text, unit=unit) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "N/A", "nan", "inf", "1e3", "0x1f", "1_000", "5.", "²", "1 234", "8 2", "½"),
        *("1,5", "12,34", "1,2345", "1234,567", ",500", "1,,234", "1.2.3", "--1", "+-1"),
        *("77%", "$5", "1504 ±6", "~3", "87.19*", "1M", "9" * 400),
    ],
)
def test_what_is_no_number_is_told(text: str) -> None:
    """Two numbers, half a group, a unit nobody named, a footnote: none is guessed at."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        number(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("77.47", "%"), ("%", "%"), ("$5", "%"), ("5", "$"), ("5%", "$"), ("$-5", "$"), ("$5%", "$")],
)
def test_a_unit_that_is_named_has_to_be_there(text: str, unit: Unit) -> None:
    """A column that turns from per cent into fractions is found out."""
    with pytest.raises(LayoutError, match="expected a number such as"):
        number(text, unit=unit)


@pytest.mark.parametrize("text", ["-", "\u2014", " - ", "N/A", "", "\u00a0"])
def test_a_mark_for_missing_is_none_where_the_site_names_it(text: str) -> None:
    """A dash is any dash."""
    assert number(text, missing=MISSING) is None
    assert whole(text, missing=MISSING) is None
    assert rank(text, missing=MISSING) is None


@pytest.mark.parametrize("text", ["n/a", "--", "TBD", "0.0x"])
def test_a_mark_that_no_site_named_is_told(text: str) -> None:
    """Marks are exact; where -1 means missing, the site says so."""
    with pytest.raises(LayoutError, match="expected a number"):
        number(text, missing=MISSING)
    assert number("-1", missing={"-1"}) is None


@given(st.integers(0, 10**12))
def test_grouping_does_not_change_a_count(count: int) -> None:
    """With groups of thousands or without."""
    assert whole(f"{count:,}") == whole(str(count)) == count


@pytest.mark.parametrize("text", ["2.5", "-1", "", "1,23", "3 votes"])
def test_what_is_no_count_is_told(text: str) -> None:
    """Votes are whole and at least 0."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        whole(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("🥇", 1), (" 🥈 ", 2), ("🥉", 3), ("12", 12), ("#12", 12), ("12.", 12)],
)
def test_a_rank_may_be_a_medal(text: str, expected: int) -> None:
    """The first three are often shown so."""
    assert rank(text) == expected


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "🥇 1", "🏅", "1st", "1-2", "1,2", "1 2"])
def test_what_is_no_rank_is_told(text: str) -> None:
    """A spread of ranks is none, and neither are two."""
    with pytest.raises(LayoutError, match="expected a rank such as"):
        rank(text)


def test_prices_come_one_or_two_in_a_cell() -> None:
    """What goes in and what comes out, in dollars."""
    assert prices("$15.15") == (15.15,)
    assert prices("$5 / $25") == (5, 25)
    with pytest.raises(LayoutError, match="found ' 25'"):
        prices("$5 / 25")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("1504 ±6", "", (1504, 1498, 1510)),
        ("1,541 +14/-12", "", (1541, 1529, 1555)),
        ("1541 -12/+14", "", (1541, 1529, 1555)),
        ("1541\u00a0\u221212/14", "", (1541, 1529, 1555)),
        ("82.0%± 2.2", "%", (82, 79.8, 84.2)),
        ("82.0% ± 2.2%", "%", (82, 79.8, 84.2)),
        ("38.81% (-0.3/+0.4)", "%", (38.81, 38.51, 39.21)),
        ("0 ±0", "", (0, 0, 0)),
    ],
)
def test_a_score_and_its_interval_may_share_a_cell(
    text: str, unit: Unit, expected: tuple[float, float, float]
) -> None:
    """The score, the low and the high end, all in the text's unit."""
    assert score_with_interval(text, unit=unit) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", "1504", "±6", "1504 6", "1504 ± ", "15 04 ±6", "1541 14/-12", "1541 +14/+14"),
        *("1541-1500", "82.0% ± 2.2", "1504 (±6", "1504 ±6)", "1504 ±6 Preliminary", "1504 ±6 ±7"),
    ],
)
def test_what_is_no_score_with_interval_is_told(text: str) -> None:
    """Neither half is guessed."""
    with pytest.raises(LayoutError, match=r"expected .*, found '"):
        score_with_interval(text)


@given(st.text())
def test_any_text_is_a_number_or_an_error_of_the_page(text: str) -> None:
    """Hostile text does not end the process."""
    for read in (number, whole, rank, prices, score_with_interval):
        try:
            read(text)
        except LayoutError as error:
            assert "found" in str(error)  # noqa: PT017 - either outcome is right
