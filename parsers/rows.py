"""What tables of every kind become: rows whose cells are read by the name of their column.

for row in table.rows:
    row["Model"]
table.unknown({"Model", "Score"})
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from leaderboard.errors import LayoutError

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `row[header]` is the text of its cell in that column."""

    texts: dict[str, str]

    def __getitem__(self, header: str) -> str:
        return self.texts[header]


Row_co = TypeVar("Row_co", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class Table(Generic[Row_co]):
    """The headers in page order, and the rows below them."""

    headers: tuple[str, ...]
    rows: tuple[Row_co, ...]

    def unknown(self, known: Collection[str]) -> tuple[str, ...]:
        """The headers that a site neither uses nor ignores by name."""
        return tuple(sorted({header for header in self.headers if header} - set(known)))


def only_fitting(tables: Sequence[Sequence[str]], headers: Sequence[str], within: str) -> int:
    """Which of the tables, given by their headers, is the one that has all of these.

    `within` names the part of the page that was looked in, empty for all of it.

    Raises:
        LayoutError: none is, or several are, or it has one of these headers twice.
    """
    fitting = [place for place, found in enumerate(tables) if set(headers) <= set(found)]
    if len(fitting) != 1:
        places = f" within {within}" if within else ""
        expected = f"expected one table{places} with the columns {', '.join(headers)}"
        raise LayoutError(f"{expected}; found {_listed(tables, fitting)}")
    counts = Counter(tables[fitting[0]])
    if double := [header for header in headers if counts[header] > 1]:
        raise LayoutError(f"expected one column {double[0]!r}, found {counts[double[0]]}")
    return fitting[0]


def expect_cells(found: int, headers: Sequence[str], row: str) -> None:
    """Check that a row, shown by its text, has one cell a column.

    Raises:
        LayoutError: it has more, or fewer: which one is missing cannot be told.
    """
    if found != len(headers):
        expected = f"expected {len(headers)} cells in every row"
        raise LayoutError(f"{expected}, found {found} in {row!r:.120}")


def _listed(tables: Sequence[Sequence[str]], fitting: Sequence[int]) -> str:
    if not tables:
        return "no table"
    shown = [tables[place] for place in fitting] or tables
    names = " ".join(f"({', '.join(headers)[:120]})" for headers in shown[:_SHOWN])
    return f"{len(fitting)} such of {len(tables)}: {names}" if fitting else names
