"""VoiceBench's README, as it was and as it is."""

from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import voicebench
from tests.parsers.pages import file_page, make_page

FIXTURE = Path("fixtures/voicebench/overall/2025-05-07/page.md").read_text(encoding="utf-8")
OLD = "mean of AdvBench, AlpacaEval, CommonEval, IFEval, SD-QA"
NEW = "mean of AdvBench, AlpacaEval, CommonEval, IFEval, MMSU, OBQA, SD-QA"


def _parse(text: str) -> Standing:
    return voicebench.parse(make_page(text.encode(), "https://board.example/README.md"))


@pytest.mark.parametrize(
    ("day", "rows", "method", "ends"),
    [
        ("2024-11-12", 9, OLD, [("Whisper-v3+GPT-4o", 87.19), ("Mini-Omni", 28.8)]),
        ("2025-01-09", 20, NEW, [("Whisper-v3-large+GPT-4o", 87.23), ("Moshi", 27.47)]),
        ("2025-03-08", 32, NEW, [("Whisper-v3-large+GPT-4o", 87.23), ("Moshi", 27.47)]),
    ],
)
def test_real_tables_are_read_whole(
    captures: Path, day: str, rows: int, method: str, ends: list[tuple[str, float]]
) -> None:
    """As many rows as the last rank says, and as many as lines begin with a number in pipes."""
    path = captures / "voicebench" / day / "README.md"
    numbered = [s for s in path.read_text().splitlines() if s[:5].strip("| ").isdigit()]

    standing = voicebench.parse(file_page(path))

    entries = standing.entries
    assert [entry.rank for entry in entries] == list(range(1, rows + 1))
    assert len(numbered) == rows
    assert [(entry.model, entry.score) for entry in (entries[0], entries[-1])] == ends
    assert (standing.method, standing.unknown) == (method, ())


def test_the_page_without_a_table_is_refused(captures: Path) -> None:
    """The first version of the README holds only its name."""
    with pytest.raises(LayoutError, match="found no table"):
        voicebench.parse(file_page(captures / "voicebench" / "2024-10-22" / "README.md"))


def test_a_row_in_a_comment_is_no_entry() -> None:
    """The model without an overall score is hidden from readers, between rows and after them."""
    models = [entry.model for entry in _parse(FIXTURE).entries]

    assert len(models) == 6
    assert "KE-Omni-v1.5" not in models


def test_one_sub_score_under_two_names_is_one_method() -> None:
    """OpenBookQA became OBQA: the same questions, so no epoch begins."""
    assert _parse(FIXTURE.replace("OBQA", "OpenBookQA")).method == _parse(FIXTURE).method


def test_a_new_sub_score_is_another_method_and_is_told() -> None:
    """Overall changes for every model then, and no rank has moved for it."""
    lines = FIXTURE.replace("| AdvBench |", "| AdvBench | NewQA |").replace(
        ":--------:|:-------:|", ":--------:|:-----:|:-------:|"
    )
    lines = "\n".join(
        line.replace("  |  ", "  | 50.00 |  ", 1) if line[3:4].isdigit() else line
        for line in lines.splitlines()
    )

    standing = _parse(lines + "\n")

    assert standing.unknown == ("NewQA",)
    assert standing.method is not None
    assert "NewQA" in standing.method


def test_columns_may_stand_in_any_order() -> None:
    """Overall first, then Rank and Model: the same entries."""
    lines = [line for line in FIXTURE.splitlines() if line[3:4].isdigit() or "AdvBench" in line]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    turned = ["|".join(reversed(row)) for row in cells]
    turned.insert(1, "|".join(["---"] * len(cells[0])))

    entries = _parse("\n".join([*turned, "", "More."])).entries

    assert entries == _parse(FIXTURE).entries


def test_scores_that_are_not_the_mean_are_refused() -> None:
    """Two columns under each other's names give another mean."""
    with pytest.raises(LayoutError, match="mean of their parts"):
        _parse(
            FIXTURE.replace("CommonEval", "X").replace("SD-QA", "CommonEval").replace("X", "SD-QA")
        )


def test_a_model_without_a_figure_has_no_score() -> None:
    """An empty cell or a dash is not zero, and says nothing against the method."""
    text = FIXTURE.replace("|  6   | Moshi", "|      | Moshi").replace("|  29.51  |", "|    -    |")
    moshi = _parse(text.replace("| 15.64 |", "|       |")).entries[-1]

    assert (moshi.model, moshi.rank, moshi.score) == ("Moshi", None, None)


@pytest.mark.parametrize("end", ["|  5   | Qwen2-Audio", "|  6   | Moshi", "\n[//]: #"])
def test_a_page_that_is_cut_is_refused(end: str) -> None:
    """Inside of a row, between two rows or after the last: the README goes on after its table."""
    cut = FIXTURE.index(end)

    for place in (cut, cut - 5, cut - 80):
        with pytest.raises(LayoutError, match=r"it may be cut|cells in every row"):
            _parse(FIXTURE[:place])


def test_another_board_at_this_address_is_refused() -> None:
    """A README with tables that are no leaderboard."""
    with pytest.raises(LayoutError, match="expected one table with the columns Rank, Model"):
        _parse(FIXTURE[FIXTURE.index("### Available Data") :])


def test_a_score_that_is_no_number_is_refused() -> None:
    """A note in the cell is not left out silently."""
    with pytest.raises(LayoutError, match="expected a number"):
        _parse(FIXTURE.replace("29.51", "29.51 (old)"))
