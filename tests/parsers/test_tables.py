"""HTML tables are read by the names of their columns, and by nothing else."""

from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from parsers.rows import Table
from parsers.tables import HtmlRow, find_table
from tests.parsers.pages import file_page, make_page

HEAD = "<thead><tr><th>Rank</th><th>Model</th><th>Score</th></tr></thead>"
VERIFIED = "#leaderboard-Verified"
BOARD = f"<table>{HEAD}<tbody><tr><td>1</td><td>Atlas</td><td>9</td></tr></tbody></table>"


def _find(html: str, *headers: str, within: str = "body") -> Table[HtmlRow]:
    return find_table(make_page(html.encode(), "https://board.example"), headers, within)


def _texts(html: str, *headers: str) -> list[list[str]]:
    return [[row[header] for header in headers] for row in _find(html, *headers).rows]


def test_columns_are_found_by_header_in_any_order() -> None:
    """A board that swaps its columns reads the same."""
    swapped = (
        "<table><tr><th>Score</th><th>Model</th></tr><tr><td>9</td><td>Atlas</td></tr></table>"
    )

    assert _texts(BOARD, "Model", "Score") == _texts(swapped, "Model", "Score") == [["Atlas", "9"]]


def test_a_renamed_header_says_what_was_expected_and_found() -> None:
    """The message names the columns wanted and those of the tables that are there."""
    with pytest.raises(LayoutError) as caught:
        _find(BOARD, "Model", "Elo")

    assert str(caught.value) == (
        "expected one table with the columns Model, Elo; found (Rank, Model, Score)"
    )


def test_a_page_without_a_table_says_so() -> None:
    """A page that builds its table in the browser has none."""
    with pytest.raises(LayoutError, match="found no table"):
        _find("<div role='table'>Model Score</div>", "Model")


def test_two_fitting_tables_are_refused_unless_a_part_of_the_page_is_named() -> None:
    """Tabs of one board look alike: which is meant has to be said."""
    html = f"<div id='verified'>{BOARD}</div><div id='lite'>{BOARD.replace('Atlas', 'Nova')}</div>"

    with pytest.raises(LayoutError, match="found 2 such of 2"):
        _find(html, "Model", "Score")
    assert _find(html, "Model", within="#lite").rows[0]["Model"] == "Nova"


def test_other_tables_of_the_page_do_not_matter() -> None:
    """A table of methods before the board is passed over, and so is one inside a cell."""
    method = "<table><tr><th>Model</th><th>Method</th></tr><tr><td>a</td><td>b</td></tr></table>"
    nested = BOARD.replace("Atlas", f"Atlas {method}")

    assert _texts(method + BOARD, "Rank", "Model", "Score") == [["1", "Atlas", "9"]]
    assert len(_find(nested, "Rank").rows) == 1


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("1,2<!-- -->34", "1,234"),
        ("<b>G</b><i>P</i>T&nbsp;5\n  mini", "GPT 5 mini"),
        ("Atlas<br>by Acme", "Atlas by Acme"),
        ("<div>Atlas</div><div>Acme</div>", "Atlas Acme"),
        ("<script>alert(1)</script><style>p{}</style>Atlas", "Atlas"),
        ("<svg><title>arrow up</title></svg>Atlas", "Atlas"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("=HYPERLINK(&quot;x&quot;)", '=HYPERLINK("x")'),
        ("", ""),
    ],
)
def test_the_text_of_a_cell_is_what_a_reader_sees(cell: str, text: str) -> None:
    """Markup goes, words stay apart, and hostile text is text."""
    assert _find(BOARD.replace("Atlas", cell), "Model").rows[0]["Model"] == text


def test_groups_above_the_headers_are_not_headers() -> None:
    """Of two header rows the lower one names the columns; one that reaches down stays."""
    html = (
        "<table><thead><tr><th rowspan=2>Model</th><th colspan=2>Score</th></tr>"
        "<tr><th>All</th><th>Public</th></tr></thead>"
        "<tr><td>Atlas</td><td>8</td><td>9</td></tr></table>"
    )

    assert _texts(html, "Model", "All", "Public") == [["Atlas", "8", "9"]]


