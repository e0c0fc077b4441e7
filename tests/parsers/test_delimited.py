"""CSV files are read by the names of their columns, whole or not at all."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.errors import LayoutError
from parsers.delimited import read_csv
from parsers.rows import Row, Table
from tests.parsers.pages import file_page, make_page

BOARD = 'model,"Avg. WER", RTFx \n"Atlas, 7b",5.42,524.88\nNova,5.70,-1\n'
SHOWN = [("Atlas, 7b", "5.42", "524.88"), ("Nova", "5.70", "-1")]
HEADERS = ("model", "Avg. WER", "RTFx")


def _read(
    text: str | bytes, *, ends_open: bool = False, damaged: tuple[str, ...] = ()
) -> Table[Row]:
    body = text if isinstance(text, bytes) else text.encode()
    page = make_page(body, "https://board.example/board.csv")
    return read_csv(page, ("model", "RTFx"), ends_open=ends_open, damaged=damaged)


def _shown(table: Table[Row]) -> list[tuple[str, ...]]:
    return [tuple(row[header] for header in HEADERS) for row in table.rows]


@pytest.mark.parametrize(
    "body",
    [
        BOARD.encode(),
        b"\xef\xbb\xbf" + BOARD.encode(),
        BOARD.replace("\n", "\r\n").encode(),
        BOARD.replace("\n", "\r").encode(),
        BOARD.replace("5.42", " 5.42\t").encode(),
        f"{BOARD}\n\n".encode(),
    ],
)
def test_a_table_is_read_however_it_is_written(body: bytes) -> None:
    """A mark of byte order, any kind of line end, quotes, spaces around, empty lines."""
    table = _read(body)

    assert table.headers == HEADERS
    assert _shown(table) == SHOWN


def test_a_cell_may_hold_lines_quotes_and_formulas() -> None:
    """Text stays text."""
    table = _read(BOARD.replace("Nova", '"=HYPERLINK(""x"")\nsecond"'))

    assert table.rows[1]["model"] == '=HYPERLINK("x")\nsecond'


def test_columns_that_nobody_knows_are_told() -> None:
    """Those a site neither uses nor ignores by name."""
    assert _read(BOARD).unknown({"model", "RTFx"}) == ("Avg. WER",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a newline at the end, found ''"),
        ("\n", "with the columns model, RTFx; found no table"),
        (BOARD.replace("RTFx", "Speed"), r"RTFx; found \(model, Avg. WER, Speed\)"),
        (BOARD.replace("Avg. WER", "model"), "expected one column 'model', found 2"),
        (BOARD.replace("model", "model,x,x"), "expected every column once, found 'x' twice"),
        (f"{BOARD}Vega,6.1\n", "expected 3 cells in every row, found 2 in 'Vega,6.1'"),
        (f"{BOARD}Vega,6.1,1,2\n", "expected 3 cells in every row, found 4"),
        (f"{BOARD}Vega\n", "expected 3 cells in every row, found 1"),
        (f'{BOARD}"Vega,1,2\n', "expected a CSV file, found unexpected end of data"),
        (f'{BOARD}"Ve"ga,1,2\n', "expected a CSV file, found ',' expected after"),
        (f"{BOARD}{'9' * 200_000},1,2\n", "expected a CSV file, found field larger"),
    ],
)
def test_what_is_not_the_table_is_told(text: str, message: str) -> None:
    """No row is filled up, and no column is guessed."""
    with pytest.raises(LayoutError, match=message):
        _read(text)


def test_a_page_of_another_kind_is_told() -> None:
    """A page of HTML in place of the file, and bytes that are no text."""
    with pytest.raises(LayoutError, match="found \\(<html>\\)"):
        _read("<html>\n<p>Not found</p>\n</html>\n")
    with pytest.raises(LayoutError, match="expected UTF-8"):
        _read(b"model,RTFx\n\xff,1\n")


def test_a_row_that_is_known_to_be_damaged_is_left_out() -> None:
    """Which of its cells are missing cannot be told; once it is whole it counts."""
    damaged, whole = f"{BOARD}Vega,6.1\n", f"{BOARD}Vega,6.1,3\n"

    assert _shown(_read(damaged, damaged=("Vega",))) == SHOWN
    assert _shown(_read(whole, damaged=("Vega",))) == [*SHOWN, ("Vega", "6.1", "3")]


@given(st.integers(0, len(BOARD)))
def test_a_file_that_is_cut_is_refused_or_ends_with_a_whole_row(end: int) -> None:
    """At the end of a line nothing tells; anywhere else the cut is found out."""
    cut = BOARD[:end]

    if cut.endswith("\n"):
        assert _shown(_read(cut)) == SHOWN[: cut.count("\n") - 1]
    else:
        with pytest.raises(LayoutError, match="expected"):
            _read(cut)


def test_a_publisher_may_leave_out_the_last_newline() -> None:
    """Where the site says so; all cells of the last row have to be there."""
    assert _shown(_read(BOARD.rstrip(), ends_open=True)) == SHOWN
    with pytest.raises(LayoutError, match=r"found 2 in 'Nova,5\.70'"):
        _read(BOARD.removesuffix(",-1\n"), ends_open=True)


@given(st.lists(st.tuples(st.text(), st.text(), st.text()), max_size=5))
def test_what_was_written_is_read(rows: list[tuple[str, str, str]]) -> None:
    """Any text, but for the spaces around it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADERS, *rows])

    assert _shown(_read(out.getvalue())) == [tuple(cell.strip() for cell in row) for row in rows]


@pytest.mark.parametrize(
    ("name", "headers", "rows"),
    [
        ("open-asr/2026-03-26/en_shortform.csv", ("model", "Avg. WER", "RTFx"), 86),
        ("open-asr/2026-05-13/en_shortform.csv", ("model", "Avg. WER", "RTFx"), 87),
        ("open-asr/2026-03-26/en_longform.csv", ("model_id", "Average"), 32),
        ("open-asr/2026-03-26/multilingual.csv", ("model", "de_fleurs", "fr_fleurs"), 30),
        ("livebench/2026-07-01/table_2024_06_24.csv", ("model", "AMPS_Hard"), 73),
        ("livebench/2026-07-01/table_2024_11_25.csv", ("model", "web_of_lies_v2"), 65),
        ("livebench/2026-07-01/table_2025_12_23.csv", ("model", "theory_of_mind"), 65),
    ],
)
def test_real_files_are_read(
    captures: Path, name: str, headers: tuple[str, ...], rows: int
) -> None:
    """All lines but the first; half of them end without a newline."""
    path = captures / name
    body = path.read_bytes()
    table = read_csv(file_page(path), headers, ends_open=not body.endswith(b"\n"))

    assert len(table.rows) == len(body.decode().splitlines()) - 1 == rows


def test_a_real_file_with_a_damaged_row_is_read_where_the_row_is_named(captures: Path) -> None:
    """LiveBench of 2026-01-08 has 21 cells of 24 for one model."""
    page = file_page(captures / "livebench/2026-07-01/table_2026_01_08.csv")

    with pytest.raises(LayoutError, match="expected 24 cells in every row, found 21 in 'nemotron"):
        read_csv(page, ("model",))
    assert len(read_csv(page, ("model",), damaged=("nemotron-3-super-120b-a12b",)).rows) == 126
