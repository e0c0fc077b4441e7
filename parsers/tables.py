"""HTML tables, read by the names of their columns.

    table = find_table(page, ("Rank", "Model", "Score"), within="#verified")
    for row in table.rows:
        row["Model"], row.inside("Model", "a", "href"), row.attribute("data-slug")
        row.parts("Rank Spread"), row.text_inside("Model", "a")

A cell's text is what a reader sees: markup inside it is gone, what is hidden too; breaks, blocks,
raised figures and spans side by side stand apart; runs of space are one. A cell that spans rows or
columns counts in each of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from selectolax.lexbor import LexborNode

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers import html
from parsers.rows import Row, Table, expect_cells, only_fitting
from parsers.spans import spread
from parsers.unseen import MAYBE_HIDDEN, expect_all_rows, is_hidden, is_unseen

Hidden = Literal["refused", "left out", "read"]

_NEVER_TEXT = "script, style, template, svg"
_MAYBE_HIDDEN = f":is(td, th) :is({MAYBE_HIDDEN})"
_SEPARATING = "br, p, div, li, h1, h2, h3, h4, h5, h6, sup, sub"
_SIDE_BY_SIDE = ":is(a, span, button) + :is(a, span, button)"
_TABLE_TAGS = {"table", "thead", "tbody", "tfoot", "tr", "td", "th"}
_SPANNING = "[rowspan], [colspan]"
_PLAIN_ID = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class HtmlRow(Row):
    """One row: its texts, and what else stands in its elements."""

    _node: LexborNode = field(repr=False)
    _cells: dict[str, LexborNode] = field(repr=False)

    def attribute(self, name: str) -> str | None:
        """An attribute of the row itself, such as `data-slug`."""
        return self._node.attributes.get(name)

    def inside(self, header: str, selector: str, name: str) -> str | None:
        """An attribute of the first such element inside a cell: `inside("Model", "a", "href")`."""
        found = self._cells[header].css_first(selector)
        return found.attributes.get(name) if found is not None else None

    def text_inside(self, header: str, selector: str) -> str | None:
        """The text of the first such element inside a cell, where more is glued to it."""
        found = self._cells[header].css_first(selector)
        return _text(found) if found is not None else None

    def parts(self, header: str) -> tuple[str, ...]:
        """The texts of a cell's elements one by one: a spread of ranks is `("1", "2")`."""
        texts: list[str] = []
        last = None
        for node in self._cells[header].traverse(include_text=True):
            if node.is_text_node and (parent := node.parent) is not None:
                joined = texts.pop() if last == parent.mem_id else ""
                texts.append(joined + (node.text_content or ""))
                last = parent.mem_id
        return tuple(part for part in (" ".join(text.split()) for text in texts) if part)


def find_table(
    page: Page,
    headers: Sequence[str],
    within: str = "body",
    *,
    without: str = "",
    hidden: Hidden = "refused",
) -> Table[HtmlRow]:
    """The one table of the page whose columns include these headers, in any order.

    `within` is a selector for the part of the page to look in, where tables are alike. Cells that
    are hidden are never read. Rows that are hidden may be rows of the board behind a button, or
    helpers that no reader ever sees: `hidden` says what they are here. `without` is a selector for
    what stands in cells and is hidden by a style sheet, such as tips that open on a header.

    Raises:
        LayoutError: the page is cut, no table has the headers, several have, the table holds only
            the rows in view, it has hidden rows that were not spoken of, or a row has not one cell
            a column; the message says what was expected and what was found.
    """
    tree = html.parse(page)
    html.expect_closed(page, "table")
    for node in reversed(tree.css(without)) if without else ():
        node.decompose()
    tables = [_Grid(node) for part in tree.css(within) for node in part.css("table")]
    for table in tables:
        if set(headers) <= set(table.headers):
            expect_all_rows(table.node, len(table.body) + table.above)
    places = "" if within == "body" else within
    chosen = only_fitting([table.headers for table in tables], headers, places)
    return tables[chosen].table(hidden)


