"""Markdown tables are read as GitHub shows them, by the names of their columns."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.markdown import MarkdownRow, find_table
from parsers.rows import Table
from tests.parsers.pages import file_page, make_page

HEAD = "| Rank | Model | Overall |\n|:----:|-------|:-------:|\n"
BOARD = HEAD + "|  1   | Atlas |  87.19  |\n|  2   | Nova  |  86.42  |\n"


def _find(text: str, *headers: str, within: str = "") -> Table[MarkdownRow]:
    page = make_page(text.encode(), "https://board.example/README.md")
    return find_table(page, headers or ("Rank", "Model", "Overall"), within)


def _models(text: str, within: str = "") -> list[str]:
    return [row["Model"] for row in _find(text, within=within).rows]


def test_columns_are_found_by_header_in_any_order() -> None:
    """With or without pipes at the ends, aligned or not."""
    swapped = "Overall|Model|Rank\n-:|-|-\n87.19|Atlas|1\n86.42|Nova|2\n"

    for text in (BOARD, swapped, BOARD.replace("\n", "\r\n")):
        rows = _find(f"# Board\n\n{text}\nThe end.\n").rows
        assert [(r["Rank"], r["Model"], r["Overall"]) for r in rows] == [
            ("1", "Atlas", "87.19"),
            ("2", "Nova", "86.42"),
        ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("**Atlas**", "Atlas"),
        ("__At*la*s__", "Atlas"),
        ("`Atlas_1`", "Atlas_1"),
        ("finix_s1_32b", "finix_s1_32b"),
        ("[Atlas](https://a.example/x_y)", "Atlas"),
        ("[**Atlas** `7b`](https://a.example)", "Atlas 7b"),
        ("![logo](logo.png) Atlas", "Atlas"),
        (r"Atlas \| Acme", "Atlas | Acme"),
        (r"`a \| b`", "a | b"),
        (r"\*Atlas\*", "*Atlas*"),
        ("Atlas<!-- new -->", "Atlas"),
        ("Atlas<br>by Acme", "Atlas by Acme"),
        ("GPT-4<sup>1</sup>", "GPT-4 1"),
        ("Atlas &amp; Co &lt;b&gt;", "Atlas & Co <b>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("🥇 Atlas", "🥇 Atlas"),
        ("~~Atlas~~", "~~Atlas~~"),
        ("", ""),
    ],
)
def test_the_text_of_a_cell_is_what_a_reader_sees(cell: str, text: str) -> None:
    """Marks go, words stay apart, and hostile text is text."""
    assert _find(BOARD.replace("Atlas", cell)).rows[0]["Model"] == text


def test_links_stand_in_cells() -> None:
    """The first one of the cell, or none."""
    row = _find(BOARD.replace("Atlas", "[Atlas](https://a.example/a) [b](https://b.example)")).rows[
        0
    ]

    assert (row.link("Model"), row.link("Overall")) == ("https://a.example/a", None)


def test_a_renamed_header_says_what_was_expected_and_found() -> None:
    """The message names the columns wanted and those of the tables that are there."""
    with pytest.raises(LayoutError) as caught:
        _find(BOARD, "Model", "Elo")

    assert str(caught.value) == (
        "expected one table with the columns Model, Elo; found (Rank, Model, Overall)"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{BOARD}```\n",
        f"~~~markdown\n{BOARD}",
        f"<!--\n{BOARD}-->\n",
        f"<!-- {BOARD}",
        "    " + BOARD.replace("\n", "\n    "),
        f"<pre>\n{BOARD}</pre>\n",
        "Rank | Model | Overall\n",
        "",
    ],
)
def test_what_is_code_or_comment_is_no_table(text: str) -> None:
    """Neither is a line with pipes that no line of dashes follows."""
    with pytest.raises(LayoutError, match="found no table"):
        _find(text)
    assert _models(f"{BOARD}\n\n{text}") == ["Atlas", "Nova"]


@pytest.mark.parametrize(
    "comment", ["<!-- |2| Old | 1 | -->\n", "<!--\n|2|Old|1|\n|3|Old|1|\n-->\n"]
)
def test_rows_in_a_comment_do_not_count_and_hide_none(comment: str) -> None:
    """The table goes on after them."""
    nova = "|  2   | Nova"

    assert _models(BOARD.replace(nova, comment + nova)) == ["Atlas", "Nova"]
    assert _models(BOARD + comment) == ["Atlas", "Nova"]


def test_two_fitting_tables_are_refused_unless_a_heading_is_named() -> None:
    """Which is meant has to be said; a heading ends at the next one as high."""
    text = f"## **Main** board\n{BOARD}\n### Notes\n\n## Old\n{BOARD.replace('Atlas', 'Vega')}\n"

    with pytest.raises(LayoutError, match="found 2 such of 2"):
        _find(text)
    assert _models(text, within="Main board") == ["Atlas", "Nova"]
    assert _models(text, within="Old") == ["Vega", "Nova"]
    with pytest.raises(LayoutError, match=r"one table within Notes with .*; found no table"):
        _find(text, within="Notes")


def test_a_heading_covers_those_below_it() -> None:
    """A table under a lower heading is under the higher one too."""
    assert _models(f"Boards\n======\n\n### Voice\n\n{BOARD}", within="Boards") == ["Atlas", "Nova"]


@pytest.mark.parametrize(
    "row",
    ["| 3 | Vega |", "| 3 | Vega | 1 | 2 |", "| 3 | Vega | 1", "More below:", "| 3 | a|b | 1 |"],
)
def test_a_row_with_another_number_of_cells_is_refused(row: str) -> None:
    """GitHub fills it up or cuts it off; which cell is missing cannot be told."""
    with pytest.raises(LayoutError, match="expected 3 cells in every row, found"):
        _find(f"{BOARD}{row}\n")


def test_a_header_that_stands_twice_is_refused_where_it_is_wanted() -> None:
    """Which of two columns named Overall is meant cannot be told."""
    with pytest.raises(LayoutError, match="expected one column 'Overall', found 2"):
        _find(BOARD.replace("Rank", "Overall"), "Model", "Overall")


def test_columns_that_nobody_knows_are_told() -> None:
    """Those a site neither uses nor ignores by name."""
    assert _find(BOARD).unknown({"Rank", "Model"}) == ("Overall",)


@given(st.integers(0, len(BOARD)))
def test_a_table_that_is_cut_is_refused_or_ends_with_a_whole_row(end: int) -> None:
    """At the end of a line nothing tells; anywhere else the cut is found out."""
    cut = BOARD[:end]

    if cut.endswith("\n") and cut.startswith(HEAD):
        assert _models(cut) == ["Atlas", "Nova"][: cut.count("\n") - 2]
    else:
        with pytest.raises(LayoutError, match="expected"):
            _find(cut)


@given(st.text())
def test_any_text_is_read_or_is_an_error_of_the_page(cell: str) -> None:
    """Hostile text in a cell does not end the process, and moves no other cell."""
    try:
        rows = _find(BOARD.replace("Atlas", cell)).rows
    except LayoutError:
        return

    assert [row["Overall"] for row in rows] == ["87.19", "86.42"]


@pytest.mark.parametrize(
    ("name", "headers", "rows"),
    [
        ("voicebench/2024-11-12", ("Rank", "Model", "Overall"), 9),
        ("voicebench/2025-01-09", ("Rank", "Model", "Overall"), 20),
        ("voicebench/2025-03-08", ("Rank", "Model", "Overall"), 32),
        ("vectara/2025-01-30", ("Model", "Hallucination Rate"), 94),
        ("vectara/2026-03-10", ("Model", "Hallucination Rate"), 96),
    ],
)
def test_real_pages_are_read(
    captures: Path, name: str, headers: tuple[str, ...], rows: int
) -> None:
    """All lines with as many pipes as the header, but for it and the dashes."""
    path = captures / name / "README.md"
    lines = path.read_text().splitlines()
    top = next(n for n, line in enumerate(lines) if all(f"{h}" in line for h in headers))
    alike = [line for line in lines[top:] if line.count("|") == lines[top].count("|")]
    table = find_table(file_page(path), headers)

    assert len(table.rows) == len(alike) - 2 == rows
    assert all(row[header] for row in table.rows for header in headers)


def test_a_real_page_without_a_table_says_so(captures: Path) -> None:
    """The first VoiceBench page held its name only."""
    with pytest.raises(LayoutError, match="found no table"):
        find_table(file_page(captures / "voicebench/2024-10-22/README.md"), ("Model",))
