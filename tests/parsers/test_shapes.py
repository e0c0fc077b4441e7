"""What is wanted of JSON is found by its shape, wherever it stands."""

import json
from pathlib import Path

import msgspec
import pytest

from leaderboard.errors import LayoutError
from parsers.shapes import find_object, find_objects, find_rows

ROWS = [{"rank": 1, "key": "atlas"}, {"rank": 2, "key": "nova", "votes": 7}]


class Model(msgspec.Struct):
    """A row as a site declares it."""

    rank: int
    key: str


class Board(msgspec.Struct):
    """The object that holds the rows."""

    title: str
    entries: list[Model]


def _documents(*values: object) -> list[bytes]:
    return [json.dumps(value).encode() for value in values]


BOARD = {"title": "Code", "entries": ROWS}


def test_a_list_is_found_in_any_document_at_any_depth() -> None:
    """Also where it is the document, with spaces around."""
    deep = _documents({"a": 1}, {"props": [{"page": BOARD}]})

    assert find_rows(deep, Model) == find_rows([b"\n " + _documents(ROWS)[0] + b"\n"], Model)
    assert [model.key for model in find_rows(deep, Model).rows] == ["atlas", "nova"]
    assert find_rows(iter(deep), Model).unknown() == ("votes",)


def test_an_object_is_found_by_what_it_requires() -> None:
    """Its parts come in their types."""
    assert find_object(_documents([BOARD]), Board).entries[1] == Model(2, "nova")


def test_all_objects_of_a_shape_come_in_page_order() -> None:
    """One that only describes the fields is none, and the same one twice is one."""
    described = {"title": {"type": "string"}, "entries": {"type": "array"}}
    other = {"title": "Text", "entries": []}
    found = find_objects(_documents(BOARD, [described, other], BOARD), Board)

    assert [board.title for board in found] == ["Code", "Text"]
    with pytest.raises(LayoutError, match="with the fields title, entries; found none"):
        find_objects(_documents(ROWS), Board)
    with pytest.raises(LayoutError, match=r"found 1 in .*string"):
        find_objects(_documents(described), Board)


def test_what_was_found_instead_is_listed() -> None:
    """The message shows how the documents begin, or those that are alike."""
    with pytest.raises(LayoutError) as caught:
        find_rows(_documents({"a": 1}, [2]), Model)
    with pytest.raises(LayoutError, match=r"found 2 in a payload of .*: '\[{\"rank.*\[{\"rank"):
        find_rows(_documents(ROWS, ROWS[:1]), Model)
    with pytest.raises(LayoutError, match="found none in a payload of 0 B: no JSON"):
        find_object([], Board)

    assert str(caught.value) == (
        "expected one list of objects with the fields rank, key; "
        "found none in a payload of 11 B: '{\"a\": 1}', '[2]'"
    )


@pytest.mark.parametrize(
    "raw", [b'[{"rank":1,"key":"a"}', b'{"a":[{"rank":1,"key":}]}', b'[{"rank":1,"key":"\xff"}]']
)
def test_a_document_that_is_no_json_is_told_where_it_names_what_is_wanted(raw: bytes) -> None:
    """Cut, broken or in no encoding; others do not matter."""
    with pytest.raises(LayoutError, match=r"expected .*JSON|utf-8"):
        find_rows([raw], Model)
    assert len(find_rows([b"{broken", *_documents(ROWS)], Model).rows) == 2


class Track(msgspec.Struct):
    """A board of SWE-bench, the real file."""

    name: str
    results: list[msgspec.Raw]


@pytest.mark.parametrize(("day", "verified"), [("2025-09-11", None), ("2025-10-06", 145)])
def test_a_real_file_is_read(captures: Path, day: str, verified: int | None) -> None:
    """As many boards and rows as json finds."""
    raw = (captures / "swe-bench-json" / day / "leaderboards.json").read_bytes()
    expected = {b["name"]: len(b["results"]) for b in json.loads(raw)["leaderboards"]}
    found = {board.name: len(board.results) for board in find_rows([raw], Track).rows}

    assert found == expected
    assert verified in (None, found["Verified"])
