"""The payload of React server components is searched by shape, wherever it stands."""

import json
from pathlib import Path

import msgspec
import pytest

from leaderboard.errors import LayoutError
from parsers.rsc import find_object, find_rows, payload
from tests.parsers.pages import file_page, make_page

ROWS = [
    {"rank": 1, "key": "atlas", "score": 9.5, "note": 'the "first" </script> \\ 😀'},
    {"rank": 2, "key": "nova", "score": 9.0, "votes": 7},
]


class Model(msgspec.Struct):
    """A row as a site declares it."""

    rank: int
    key: str
    score: float
    votes: int | None = None


class Board(msgspec.Struct):
    """The object that holds the rows."""

    title: str
    entries: list[Model]


def _row(name: str, value: object) -> str:
    return f"{name}:{json.dumps(value, separators=(',', ':'), ensure_ascii=False)}\n"


def _text_row(name: str, text: str) -> str:
    return f"{name}:T{len(text.encode()):x},{text}"


def _page(rows: str, size: int = 20) -> bytes:
    """The page that sends these rows in chunks of so many characters."""
    chunks = [rows[at : at + size] for at in range(0, len(rows), size)]
    escaped = [json.dumps(chunk).replace("<", "\\u003c") for chunk in chunks]
    scripts = [f"<script>self.__next_f.push([1,{chunk}])</script>" for chunk in escaped]
    start = "<script>(self.__next_f=self.__next_f||[]).push([0])</script>"
    return f"<html><body>{start}{''.join(scripts)}</body></html>".encode()


def _payload(rows: str) -> bytes:
    return payload(make_page(_page(rows), "https://board.example"))


BOARD = _row("2a", ["$", "$L12", None, {"title": "Code", "entries": ROWS, "sort": "$undefined"}])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 10_000])
def test_chunks_may_be_cut_anywhere(size: int) -> None:
    """Inside an escape of the inner JSON, or between the name of a row and its colon."""
    page = make_page(_page(BOARD, size), "https://board.example")

    assert payload(page).decode() == BOARD
    assert [model.key for model in find_rows(payload(page), Model).rows] == ["atlas", "nova"]


def test_an_emoji_whose_halves_are_in_two_chunks_is_whole() -> None:
    """JavaScript counts characters in halves, and a cut may fall between them."""
    body = rb'<script>self.__next_f.push([1,"1:[\"\ud83d"])</script>'
    body += rb'<script>self.__next_f.push([1,"\ude00\"]"]);</script>'

    assert payload(make_page(body, "https://board.example")) == '1:["😀"]'.encode()


def test_a_text_row_is_passed_over_whatever_it_says() -> None:
    """Its length is in bytes, no line end follows it, and rows written inside it are not rows."""
    text = "Ergebnisse: ünïcödé 😀\n" + _row("2a", [{"rank": 9, "key": "fake", "score": 1.0}])
    found = find_rows(_payload(_row("0", {"a": 1}) + _text_row("29", text) + BOARD), Model)

    assert [model.key for model in found.rows] == ["atlas", "nova"]


def test_rows_of_other_kinds_are_passed_over() -> None:
    """Imports, hints, nulls and symbols stand between the rows of data."""
    rows = '1:"$Sreact.fragment"\n2:I[123,["4","static/a.js"],"default"]\n:HL["/a.css","style"]\n'

    assert len(find_rows(_payload(rows + BOARD + "2b:null\n2c:"), Model).rows) == 2


def test_fields_that_nobody_knows_are_told() -> None:
    """Also those that only one row has."""
    found = find_rows(_payload(BOARD), Model)

    assert found.fields == {"rank", "key", "score", "votes", "note"}
    assert found.unknown() == ("note",)
    assert found.unknown(ignored={"note"}) == ()


