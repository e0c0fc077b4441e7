"""CSV files, read by the names of their columns.

    table = read_csv(page, ("model", "Avg. WER"))
    for row in table.rows:
        row["model"]

Spaces around headers and cells do not count. Lines without any cell are none.
"""

import csv
import io
from collections import Counter
from collections.abc import Collection, Sequence

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.rows import Row, Table, expect_cells, only_fitting


def read_csv(
    page: Page, headers: Sequence[str], *, ends_open: bool = False, damaged: Collection[str] = ()
) -> Table[Row]:
    """The table that the file is; its columns include these headers, in any order.

    A file ends with a newline, by which one that was cut is found out. `ends_open` says that this
    publisher leaves it out: then a cut inside the last cell cannot be told. `damaged` are the first
    cells of rows that are known to have lost cells: while they lack them, those rows are left out.

    Raises:
        LayoutError: the file is no CSV in UTF-8, may be cut, lacks a header, has one twice, or a
            row has not one cell a column.
    """
    text = page.text()
    if not ends_open and not text.endswith(("\n", "\r")):
        raise LayoutError(f"expected a newline at the end, found {text[-40:]!r}: it may be cut")
    lines = _lines(text)
    names = lines[0] if lines else []
    only_fitting([names] if names else [], headers, within="")
    if double := [name for name, count in Counter(names).items() if count > 1]:
        raise LayoutError(f"expected every column once, found {double[0]!r} twice")
    whole = [line for line in lines[1:] if len(line) == len(names) or line[0] not in damaged]
    for line in whole:
        expect_cells(len(line), names, ",".join(line))
    return Table(tuple(names), tuple(Row(dict(zip(names, line, strict=True))) for line in whole))


def _lines(text: str) -> list[list[str]]:
    """The cells of each line that has any."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise LayoutError(f"expected a CSV file, found {error}") from error
    return [[cell.strip() for cell in line] for line in lines if line]
