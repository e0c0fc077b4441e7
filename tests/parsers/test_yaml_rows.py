"""YAML files are read row by row into the shape that a site declares."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.shapes import Rows
from parsers.yaml_rows import read_yaml
from tests.parsers.pages import file_page, make_page

BOARD = """\
- model: Atlas
  pass_rate_2: 35.6
  date: 2025-02-25
  versions: 0.75.2.dev

- model: Nova
  pass_rate_2: 4
  date: 2024-12-21
  note: "on: yes"
"""


class Model(msgspec.Struct):
    """A row as a site declares it."""

    model: str
    pass_rate_2: float
    date: date


def _read(text: str | bytes) -> Rows[Model]:
    body = text if isinstance(text, bytes) else text.encode()
    return read_yaml(make_page(body, "https://board.example/board.yml"), Model)


def test_rows_come_in_their_types() -> None:
    """A day is a day, a whole number is one, and other fields are told."""
    found = _read(BOARD)

    assert found.rows == [
        Model("Atlas", 35.6, date(2025, 2, 25)),
        Model("Nova", 4.0, date(2024, 12, 21)),
    ]
    assert found.unknown(ignored={"versions"}) == ("note",)


BOMB = "- &a [x, x, x]\n" + "".join(
    f"- &{after} [*{before}, *{before}]\n" for before, after in zip("abcd", "bcde", strict=True)
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a newline at the end, found ''"),
        ("\n", "Model: expected `array`, got `null`"),
        ("[]\n", "found an empty one"),
        ("model: Atlas\n", "Model: expected `array`, got `object`"),
        ("- Atlas\n", "expected `object`, got `str`"),
        (BOARD.replace("35.6", "n/a"), r"expected `float`, got `str` - at `\$\[0\].pass_rate_2`"),
        (BOARD.replace("Atlas", "4.5"), r"expected `str`, got `float` - at `\$\[0\].model`"),
        (BOARD.replace("model: Nova", "name: Nova"), r"missing required field `model` - at `\$\[1"),
        (BOARD.replace("versions", "model"), "expected every key once, found 'model' twice"),
        (BOARD.replace("02-25", "02-30"), r"found '2025-02-30' \(day is out of range"),
        (BOARD.replace("02-25", "02-25 25:00:00"), r"25:00:00' \(hour must be"),
        (BOARD + "- ? [a]\n  : b\n", "expected a word as a key, found a list"),
        (BOARD + "- {model: [1}\n", "expected a YAML file, found: while parsing"),
        (BOARD + "- model: !!python/object/apply:os.getcwd []\n", "could not determine a constr"),
        (BOARD + "- model: !!timestamp Atlas\n", "expected a value, found 'Atlas'"),
        (BOARD + "- model: !!int ''\n", "expected a value, found ''"),
        (BOARD + "- *nova\n", r"expected no aliases, found \*nova"),
        (BOMB, r"expected no aliases, found \*a"),
        ("[" * 100_000 + "\n", "expected YAML nested 20 deep at most, found more"),
        ("- " * 10_000 + "a\n", "expected YAML nested 20 deep at most, found more"),
        ("<html>\n<p>Not: found</p>\n", "expected"),
        ("- \x00\n", "expected a YAML file, found: unacceptable character"),
        (BOARD + "---\n" + BOARD, "expected a YAML file, found: expected a single document"),
    ],
)
def test_what_is_not_the_board_is_told(text: str, message: str) -> None:
    """Neither a bomb nor a pit ends the process."""
    with pytest.raises(LayoutError, match=message):
        _read(text)


def test_bytes_that_are_no_text_are_told() -> None:
    """A file in another encoding."""
    with pytest.raises(LayoutError, match="expected UTF-8"):
        _read(b"- model: \xff\n")


@given(st.integers(0, len(BOARD)))
def test_a_file_that_is_cut_is_refused_or_ends_with_a_row_that_has_all_it_needs(end: int) -> None:
    """What is read is what the whole file begins with."""
    try:
        rows = _read(BOARD[:end]).rows
    except LayoutError:
        return

    assert BOARD[:end].endswith("\n")
    assert rows == _read(BOARD).rows[: len(rows)]


@given(st.text())
def test_any_text_is_read_or_is_an_error_of_the_page(text: str) -> None:
    """Hostile text does not end the process."""
    try:
        rows = _read(BOARD + text + "\n").rows
    except LayoutError:
        return

    assert rows[:2] == _read(BOARD).rows


class Polyglot(msgspec.Struct):
    """A row of Aider's board."""

    model: str
    pass_rate_2: float
    date: date
    total_cost: float | None = None


@pytest.mark.parametrize(
    ("day", "rows"),
    [("2024-12-21", 6), ("2024-12-23", 11), ("2025-01-31", 20), ("2025-07-17", 63)],
)
def test_real_files_are_read(captures: Path, day: str, rows: int) -> None:
    """As many rows as there are lines that begin one; most files end without a newline."""
    path = captures / "aider" / day / "polyglot_leaderboard.yml"
    begun = [line for line in path.read_text().splitlines() if line.startswith("- ")]
    found = read_yaml(file_page(path), Polyglot, ends_open=True)

    assert len(found.rows) == len(begun) == rows
