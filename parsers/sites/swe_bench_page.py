"""SWE-bench, as its page shows it: by the data in a script, in older pages by tables alone."""

from collections.abc import Iterator
from itertools import dropwhile

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.documents import embedded
from parsers.numbers import number
from parsers.rows import Row, Table
from parsers.shapes import find_rows
from parsers.sites import swe_bench
from parsers.tables import HtmlRow, find_table

_SCRIPT = "#leaderboard-data"
# The section of each board in pages of 2025, and in those of early 2024. Then the full board was
# the unassisted one; the assisted one, whose models were told which files to change, is none today.
_SECTIONS = {
    "verified": "#leaderboard-Verified",
    "lite": "#leaderboard-Lite, #UnassistedLite",
    "test": "#leaderboard-Test, #Unassisted",
    "multimodal": "#leaderboard-Multimodal",
}
COLUMNS = ("Model", "% Resolved")
IGNORED = {"Date", "Logs", "Trajs", "Site", "Org"}  # the maker is a picture
# What stands before a name: the first three, new, open source, checked.
_MARKS = {"🥇", "🥈", "🥉", "🆕", "🤠", "✅"}


def parse(page: Page) -> Standing:
    """The board that the fragment of the address names."""
    documents = list(embedded(page, _SCRIPT))
    if documents:
        return swe_bench.standing(find_rows(documents, swe_bench.Part).rows, page.part)
    table = _table(page)
    return Standing(
        entries=keyed_by_name(tuple(_entries(table.rows))),
        unknown=table.unknown({*COLUMNS, *IGNORED}),
    )


def _table(page: Page) -> Table[HtmlRow]:
    section = _SECTIONS.get(page.part.casefold())
    if section is None:
        known = ", ".join(_SECTIONS)
        raise LayoutError(f"expected one of {known} in a page of tables, found {page.part!r}")
    return find_table(page, COLUMNS, section)


def _entries(rows: tuple[Row, ...]) -> Iterator[Entry]:
    for row in rows:
        name = _name(row["Model"])
        yield Entry(key=name, model=name, score=number(row["% Resolved"]))


def _name(cell: str) -> str:
    """The name after its marks.

    Raises:
        LayoutError: there is none, or a mark that is not known.
    """
    words = list(dropwhile(_MARKS.__contains__, cell.split(" ")))
    if not words or not any(letter.isalnum() for letter in words[0]):
        raise LayoutError(f"expected a name after marks such as 🥇 and ✅, found {cell!r:.120}")
    return " ".join(words)
