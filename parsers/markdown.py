"""Tables in Markdown as GitHub shows it, read by the names of their columns.

    table = find_table(page, ("Rank", "Model", "Overall"), within="Leaderboard")
    for row in table.rows:
        row["Model"], row.link("Model")

A cell's text is what a reader sees: emphasis, code marks and addresses of links are gone, and a tag
is a space. What stands in a comment or in code is no table and no row.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.rows import Row, Table, expect_cells, only_fitting

_BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")  # only the cells are read
_CELLS = MarkdownIt("commonmark")
# GitHub ends a cell at every pipe that no backslash stands before, even inside of code.
_PIPE = re.compile(r"(?<!\\)\|")
_MARKED = re.compile(r"[\\`*_\[<&]")
_COMMENT = "<!--"


@dataclass(frozen=True, slots=True)
class MarkdownRow(Row):
    """One row: its texts, and the links in its cells."""

    _links: dict[str, str] = field(repr=False)

    def link(self, header: str) -> str | None:
        """The address of the first link inside a cell."""
        return self._links.get(header)


def find_table(
    page: Page, headers: Sequence[str], within: str = "", *, followed: bool = False
) -> Table[MarkdownRow]:
    """The one table of the page whose columns include these headers, in any order.

    `within` is a heading: only tables below it count, up to the next heading as high. `followed`
    says that the page goes on after the table, so that a cut between two rows is found out too.

    Raises:
        LayoutError: no table has them, several have, a row has not one cell a column, or the page
            may have been cut inside the table; the message says what was found.
    """
    lines, tokens = _blocks(page.text())
    tables = [_Source(table, lines) for table in _tables(tokens, within)]
    chosen = tables[only_fitting([table.headers for table in tables], headers, within)]
    if followed:
        chosen.expect_more()
    return Table(chosen.headers, tuple(chosen.rows()))


def every_table(page: Page) -> Iterator[tuple[str, Table[MarkdownRow]]]:
    """Each table of the page that has whole rows, and the heading it stands below, if any.

    Raises:
        LayoutError: the page is not UTF-8.
    """
    lines, tokens = _blocks(page.text())
    for above, table in _below_headings(tokens):
        with suppress(LayoutError):  # a ragged one is no board that `find_table` would read
            source = _Source(table, lines)
            yield (above[-1] if above else ""), Table(source.headers, tuple(source.rows()))


def _blocks(text: str) -> tuple[list[str], list[Token]]:
    """The page's lines and its blocks, both without its comments.

    A comment between two rows would end the table for GitHub, and hide the rows after it.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    tokens = _BLOCKS.parse(text)
    comments = [token.map for token in tokens if _is_comment(token) and token.map]
    if not comments:
        return lines, tokens
    for first, end in reversed(comments):
        del lines[first:end]
    return lines, _BLOCKS.parse("\n".join(lines))


def _is_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith(_COMMENT)


def _tables(tokens: Sequence[Token], within: str) -> Iterator[list[Token]]:
    """The tokens of each table below the heading."""
    for above, table in _below_headings(tokens):
        if not within or within in above:
            yield table


def _below_headings(tokens: Sequence[Token]) -> Iterator[tuple[list[str], list[Token]]]:
    """The tokens of each table, with the headings it stands below, the highest first."""
    above: dict[int, str] = {}  # the headings a place stands below, by level
    start = 0
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            level = int(token.tag[1:])
            above = {higher: name for higher, name in above.items() if higher < level}
            above[level] = _read(tokens[place + 1].content)[0]
        elif token.type == "table_open":
            start = place
        elif token.type == "table_close":
            yield list(above.values()), list(tokens[start:place])


class _Source:
    """A table as it is written: its cells by row, and the lines they come from."""

    def __init__(self, tokens: Sequence[Token], lines: Sequence[str]) -> None:
        table = tokens[0].map
        assert table is not None
        self._lines = lines
        self._is_open = table[1] == len(lines)
        self._after = lines[table[1] :]
        self._rows: list[tuple[int, list[str]]] = []
        for place, token in enumerate(tokens):
            if token.type == "tr_open":
                assert token.map is not None
                self._rows.append((token.map[0], []))
            elif token.type in {"th_open", "td_open"}:
                self._rows[-1][1].append(tokens[place + 1].content)
        self.headers = tuple(_read(cell)[0] for cell in self._rows[0][1])

    def expect_more(self) -> None:
        """Check that something stands after the table.

        Raises:
            LayoutError: the page ends with it.
        """
        if not any(line.strip() for line in self._after):
            raise LayoutError("expected more after the table, found the page's end: it may be cut")

    def rows(self) -> Iterator[MarkdownRow]:
        """The rows below the headers; errors as in `find_table`."""
        if self._is_open:
            found = f"found {self._lines[-1]!r:.120}: it may be cut"
            raise LayoutError(f"expected a newline after the table, {found}")
        top = self._rows[0][0]
        for number, cells in self._rows[1:]:
            missing = self._pipes(top) - self._pipes(number)  # cells are filled up silently
            expect_cells(len(self.headers) - missing, self.headers, self._lines[number])
            yield _row(self.headers, cells)

    def _pipes(self, number: int) -> int:
        return len(_PIPE.findall(self._lines[number]))


def _row(headers: Sequence[str], cells: Sequence[str]) -> MarkdownRow:
    read = [_read(cell) for cell in cells]
    texts = {header: text for header, (text, _) in zip(headers, read, strict=True)}
    links = {header: link for header, (_, link) in zip(headers, read, strict=True) if link}
    return MarkdownRow(texts, links)


def _read(source: str) -> tuple[str, str | None]:
    """What a reader sees of a cell or heading, and the address of its first link."""
    if _MARKED.search(source) is None:
        return " ".join(source.split()), None
    tokens = _CELLS.parseInline(source)[0].children or []
    texts: list[str] = []
    links: list[str] = []
    for token in tokens:
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type in {"text", "code_inline"}:
            texts.append(token.content)
        elif token.type == "html_inline" and not token.content.startswith(_COMMENT):
            texts.append(" ")
    return " ".join("".join(texts).split()), links[0] if links else None
