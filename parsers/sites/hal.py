"""HAL, the Holistic Agent Leaderboard of Princeton, from the table of a benchmark's page."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers import html
from parsers.numbers import number, rank, score_with_interval
from parsers.tables import HtmlRow, find_table

COLUMNS = ("Rank", "Scaffold", "Primary Model", "Accuracy")
IGNORED = {"Verified", "Cost (USD)", "Runs", "Traces", "Level 1", "Level 2", "Level 3"}
# The benchmark of each address, as the heading above its table has it.
BENCHMARKS = {
    "corebench_hard": "CORE-Bench Hard",
    "gaia": "GAIA",
    "swebench_verified_mini": "SWE-bench Verified Mini",
}
_TIPS = "th .invisible"
_AGENT = "/agent/"
# The score by hand of a row whose answers were graded again is told beside the board's own.
_BY_HAND = re.compile(r"\s*\([\d.]+% w/ manual validation\)$")


def parse(page: Page) -> Standing:
    """The table below the benchmark's heading; a row is a scaffold with its model."""
    _expect_benchmark(page)
    table = find_table(page, COLUMNS, without=_TIPS)
    return Standing(
        entries=keyed_by_name(tuple(_entries(table.rows))),
        unknown=table.unknown({*COLUMNS, *IGNORED}),
    )


def _expect_benchmark(page: Page) -> None:
    slug = urlsplit(page.url).path.strip("/")
    expected = f"{BENCHMARKS.get(slug, slug)} Leaderboard"
    headings = [" ".join(node.text().split()) for node in html.parse(page).css("h1, h2, h3")]
    if expected not in headings:
        found = ", ".join(headings) or "none"
        raise LayoutError(f"expected the heading {expected!r}, found {found:.200}")


def _entries(rows: tuple[HtmlRow, ...]) -> Iterator[Entry]:
    for row in rows:
        name = f"{_scaffold(row)} · {_model(row)}"
        yield Entry(key=name, model=name, rank=rank(row["Rank"]), score=_accuracy(row["Accuracy"]))


def _model(row: HtmlRow) -> str:
    if not row["Primary Model"]:
        raise LayoutError(f"expected a model in every row, found none for {_scaffold(row)!r:.60}")
    return row["Primary Model"]


def _scaffold(row: HtmlRow) -> str:
    """The scaffold by its link: badges, and who handed it in, are glued to its name.

    Raises:
        LayoutError: the cell has no such link.
    """
    link = row.inside("Scaffold", f"a[href^='{_AGENT}']", "href")
    name = unquote((link or "").removeprefix(_AGENT)).strip()
    if not name:
        raise LayoutError(f"expected a link to {_AGENT}, found {row['Scaffold']!r:.120}")
    return name


def _accuracy(cell: str) -> float:
    """Per cent, of `38.81%` or `38.81% (-0.3/+0.4)`.

    The page says of the brackets that they "show the min-max values across runs", mostly two: that
    is no 95 % interval, and nothing is said of significance by it.
    """
    text = _BY_HAND.sub("", cell)
    return score_with_interval(text, unit="%")[0] if "(" in text else number(text, unit="%")