def _space_out(part: LexborNode) -> None:
    """Make the text of the cells in a part of a table what a reader sees of them."""
    for node in reversed(part.css(_NEVER_TEXT)):  # the inner ones first: no node goes twice
        node.decompose()
    for node in reversed(part.css(_MAYBE_HIDDEN)):
        if is_hidden(node) and not _is_of_table(node):
            node.decompose()
    for node in part.css(_SEPARATING):
        node.insert_before(" ")
        node.insert_after(" ")
    for node in part.css(_SIDE_BY_SIDE):
        before = node.prev
        if before is not None and before.is_element_node:
            node.insert_before(" ")


def _is_of_table(node: LexborNode) -> bool:
    """Whether a hidden element is a row or cell, or holds them: a board may stand in a layout."""
    return node.tag in _TABLE_TAGS or node.css_first("table") is not None


def _text(cell: LexborNode) -> str:
    return " ".join(cell.text().split())


class _Grid:
    """A table element: its header row, and the rows after it."""

    def __init__(self, table: LexborNode) -> None:
        parts = [part for part in table.iter() if part.tag in {"thead", "tbody", "tfoot"}]
        heads = [part for part in parts if part.tag == "thead"]
        self.node = table
        self._hides = table.css_first(MAYBE_HIDDEN) is not None
        self._spans = table.css_first(_SPANNING) is not None
        top = _rows(heads)
        body = _rows(part for part in parts if part.tag != "thead")
        if not top:  # a table without a head: its rows of th, else its first one
            count = next((i for i, row in enumerate(body) if not _is_all_th(row)), len(body)) or 1
            top, body = body[:count], body[count:]
        self.above = len(top)
        self.body = body
        self.unseen = [row for row in body if is_unseen(row)] if self._hides else []
        for row in top:
            _space_out(row)
        columns = self._laid_out(top)[-1:] or [[]]
        self.headers = tuple(_text(cell) for cell in columns[0])

    def table(self, hidden: Hidden) -> Table[HtmlRow]:
        """The rows and their cells; errors as in `find_table`."""
        if self.unseen and hidden == "refused":
            shown = f"{_text(self.unseen[0])!r:.120}"
            raise LayoutError(f"expected no hidden rows, found {len(self.unseen)}: {shown}")
        _space_out(self.node)
        out = {row.mem_id for row in self.unseen} if hidden == "left out" else set()
        body = [row for row in self.body if row.mem_id not in out]
        cells = zip(body, self._laid_out(body), strict=True)
        return Table(self.headers, tuple(self._row(row, found) for row, found in cells))

    def _row(self, row: LexborNode, cells: Sequence[LexborNode]) -> HtmlRow:
        if len(cells) != len(self.headers):
            expect_cells(len(cells), self.headers, _text(row))
        by_header = dict(zip(self.headers, cells, strict=True))
        return HtmlRow({header: _text(cell) for header, cell in by_header.items()}, row, by_header)

    def _laid_out(self, rows: Sequence[LexborNode]) -> list[list[LexborNode]]:
        """The cell of each column of each row, but for those that are hidden."""
        if self._hides:
            shown = [[cell for cell in row.iter() if not is_hidden(cell)] for row in rows]
        else:
            shown = [list(row.iter()) for row in rows]
        return spread(shown) if self._spans else shown


def _rows(parts: Iterable[LexborNode]) -> list[LexborNode]:
    return [row for part in parts for row in part.iter() if row.tag == "tr"]


def _is_all_th(row: LexborNode) -> bool:
    return all(cell.tag == "th" for cell in row.iter())


def every_table(page: Page) -> Iterator[tuple[str, Table[HtmlRow]]]:
    """Each table of the page that has whole rows, and a selector of the part it stands in.

    The selector is of the nearest element with an id, empty where there is none. Hidden rows are
    left out.

    Raises:
        LayoutError: the page is cut, or not UTF-8.
    """
    for table in [_Grid(node) for node in html.parse(page).css("table")]:
        with suppress(LayoutError):  # a ragged one is no board that `find_table` would read
            yield _within(table.node), table.table("left out")


def _within(node: LexborNode) -> str:
    above = node.parent
    while above is not None:
        if found := above.attributes.get("id"):
            quoted = found.replace("\\", r"\\").replace('"', r"\"")
            return f"#{found}" if _PLAIN_ID.fullmatch(found) else f'[id="{quoted}"]'
        above = above.parent
    return ""
