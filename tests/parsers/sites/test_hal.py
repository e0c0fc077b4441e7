"""HAL, on pages written after the markup of one of theirs: no whole one is at hand."""

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.sites import hal
from tests.parsers.pages import make_page

URL = "https://hal.cs.princeton.edu/corebench_hard"
TIP = '<div class="invisible"><span>{}</span><p>min-max values across runs</p></div>'
HEADS = (
    "Rank",
    "Scaffold",
    "Primary Model",
    "Verified",
    "Accuracy",
    "Cost (USD)",
    "Runs",
    "Traces",
)
TITLE = "CORE-Bench Hard Leaderboard"


def _row(accuracy: str, cost: str = "$15.15", badge: str = "", agent: str = "CORE-Agent") -> str:
    link = f'<a href="/agent/{agent.replace(" ", "%20")}">{agent}</a>'
    cells = [
        "1",
        link + badge,
        "<a>o3 Medium (April 2025)</a>",
        "✓",
        accuracy,
        cost,
        "1",
        "<a>Get</a>",
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _page(*rows: str, title: str = TITLE, more: str = "", url: str = URL) -> Page:
    heads = "".join(f"<th><span>{head}</span>{TIP.format(head)}</th>" for head in HEADS)
    table = f"<table><thead><tr>{heads}{more}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return make_page(f"<html><body><h3>{title}</h3>{table}</body></html>".encode(), url)


def test_columns_are_found_though_a_tip_hangs_on_each_header() -> None:
    """The tip's words are no part of the header; nothing is unknown."""
    standing = hal.parse(_page(_row("51.11%")))

    (entry,) = standing.entries
    assert (entry.model, entry.rank) == ("CORE-Agent · o3 Medium (April 2025)", 1)
    assert (entry.score, entry.organization) == (51.11, None)
    assert standing.unknown == ()


@pytest.mark.parametrize(
    "badge",
    [
        "<span>Pareto optimal</span>",
        "<p>Submitted by A. Person</p><a href='/main.py'>Download main.py</a>",
        " Pareto optimal",
    ],
)
def test_a_badge_is_no_part_of_the_name(badge: str) -> None:
    """With or without it, it is the same scaffold: badges come and go as others get cheaper."""
    plain, marked = (_row("51.11%", badge=each) for each in ("", badge))

    assert hal.parse(_page(plain)).entries == hal.parse(_page(marked)).entries


def test_a_name_is_read_out_of_its_link() -> None:
    """`/agent/HAL%20Generalist%20Agent` is HAL Generalist Agent."""
    (entry,) = hal.parse(_page(_row("51.11%", agent="HAL Generalist Agent"))).entries

    assert entry.model == "HAL Generalist Agent · o3 Medium (April 2025)"


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("38.81% (-0.3/+0.4)", 38.81),
        ("6.67%<span>(-2.22/+2.22)</span>", 6.67),
        ("77.78% (95.5% w/ manual validation)", 77.78),
        ("0.00%", 0.0),
    ],
)
def test_the_range_over_runs_is_no_interval(cell: str, score: float) -> None:
    """Least and most of mostly two runs say nothing of significance; nor does a check by hand."""
    (entry,) = hal.parse(_page(_row(cell))).entries

    assert (entry.score, entry.score_low, entry.score_high) == (score, None, None)


@pytest.mark.parametrize("cost", ["$1,789.67", "$81.11 (-46.45/+46.45)", ""])
def test_the_cost_is_no_score(cost: str) -> None:
    """It is ignored by name, whatever it says."""
    assert [e.score for e in hal.parse(_page(_row("51.11%", cost=cost))).entries] == [51.11]


@pytest.mark.parametrize("cell", ["51.11", "-", "51.11% ?", "51.11% (about)", "$51.11"])
def test_what_is_not_exactly_a_score_is_refused(cell: str) -> None:
    """No digits are picked out of a cell."""
    with pytest.raises(LayoutError):
        hal.parse(_page(_row(cell)))


@pytest.mark.parametrize("title", ["GAIA Leaderboard", "CORE-Bench Easy Leaderboard", ""])
def test_the_page_of_another_benchmark_is_refused(title: str) -> None:
    """All benchmarks have the same table: the heading tells which one this is."""
    with pytest.raises(LayoutError, match="expected the heading 'CORE-Bench Hard Leaderboard'"):
        hal.parse(_page(_row("51.11%"), title=title))


def test_a_cell_without_its_link_is_refused() -> None:
    """There is no telling the name from what is glued to it."""
    row = _row("51.11%").replace("/agent/", "/somewhere/")

    with pytest.raises(LayoutError, match="expected a link to /agent/"):
        hal.parse(_page(row))


def test_a_column_nobody_knows_is_a_signal() -> None:
    """A new column is reported beside the entries."""
    row = _row("51.11%").replace("</tr>", "<td>0.8</td></tr>")

    assert hal.parse(_page(row, more="<th>Reliability</th>")).unknown == ("Reliability",)


def test_a_cut_page_is_not_read() -> None:
    """Cut between two rows, the table would look whole."""
    body = _page(_row("51.11%"), _row("42.22%")).body

    with pytest.raises(LayoutError, match="cut"):
        hal.parse(make_page(body[: body.rindex(b"<tr>")], URL))


def test_a_row_without_a_model_is_refused() -> None:
    """A scaffold alone is no entry: the next one of it would be taken for the same."""
    row = _row("50.0%").replace("o3 Medium (April 2025)", "")

    with pytest.raises(LayoutError, match="expected a model in every row"):
        hal.parse(_page(row))
