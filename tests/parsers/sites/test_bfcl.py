"""The Berkeley Function-Calling Leaderboard, after its description: no real file is here."""

from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import bfcl
from tests.parsers.pages import make_page

FIXTURE = Path("fixtures/bfcl/overall/2025-01-10/page.csv").read_text(encoding="utf-8")
AGENTIC = (
    "Rank,Overall Acc,Model,Model Link,Total Cost ($),Non-Live AST Acc,Live Acc,Multi Turn Acc,"
    "Web Search Acc,Web Search Base,Memory Acc,Memory KV,Format Sensitivity Max Delta,"
    "Organization,License\n"
    "1,77.47%,Claude-Opus-4-5-20251101 (FC),https://a.example,86.55,88.58%,79.79%,68.38%,84.50%,"
    "84.00%,73.76%,70.00%,N/A,Anthropic,Proprietary\n"
)


def _parse(text: str) -> Standing:
    return bfcl.parse(make_page(text.encode(), "https://board.example/data_overall.csv"))


def test_native_and_prompted_calls_are_two_models() -> None:
    """The name tells them apart, and is kept as it is printed."""
    entries = [entry for entry in _parse(FIXTURE).entries if "gpt-4o" in entry.model]

    assert [(e.model, e.rank, e.score) for e in entries] == [
        ("gpt-4o-2024-11-20 (Prompt)", 2, 72.02),
        ("gpt-4o-2024-11-20 (FC)", 3, 69.56),
    ]


def test_with_agentic_parts_the_overall_accuracy_is_another() -> None:
    """Version 4 has parts that version 3 had not: an epoch begins."""
    standing = _parse(AGENTIC)

    assert standing.entries[0].score == 77.47
    assert standing.unknown == ()
    assert standing.method == (
        "made of Live Acc, Memory Acc, Multi Turn Acc, Non-Live AST Acc, Web Search Acc"
    )
    assert standing.method != _parse(FIXTURE).method


def test_a_new_part_is_told_and_is_another_method() -> None:
    """A column that ends in Acc is of the whole; any other is only told."""
    standing = _parse(
        AGENTIC.replace("Memory Acc", "Vision Acc").replace("Memory KV", "Vision Base")
    )

    assert standing.unknown == ("Vision Acc", "Vision Base")
    assert standing.method is not None
    assert "Vision Acc" in standing.method


@pytest.mark.parametrize("score", ["77.47", "N/A", "", "77,47%"])
def test_a_score_that_is_no_per_cent_is_refused(score: str) -> None:
    """Every model on the board has one."""
    with pytest.raises(LayoutError, match="expected a number such as 12"):
        _parse(AGENTIC.replace("77.47%", score and f'"{score}"'))


def test_a_file_that_is_cut_inside_a_row_is_refused() -> None:
    """Up to the licence, which is not read."""
    for end in range(FIXTURE.rindex("\n") + 2, FIXTURE.rindex(",") + 1):
        with pytest.raises(LayoutError, match="expected 18 cells in every row"):
            _parse(FIXTURE[:end])


def test_another_board_of_the_publisher_is_refused() -> None:
    """The file of one part has no overall accuracy."""
    with pytest.raises(LayoutError, match="columns Rank, Overall Acc, Model, Organization"):
        _parse(FIXTURE.replace("Overall Acc", "Live Overall Acc"))