def test_a_cell_that_spans_counts_in_every_place_it_covers() -> None:
    """An organization written once for two models, and a score for two columns."""
    html = (
        "<table><tr><td>Lab</td><td>Model</td><td>June</td><td>July</td></tr>"
        "<tr><td rowspan=2>Acme</td><td>Atlas</td><td colspan=2>9</td></tr>"
        "<tr><td>Nova</td><td>7</td><td>8</td></tr></table>"
    )

    assert _texts(html, "Lab", "Model", "June", "July") == [
        ["Acme", "Atlas", "9", "9"],
        ["Acme", "Nova", "7", "8"],
    ]


@pytest.mark.parametrize(
    "row",
    ["<td>2</td><td>Nova</td>", "<td colspan=99999999>Sponsored</td>", "<td colspan=4>ad</td>"],
)
def test_a_row_with_another_number_of_cells_is_refused(row: str) -> None:
    """It cannot be told which column is missing, so none is guessed."""
    with pytest.raises(LayoutError, match="expected 3 cells in every row, found"):
        _find(BOARD.replace("</tbody>", f"<tr>{row}</tr></tbody>"), "Model")


@pytest.mark.parametrize("span", ["rowspan=x", "colspan=-1", "colspan=0", "rowspan=²", "colspan"])
def test_a_span_that_is_no_number_is_one(span: str) -> None:
    """As browsers take it."""
    assert _find(BOARD.replace("<td>1", f"<td {span}>1"), "Model").rows[0]["Model"] == "Atlas"


def test_a_header_that_stands_twice_is_refused_where_it_is_wanted() -> None:
    """Which of two columns named Score is the score cannot be told; other twins do not matter."""
    html = BOARD.replace("Rank", "Score")

    with pytest.raises(LayoutError, match="expected one column 'Score', found 2"):
        _find(html, "Score")
    assert _find(html, "Model").rows[0]["Model"] == "Atlas"


def test_attributes_of_rows_and_of_elements_inside_cells() -> None:
    """Keys and links stand in attributes."""
    html = BOARD.replace("<tr><td>", "<tr data-slug=atlas-1><td>").replace(
        "Atlas", "<span><a href='/models/atlas-1'>Atlas</a></span>"
    )
    row = _find(html, "Model").rows[0]

    assert row.attribute("data-slug") == "atlas-1"
    assert row.inside("Model", "a", "href") == "/models/atlas-1"
    assert row.attribute("data-key") is row.inside("Score", "a", "href") is None


def test_columns_that_nobody_knows_are_told() -> None:
    """Those a site neither uses nor ignores by name; a column without a name is none."""
    html = BOARD.replace("<th>Rank", "<th></th><th>Rank").replace("<td>1", "<td></td><td>1")

    assert _find(html, "Model").unknown({"Model", "Rank"}) == ("Score",)


@pytest.mark.parametrize(
    ("name", "headers", "within", "rows"),
    [
        ("site-pages/2026-04-28/terminal_bench.html", ("Rank", "Model", "Accuracy"), "body", 124),
        ("site-pages/2026-04-28/mcp_atlas.html", ("Model", "Pass Rate % (All 1000)"), "body", 19),
        ("swe-bench-html/2025-02-26/index.html", ("Model", "% Resolved", "Org"), VERIFIED, 60),
        ("swe-bench-html/2024-03-19/index.html", ("Model", "% Resolved"), "#Unassisted", 5),
    ],
)
def test_real_pages_are_read(
    captures: Path, name: str, headers: tuple[str, ...], within: str, rows: int
) -> None:
    """As many rows as the text of the one such table has, but for its head."""
    path = captures / name
    text = path.read_text()
    sources = [part.partition("</table>")[0] for part in text.split("<table")[1:]]
    counts = [source.count("<tr") - 1 for source in sources if f">{headers[1]}<" in source]
    table = find_table(file_page(path), headers, within)

    assert len(table.rows) == rows
    assert rows in counts
    assert all(row["Model"] and row[headers[1]] for row in table.rows)


def test_a_real_page_with_several_such_tables_is_refused(captures: Path) -> None:
    """SWE-bench shows its boards in tabs."""
    with pytest.raises(LayoutError, match=r"found 4 such of 4: \(Model, % Resolved, Org"):
        find_table(file_page(captures / "swe-bench-html/2025-02-26/index.html"), ("Model",))
