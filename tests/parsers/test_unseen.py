"""What an HTML page hides, leaves out or lost is never read as the board."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.rows import Table
from parsers.tables import Hidden, HtmlRow, find_table
from tests.parsers.pages import file_page, make_page

ROWS = (
    "<tr><td>1</td><td>Atlas</td><td>9</td></tr>\n<tr><td>2</td><td>Nova</td><td>8</td></tr>\n"
    "<tr><td>3</td><td>Vega</td><td>7</td></tr>\n"
)
HEAD = "<thead><tr><th>Rank</th><th>Model</th><th>Score</th></tr></thead>"
BOARD = f"<table>{HEAD}<tbody>{ROWS}</tbody></table>"
PAGE = f"<!DOCTYPE html>\n<html lang=en><body><h1>Board</h1>{BOARD}<p>End</p></body></html>\n"


def _find(html: str, hidden: Hidden = "refused", within: str = "body") -> Table[HtmlRow]:
    page = make_page(html.encode(), "https://board.example")
    return find_table(page, ("Rank", "Model", "Score"), within, hidden=hidden)


def _models(html: str, hidden: Hidden = "refused") -> list[str]:
    return [row["Model"] for row in _find(html, hidden).rows]


HIDING = [
    "hidden",
    "hidden=until-found",
    'style="display:none"',
    'style="color: red; DISPLAY : none;"',
    'aria-hidden="true"',
]


@pytest.mark.parametrize("how", HIDING)
def test_hidden_rows_are_refused_until_the_site_says_what_they_are(how: str) -> None:
    """Rows behind a button are the board's, a ghost's cells are not; only the site knows."""
    html = BOARD.replace("<tr><td>2", f"<tr {how}><td>2")

    with pytest.raises(LayoutError, match=r"expected no hidden rows, found 1: '2 ?Nova"):
        _find(html)
    assert _models(html, "left out") == ["Atlas", "Vega"]
    assert _models(html, "read") == ["Atlas", "Nova", "Vega"]


def test_a_ghost_row_with_other_cells_can_be_left_out() -> None:
    """Such as one that only holds the columns' widths."""
    ghost = '<tr aria-hidden="true"><td style="height:0px">x</td></tr>'

    assert _models(BOARD.replace("<tbody>", f"<tbody>{ghost}"), "left out")[0] == "Atlas"


def test_a_hidden_group_of_rows_hides_each() -> None:
    """A body of the table that is not displayed."""
    html = BOARD.replace("</table>", "<tbody hidden><tr><td>4<td>Lyra<td>6</tr></tbody></table>")

    with pytest.raises(LayoutError, match="expected no hidden rows, found 1"):
        _find(html)
    assert _models(html, "read")[-1] == "Lyra"


@pytest.mark.parametrize("how", HIDING)
def test_a_board_that_stands_in_a_layout_is_read_as_any(how: str) -> None:
    """Pages of an older kind put tables into cells of tables."""
    html = f"<table><tr><td {how}><div {how}>{{}}</div></td></tr></table>"
    board = BOARD.replace("<tr><td>2", f"<tr {how}><td>2")

    assert _models(html.format(BOARD)) == ["Atlas", "Nova", "Vega"]
    with pytest.raises(LayoutError, match="expected no hidden rows, found 1"):
        _find(html.format(board))


def test_a_table_in_a_hidden_tab_is_read() -> None:
    """It is asked for by name, and all of it is hidden alike."""
    html = f"<div id=lite style='display:none'>{BOARD}</div>"

    assert len(_find(html, within="#lite").rows) == 3


@pytest.mark.parametrize("how", HIDING[:4])
def test_what_is_hidden_in_a_cell_is_no_text(how: str) -> None:
    """Keys to sort by, names for narrow screens."""
    html = BOARD.replace("Atlas", f"<i {how}>0001</i>Atlas")

    assert _models(html)[0] == "Atlas"


def test_hidden_things_inside_hidden_things_leave_the_rest_alone() -> None:
    """However deep, in every cell."""
    cell = "<svg><style>a</style><svg></svg></svg><i hidden><b hidden>k<script>1</script></b></i>"
    rows = "".join(f"<tr><td>{n}<td>{cell}<p>M</p><td>{cell}{n}</tr>" for n in range(200))

    assert [
        (row["Model"], row["Rank"]) for row in _find(BOARD.replace(ROWS, rows)).rows if row["Score"]
    ] == [("M", str(n)) for n in range(200)]


