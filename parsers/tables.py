"""HTML tables, read by the names of their columns.

    table = find_table(page, ("Rank", "Model", "Score"), within="#verified")
    for row in table.rows:
        row["Model"], row.inside("Model", "a", "href"), row.attribute("data-slug")

A cell's text is what a reader sees: markup inside it is gone, breaks and blocks are spaces, runs of
space are one. A cell that spans rows or columns counts in each of them.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from leaderboard.errors import LayoutError
from leaderboard.page import Page

_NEVER_TEXT = "table script, table style, table template, table svg"
_SEPARATING = "table :is(br, p, div, li, h1, h2, h3, h4, h5, h6)"
_SPANNING = "[rowspan], [colspan]"
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `row[header]` is the text of its cell in that column."""

    texts: dict[str, str]
    _node: LexborNode = field(repr=False)
    _cells: dict[str, LexborNode] = field(repr=False)

    def __getitem__(self, header: str) -> str:
        return self.texts[header]

    def attribute(self, name: str) -> str | None:
        """An attribute of the row itself, such as `data-slug`."""
        return self._node.attributes.get(name)

    def inside(self, header: str, selector: str, name: str) -> str | None:
        """An attribute of the first such element inside a cell: `inside("Model", "a", "href")`."""
        found = self._cells[header].css_first(selector)
        return found.attributes.get(name) if found is not None else None


@dataclass(frozen=True, slots=True)
class Table:
    """The headers in page order, and the rows below them."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def unknown(self, known: Collection[str]) -> tuple[str, ...]:
        """The headers that a site neither uses nor ignores by name."""
        return tuple(sorted({header for header in self.headers if header} - set(known)))


def find_table(
    page: Page, headers: Sequence[str], within: str = "body", without: str | None = None
) -> Table:
    """The one table of the page whose columns include these headers, in any order.

    `within` is a selector for the part of the page to look in, where tables are alike; `without`
    one for what stands in cells and is not shown there, such as tips that open on a header.

    Raises:
        LayoutError: no table has them, several have, a row has not one cell a column, or the page
            is cut short inside a table; the message says what was expected and what was found.
    """
    text = page.text()
    _expect_end(text)
    tree = LexborHTMLParser(text)
    _space_out(tree, _NEVER_TEXT if without is None else f"{_NEVER_TEXT}, {without}")
    tables = [_Grid(node) for part in tree.css(within) for node in part.css("table")]
    fitting = [table for table in tables if set(headers) <= set(table.headers)]
    if len(fitting) != 1:
        places = "" if within == "body" else f" within {within}"
        expected = f"expected one table{places} with the columns {', '.join(headers)}"
        raise LayoutError(f"{expected}; found {_tables(fitting or tables, len(fitting))}")
    return fitting[0].table(headers)


def _expect_end(text: str) -> None:
    """HTML closes what is left open, so that half a table would be read as a whole one."""
    lower = text.lower()
    if lower.rfind("<table") > lower.rfind("</table"):
        raise LayoutError("expected every table to end, found a page that is cut inside one")


def _space_out(tree: LexborHTMLParser, unseen: str) -> None:
    """Make the text of a cell what a reader sees of it."""
    for node in tree.css(unseen):
        node.decompose()
    for node in tree.css(_SEPARATING):
        node.insert_before(" ")
        node.insert_after(" ")


def _text(cell: LexborNode) -> str:
    return " ".join(cell.text().split())


def _tables(tables: Sequence["_Grid"], fitting: int) -> str:
    if not tables:
        return "no table"
    names = [f"({', '.join(table.headers)[:120]})" for table in tables[:_SHOWN]]
    return f"{fitting} such of {len(tables)}: {' '.join(names)}" if fitting else " ".join(names)


class _Grid:
    """A table element: its header row, and the rows after it."""

    def __init__(self, table: LexborNode) -> None:
        parts = [part for part in table.iter() if part.tag in {"thead", "tbody", "tfoot"}]
        heads = [part for part in parts if part.tag == "thead"]
        self._spans = table.css_first(_SPANNING) is not None
        top = _rows(heads)
        body = _rows(part for part in parts if part.tag != "thead")
        if not top:  # a table without a head: its rows of th, else its first one
            count = next((i for i, row in enumerate(body) if not _is_all_th(row)), len(body)) or 1
            top, body = body[:count], body[count:]
        self._body = body
        columns = self._laid_out(top)[-1:] or [[]]
        self.headers = tuple(_text(cell) for cell in columns[0])

    def table(self, wanted: Sequence[str]) -> Table:
        counts = Counter(self.headers)
        if double := [header for header in wanted if counts[header] > 1]:
            raise LayoutError(f"expected one column {double[0]!r}, found {counts[double[0]]}")
        cells = zip(self._body, self._laid_out(self._body), strict=True)
        return Table(self.headers, tuple(self._row(row, found) for row, found in cells))

    def _row(self, row: LexborNode, cells: Sequence[LexborNode]) -> Row:
        if len(cells) != len(self.headers):
            expected = f"expected {len(self.headers)} cells in every row"
            raise LayoutError(f"{expected}, found {len(cells)} in {_text(row)!r:.120}")
        by_header = dict(zip(self.headers, cells, strict=True))
        return Row({header: _text(cell) for header, cell in by_header.items()}, row, by_header)

    def _laid_out(self, rows: Sequence[LexborNode]) -> list[list[LexborNode]]:
        """The cell of each column of each row; those that span are in every place they cover."""
        if not self._spans:
            return [list(row.iter()) for row in rows]
        return _spread(rows)


def _rows(parts: Iterable[LexborNode]) -> list[LexborNode]:
    return [row for part in parts for row in part.iter() if row.tag == "tr"]


def _is_all_th(row: LexborNode) -> bool:
    return all(cell.tag == "th" for cell in row.iter())


def _spread(rows: Sequence[LexborNode]) -> list[list[LexborNode]]:
    laid_out: list[list[LexborNode]] = []
    hanging: dict[int, tuple[int, LexborNode]] = {}  # column -> rows still to cover, and by what
    for position, row in enumerate(rows):
        line: list[LexborNode] = []
        below, hanging = hanging, {}
        for cell in row.iter():
            _hang(line, below, hanging)
            across = _span(cell, "colspan", 1000)
            down = _span(cell, "rowspan", len(rows) - position)
            hanging |= {len(line) + i: (down - 1, cell) for i in range(across)}
            line += [cell] * across
        _hang(line, below, hanging)
        laid_out.append(line)
    return laid_out


def _hang(
    line: list[LexborNode],
    below: dict[int, tuple[int, LexborNode]],
    hanging: dict[int, tuple[int, LexborNode]],
) -> None:
    """Fill the next columns with the cells above that reach down into this row."""
    while (above := below.get(len(line), (0, None)))[0] > 0:
        left, cell = above
        assert cell is not None
        hanging[len(line)] = (left - 1, cell)
        line.append(cell)


def _span(cell: LexborNode, name: str, most: int) -> int:
    """How many columns or rows a cell covers; what is not a number counts as 1, as browsers do."""
    text = cell.attributes.get(name) or "1"
    if not (text.isascii() and text.isdigit()):
        return 1
    asked = int(text[:9])
    return min(asked or (most if name == "rowspan" else 1), most)
