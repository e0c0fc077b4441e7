"""Arena's data set on Hugging Face (`lmarena-ai/leaderboard-dataset`): one config, many boards.

The rows come in parts of 100 from the rows endpoint, or all in one Parquet file. The fragment of
the address names the board by its category; a config has all categories.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import day
from parsers.parquet import read_parquet
from parsers.payloads import document, rows_shaped, shaped
from parsers.shapes import Rows

IGNORED = {"license", "variance"}


class Row(msgspec.Struct, frozen=True):
    """A row. Votes and rank are whole, and in some configs written as floats."""

    model_name: str
    organization: str | None
    rating: float
    rating_lower: float
    rating_upper: float
    vote_count: float | None
    rank: float | None
    category: str
    leaderboard_publish_date: str


class Numbered(msgspec.Struct):
    """A row with its place in the whole config; cells too long to send are named as truncated."""

    row_idx: int
    row: dict[str, object]
    truncated_cells: list[str]


class Part(msgspec.Struct):
    """One answer. `partial` says that the endpoint knows only the first rows of the config."""

    rows: list[Numbered]
    num_rows_total: int
    partial: bool


def parse(page: Page) -> Standing:
    """The standing of one category. The data set has no key: models are known by name.

    A config has boards of several publish dates, as each is recomputed by itself.

    Raises:
        LayoutError: the category is not there, the page is not the whole config, or a row is of
            another shape.
    """
    config = _config(page)
    rows = [row for row in config.rows if row.category == page.part]
    if not rows:
        found = ", ".join(sorted({row.category for row in config.rows})) or "no rows"
        raise LayoutError(f"expected the category {page.part!r}, found {found}")
    if repeated := [row.model_name for row, count in Counter(rows).items() if count > 1]:
        raise LayoutError(f"expected every row once, found {repeated[0]!r:.60} twice")
    return Standing(
        entries=keyed_by_name([_entry(row) for row in rows]),
        published_at=max(day(row.leaderboard_publish_date, "%Y-%m-%d") for row in rows),
        unknown=config.unknown(IGNORED),
    )


def _entry(row: Row) -> Entry:
    return Entry(
        key=row.model_name,
        model=row.model_name,
        organization=row.organization or None,  # empty where the publisher filled in none
        rank=_whole(row.rank, "rank", row),
        score=row.rating,
        score_low=row.rating_lower,
        score_high=row.rating_upper,
        votes=_whole(row.vote_count, "vote_count", row),
    )


def _whole(value: float | None, name: str, row: Row) -> int | None:
    if value is not None and not value.is_integer():
        raise LayoutError(f"expected a whole {name}, found {value} for {row.model_name!r:.60}")
    return None if value is None else int(value)


def _config(page: Page) -> Rows[Row]:
    """All rows of the config: those of a Parquet file, or those of all parts."""
    if urlsplit(page.url).path.endswith(".parquet"):
        return read_parquet(page, Row)
    rows = _joined(page)
    return Rows(rows_shaped(rows, Row, "rows"), frozenset[str]().union(*rows))


def _joined(page: Page) -> list[dict[str, object]]:
    """The rows of all parts, in order.

    Raises:
        LayoutError: the parts do not make up the whole.
    """
    parts = [shaped(document(part), Part, "rows endpoint") for part in page.parts or (page,)]
    total = parts[0].num_rows_total
    rows: list[dict[str, object]] = []
    for part in parts:
        if part.partial or part.num_rows_total != total:
            found = f"{part.num_rows_total} (partial: {part.partial})"
            raise LayoutError(f"expected {total} rows in every part's count, found {found}")
        rows += _in_turn(part.rows, len(rows))
    if len(rows) != total:
        raise LayoutError(f"expected {total} rows in all parts, found {len(rows)}")
    return rows


def _in_turn(numbered: Sequence[Numbered], start: int) -> Iterator[dict[str, object]]:
    for expected, row in enumerate(numbered, start=start):
        if row.row_idx != expected:
            raise LayoutError(f"expected row {expected} next, found row {row.row_idx}")
        if row.truncated_cells:
            cut = ", ".join(row.truncated_cells)
            raise LayoutError(f"expected row {expected} whole, found it cut in {cut}")
        yield row.row
