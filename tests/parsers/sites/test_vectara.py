"""Vectara's README: two boards in one table."""

from datetime import datetime
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import vectara
from tests.parsers.pages import make_page

FIXTURE = Path("fixtures/vectara/hallucination-rate/2026-03-10/page.md").read_text(encoding="utf-8")
RATE, CONSISTENCY = "hallucination-rate", "factual-consistency"


def _parse(text: str, part: str = RATE) -> Standing:
    return vectara.parse(make_page(text.encode(), f"https://board.example/README.md#{part}"))


@pytest.mark.parametrize(
    ("day", "rows", "judge", "example"),
    [
        ("2025-01-30", 94, "HHEM-2.1", ("DeepSeek-R1", 14.3, 85.7)),
        ("2026-03-10", 96, "HHEM-2.3", ("antgroup/finix_s1_32b", 1.8, 98.2)),
    ],
)
def test_real_tables_are_read_whole(
    captures: Path, day: str, rows: int, judge: str, example: tuple[str, float, float]
) -> None:
    """As many rows as lines with three per cent signs; their day, and who judged."""
    text = (captures / "vectara" / day / "README.md").read_text(encoding="utf-8")
    lines = [s for s in text.splitlines() if s.startswith("|") and s.count("%") == 3]
    model, rate, consistency = example
    for part, score in ((RATE, rate), (CONSISTENCY, consistency)):
        standing = _parse(text, part)

        assert len(standing.entries) == len(lines) == rows
        assert {e.score for e in standing.entries if e.model == model} == {score}
        assert (standing.method, standing.unknown) == (f"rates by {judge}", ())
        assert standing.published_at == datetime.fromisoformat(day)


def test_the_maker_is_what_stands_before_the_slash() -> None:
    """Older names have no slash: who made them is not told apart."""
    older = FIXTURE.replace("antgroup/finix_s1_32b", "Google Gemini-1.5-Pro")

    assert _parse(FIXTURE).entries[0].organization == "antgroup"
    assert _parse(older).entries[0][:3] == ("Google Gemini-1.5-Pro", "Google Gemini-1.5-Pro", None)


def test_figures_that_do_not_add_up_are_the_publishers() -> None:
    """6.6 % and 93.7 % stood in one row: each board shows what is printed."""
    text = FIXTURE.replace("|1.8 %|98.2 %|", "|6.6 %|93.7 %|")

    assert _parse(text).entries[0].score == 6.6
    assert _parse(text, CONSISTENCY).entries[0].score == 93.7


@pytest.mark.parametrize("written", ["100.0%", "100.0 %", "**100.0 %**"])
def test_per_cent_may_be_written_close(written: str) -> None:
    """With or without a space, bold or not."""
    assert _parse(FIXTURE.replace("1.8 %", written, 1)).entries[0].score == 100.0


def test_a_rate_without_its_unit_is_refused() -> None:
    """0.018 may be a share."""
    with pytest.raises(LayoutError, match="expected a number such as 12"):
        _parse(FIXTURE.replace("|1.8 %|", "|0.018|"))


def test_a_new_column_is_told() -> None:
    """Neither used nor ignored by name."""
    text = FIXTURE.replace("|Answer Rate|", "|Refusal Rate|")

    assert _parse(text).unknown == ("Refusal Rate",)


@pytest.mark.parametrize("part", ["", "answer-rate"])
def test_an_unknown_board_is_refused(part: str) -> None:
    """The message names those there are."""
    with pytest.raises(LayoutError, match="hallucination-rate, factual-consistency, found"):
        _parse(FIXTURE, part)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Last updated on March 10, 2026", "Updated now", "such as 'Last updated on"),
        ("Last updated on March 10, 2026", "Last updated on Mayy 10, 2026", "expected a day"),
        ("uses HHEM-2.3", "uses another judge", "such as 'This leaderboard uses"),
        ("|Hallucination Rate|", "|Accuracy|", "expected one table with the columns"),
    ],
)
def test_a_page_that_says_otherwise_is_refused(old: str, new: str, said: str) -> None:
    """Its day, its judge and its columns are looked for in the words that are known."""
    with pytest.raises(LayoutError, match=said):
        _parse(FIXTURE.replace(old, new))


def test_a_page_that_is_cut_is_refused() -> None:
    """Wherever: what follows the table names the judge."""
    for end in range(len(FIXTURE) - 120):
        with pytest.raises(LayoutError):
            _parse(FIXTURE[:end])
