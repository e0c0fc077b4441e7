"""Cells of HTML tables that cover several rows or columns."""

from collections.abc import Sequence

from selectolax.lexbor import LexborNode


def spread(rows: Sequence[Sequence[LexborNode]]) -> list[list[LexborNode]]:
    """The cell of each column of each row; those that span are in every place they cover."""
    laid_out: list[list[LexborNode]] = []
    hanging: dict[int, tuple[int, LexborNode]] = {}  # column -> rows still to cover, and by what
    for position, row in enumerate(rows):
        line: list[LexborNode] = []
        below, hanging = hanging, {}
        for cell in row:
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