def test_two_lists_of_one_shape_are_refused() -> None:
    """Which is the board cannot be told; the object around it can tell."""
    other = _row("2b", {"title": "Text", "rows": ROWS[:1]})

    with pytest.raises(LayoutError, match="one list of objects with the fields rank, key, score; "):
        find_rows(_payload(BOARD + other), Model)
    assert find_object(_payload(BOARD + other), Board).title == "Code"


def test_the_same_list_sent_twice_is_one() -> None:
    """Pages pass the same rows to a table and to a chart."""
    assert len(find_rows(_payload(BOARD + BOARD.replace("2a:", "2b:")), Model).rows) == 2


@pytest.mark.parametrize("rows", [_row("2a", {"title": "Code", "entries": []}), _row("1", None)])
def test_a_payload_without_such_rows_says_what_was_wanted(rows: str) -> None:
    """An empty list has no shape, so it is not mistaken for an empty board."""
    with pytest.raises(LayoutError, match=r"with the fields rank, key, score; found none in a pay"):
        find_rows(_payload(rows), Model)


def test_a_field_of_another_type_names_its_place() -> None:
    """A score that became text."""
    rows = _row("2a", [ROWS[0], ROWS[1] | {"score": "9.0"}])

    with pytest.raises(LayoutError, match=r"^Model: expected `float`, got `str` - at `\$\[1\]"):
        find_rows(_payload(rows), Model)


def test_a_row_that_lacks_a_field_is_not_passed_over() -> None:
    """The first row tells the list; the others have to be like it."""
    with pytest.raises(LayoutError, match=r"missing required field `key` - at `\$\[1\]`"):
        find_rows(_payload(_row("2a", [ROWS[0], {"rank": 2, "score": 9.0}])), Model)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"<html>no payload</html>", "found none"),
        (b'<script>self.__next_f.push([1,"2a:[1', "to be whole, found ''"),
        (b'<script>self.__next_f.push([1,"2a:[1</script>', "to be whole, found '2a:"),
        (rb'<script>self.__next_f.push([1,"a\q"])</script>', "invalid escape"),
        (rb'<script>self.__next_f.push([1,"\ud83d and on"])</script>', "surrogate"),
        (b'<script>self.__next_f.push([1,"1:\xff"])</script>', "utf-8"),
    ],
)
def test_a_damaged_payload_is_named(body: bytes, found: str) -> None:
    """A page cut short, an escape that is none, half an emoji, bytes that are no text."""
    with pytest.raises(LayoutError, match=found):
        payload(make_page(body, "https://board.example"))


@pytest.mark.parametrize("rows", ["no row", '2a:[{"rank":1,"key":"a","score":1', "zz:[]"])
def test_rows_that_are_none_are_named(rows: str) -> None:
    """What is not a row, or a row that was cut short."""
    with pytest.raises(LayoutError, match="expected a payload of"):
        find_rows(_payload(rows), Model)


def test_a_text_row_longer_than_the_page_ends_the_search() -> None:
    """What such a row would hide is not found."""
    with pytest.raises(LayoutError, match="found none"):
        find_rows(_payload("29:Tffffffffff,text" + BOARD), Model)


@pytest.mark.parametrize("depth", [500, 50_000])
def test_a_payload_nested_without_end_is_refused(depth: int) -> None:
    """Deeper than any page: an error of the page, not of the process."""
    deep = "[" * depth + json.dumps(ROWS) + "]" * depth

    with pytest.raises(LayoutError, match=r"expected a payload .* found"):
        find_rows(_payload(f"1:{deep}\n"), Model)


class Evaluated(msgspec.Struct):
    """A row of SWE-bench Pro, the real page."""

    model: str
    rank: int
    score: float


def test_a_real_page_is_read(captures: Path) -> None:
    """SWE-bench Pro, whose board stands in the payload only."""
    page = file_page(captures / "site-pages" / "2026-04-28" / "swebench_pro.html")
    rows = find_rows(payload(page), Evaluated).rows

    assert (rows[0].model, rows[0].rank, rows[0].score) == ("gpt-5.4 (xHigh)*", 1, 59.1)
