"""Parquet files are read into the shape that a site declares, and cannot end the process."""

import io
from datetime import date

import msgspec
import pytest
from arro3.core import Array, DataType, Table
from arro3.io import write_parquet

from leaderboard.errors import LayoutError
from parsers.parquet import read_parquet
from parsers.shapes import Rows
from tests.parsers.pages import make_page


class Model(msgspec.Struct):
    """A row of Arena's data set."""

    model_name: str
    rating: float
    leaderboard_publish_date: date
    vote_count: int | None = None


TEXT, FLOAT, DAY, WHOLE = (
    DataType.string(),
    DataType.float64(),
    DataType.date32(),
    DataType.int64(),
)
PUBLISHED = (date(2026, 4, 28) - date(1970, 1, 1)).days
COLUMNS = {
    "model_name": Array(["claude-opus-4-6", "=HYPERLINK(1)", "ünï 😀"], type=TEXT),
    "rating": Array([1504.25, 1500.0, 0.5], type=FLOAT),
    "leaderboard_publish_date": Array([PUBLISHED] * 3, type=DataType.int32()).cast(DAY),
    "vote_count": Array([2829, None, 0], type=WHOLE),
    "license": Array(["Proprietary"] * 3, type=TEXT),
}


def _file(columns: dict[str, Array]) -> bytes:
    out = io.BytesIO()
    write_parquet(Table.from_arrays(list(columns.values()), names=list(columns)), out)
    return out.getvalue()


def _read(body: bytes) -> Rows[Model]:
    return read_parquet(make_page(body, "https://board.example/0.parquet"), Model)


FILE = _file(COLUMNS)


def test_rows_come_in_their_types() -> None:
    """A missing value is None, and columns that nobody knows are told."""
    day = date(2026, 4, 28)
    found = _read(FILE)

    assert found.rows == [
        Model("claude-opus-4-6", 1504.25, day, 2829),
        Model("=HYPERLINK(1)", 1500, day, None),
        Model("ünï 😀", 0.5, day, 0),
    ]
    assert found.unknown() == ("license",)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"rating": None}, "expected the columns rating; found model_name, leaderboard_pub"),
        ({"rating": Array(["1", "2", "3"], type=TEXT)}, "Model: expected `float`, got `str`"),
        ({"rating": Array([1.0, None, 2.0], type=FLOAT)}, r"got `null` - at `\$\[1\].rating`"),
        ({"rating": Array([1.0, float("nan"), 2.0], type=FLOAT)}, r"got `null` - at `\$\[1\]"),
        (
            {"vote_count": Array([1.5, 2.0, 3.0], type=FLOAT)},
            "expected `int \\| null`, got `float`",
        ),
    ],
)
def test_a_column_that_is_not_as_declared_is_told(
    columns: dict[str, Array | None], message: str
) -> None:
    """It is missing, or holds something else."""
    changed = {name: column for name, column in (COLUMNS | columns).items() if column is not None}

    with pytest.raises(LayoutError, match=message):
        _read(_file(changed))


def test_a_file_without_rows_is_told() -> None:
    """An empty board is never a standing."""
    empty = {name: column.slice(0, 0) for name, column in COLUMNS.items()}

    with pytest.raises(LayoutError, match="expected rows of Model, found none"):
        _read(_file(empty))


def test_a_file_that_is_cut_is_refused_wherever_the_cut_falls() -> None:
    """Its end says what stands in it, and a part has no end."""
    for end in range(len(FILE)):
        with pytest.raises(LayoutError, match="expected a whole Parquet file, which begins and"):
            _read(FILE[:end])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"PAR1PAR1",
        b"PAR1" + b"\0" * 64 + b"PAR1",
        FILE[:200] + FILE[260:],
        b"<!DOCTYPE html><html></html>",
        b'{"error": "rate limited"}',
    ],
)
def test_what_is_no_such_file_is_told(body: bytes) -> None:
    """Another answer in its place, or one with a hole in it."""
    with pytest.raises(LayoutError, match=r"expected a .*Parquet file"):
        _read(body)


def test_a_damaged_file_ends_its_reader_and_not_us() -> None:
    """One wrong byte can make the library abort; whichever it is, an error or rows come back."""
    for place in range(4, len(FILE) - 4, len(FILE) // 25):
        damaged = FILE[:place] + bytes([FILE[place] ^ 0xFF]) + FILE[place + 1 :]
        try:
            rows = _read(damaged).rows
        except LayoutError as error:
            assert "expected" in str(error)  # noqa: PT017 - either outcome is right
        else:
            assert len(rows) == 3