def test_hidden_cells_are_left_out_and_hidden_columns_with_them() -> None:
    """One that is hidden in the rows only is in no column's place."""
    sort_key = BOARD.replace("<td>Atlas", "<td hidden>0001</td><td>Atlas")
    column = BOARD.replace("<th>Model", "<th hidden>Key</th><th>Model")
    for name in ("Atlas", "Nova", "Vega"):
        column = column.replace(f"<td>{name}", f"<td style='display:none'>k</td><td>{name}")

    assert _models(sort_key) == ["Atlas", "Nova", "Vega"]
    assert _find(column).headers == ("Rank", "Model", "Score")
    with pytest.raises(LayoutError, match="expected 3 cells in every row, found 2"):
        _find(BOARD.replace("<td>Nova", "<td hidden>Nova"))


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (BOARD.replace("<table", "<table aria-rowcount=393"), "4 rows of aria-rowcount=393"),
        (f"<div role=grid aria-rowcount=-1>{BOARD}</div>", "4 rows of aria-rowcount=-1"),
        (f"<div class='MuiVirtualized x'>{BOARD}</div>", "an element named Virtualiz"),
        (f"<div class=ReactVirtualized__Grid><p>{BOARD}</div>", "an element named Virtualiz"),
        (f"<div data-testid=virtuoso-scroller>{BOARD}</div>", "an element named virtuoso"),
        (f"<div data-virtualized>{BOARD}</div>", "an element named virtualiz"),
        (f"<x-virtual-table-viewport>{BOARD}</x-virtual-table-viewport>", "named virtual-table"),
        (
            BOARD.replace("<tr><td>3", "<tr style='height: 6326.4px'><td></td></tr><tr><td>3"),
            "a space with 'height: 6326.4px'",
        ),
        (
            BOARD.replace(
                "<tr><td>3", "<tr><td colspan=3 style='height:900px'></td></tr><tr><td>3"
            ),
            "a space with 'height:900px'",
        ),
    ],
)
def test_a_table_that_holds_only_the_rows_in_view_is_refused(html: str, found: str) -> None:
    """Its other rows are not in the page, so it would read as a board that shrank."""
    with pytest.raises(LayoutError, match=f"found a virtualised one: .*{found}"):
        _find(html)


@pytest.mark.parametrize(
    "html",
    [
        BOARD.replace("<table", "<table aria-rowcount=4"),
        BOARD.replace("<table", "<table aria-rowcount=3"),
        BOARD.replace("<table", "<table aria-rowcount=all"),
        f"<div class='virtual-assistants'>{BOARD}</div>",
        BOARD.replace("<tr><td>1", "<tr style='height: 640px; min-height:100px'><td>1"),
        f"<div class=virtual-list></div>{BOARD}",
    ],
)
def test_a_table_with_all_of_its_rows_is_read(html: str) -> None:
    """Names and heights alone say nothing."""
    assert _models(html) == ["Atlas", "Nova", "Vega"]


@given(st.integers(16, len(PAGE) - len(">\n") - 1))
def test_a_page_that_is_cut_is_refused_wherever_the_cut_falls(end: int) -> None:
    """A parser of HTML would close what was never closed, and show a shorter board."""
    with pytest.raises(LayoutError, match="expected"):
        _find(PAGE[:end])


@given(st.integers(0, len(BOARD)))
def test_a_part_of_a_page_that_is_cut_is_refused(end: int) -> None:
    """Also without any <html>: a table always has its end tag."""
    if end < len(BOARD):
        with pytest.raises(LayoutError, match="expected"):
            _find(BOARD[:end])
    else:
        assert _models(BOARD[:end]) == ["Atlas", "Nova", "Vega"]


def test_tags_in_scripts_and_comments_are_none() -> None:
    """What a script writes in text does not make a page a cut one."""
    script = (
        "<script>const row = '<table><tr>';</script><!-- <table> old --><STYLE>/*<table>*/</STYLE>"
    )

    for page in (PAGE, PAGE.replace("</table>", "</TABLE\n>")):
        assert _models(page.replace("<p>End", f"{script}<p>End")) == ["Atlas", "Nova", "Vega"]


@pytest.mark.parametrize(
    ("cell", "text", "parts"),
    [
        ("<span>1</span><span>2</span>", "1 2", ("1", "2")),
        ("<div><span>1</span><svg></svg><span>2</span></div>", "1 2", ("1", "2")),
        ("1◄─►2", "1◄─►2", ("1◄─►2",)),
        ("<span>82.0<!-- -->%</span><span>± <!-- -->2.2</span>", "82.0% ± 2.2", ("82.0%", "± 2.2")),
        (
            "<a title=gpt-5>gpt-5</a><span>OpenAI · X</span>",
            "gpt-5 OpenAI · X",
            ("gpt-5", "OpenAI · X"),
        ),
        ("<div>Atlas</div><div>Acme</div>", "Atlas Acme", ("Atlas", "Acme")),
        ("GPT-4<sup>1</sup>", "GPT-4 1", ("GPT-4", "1")),
        ("1,2<!-- -->34", "1,234", ("1,234",)),
        ("<span>1</span>,<span>234</span>", "1,234", ("1", ",", "234")),
        ("", "", ()),
    ],
)
def test_what_stands_side_by_side_stays_apart(cell: str, text: str, parts: tuple[str, ...]) -> None:
    """A spread of ranks 1 and 2 is not 12, and a footnote is no digit of the score."""
    row = _find(BOARD.replace("Atlas", cell)).rows[0]

    assert (row["Model"], row.parts("Model")) == (text, parts)


def test_the_text_of_one_element_of_a_cell() -> None:
    """Where a badge or a vendor is glued to the name."""
    row = _find(BOARD.replace("Atlas", "<a> At<b>las</b></a>by Acme")).rows[0]

    assert row.text_inside("Model", "a") == "Atlas"
    assert row.text_inside("Model", "em") is None


@pytest.mark.parametrize("within", ["body", "svelte-virtual-table-viewport"])
def test_a_real_page_whose_table_is_virtualised_is_refused(captures: Path, within: str) -> None:
    """Arena's Gradio page holds 30 rows of 183, and a ghost row of other models' cells."""
    page = file_page(captures / "arena-gradio-html/2025-03-28-a0c83fb/page_source.html")

    with pytest.raises(LayoutError, match=r"found a virtualised one: .* named virtual-table"):
        find_table(page, ("Rank* (UB)", "Model", "Arena Score", "Votes"), within)
