"""Cutting a paragraph of HTML in two so that each half is well-formed.

A cut is made between two elements; those around it are closed before it and opened again behind
it, a table with its heads. An element that is too long by itself loses its tags and keeps its text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from alerts.cutting import Cut

_TOKEN = re.compile(r"<(?P<end>/?)(?P<tag>\w+)[^>]*>|&#?\w+;|\s+|.", re.DOTALL)
_BLOCKS = {"div", "p", "h1", "h2", "table", "thead", "tbody", "tr"}
_HEADS = re.compile(r"<thead.*?</thead>", re.DOTALL)
_CELL_END = re.compile(r"</(?:t[dh]|tr|p|h1|h2)>")
_TAG = re.compile(r"<[^>]*>")


class _Place(NamedTuple):
    """A place to cut: what is open there; 0 between elements, 1 at a space, 2 in a word."""

    at: int
    around: tuple[str, ...]
    rank: int


def cut_html(text: str, room: int) -> Cut:
    """Cut so that the first half has at most `room` characters and both have something in them."""
    while True:
        places = list(_places(text))
        for place in sorted(places, key=lambda place: (place.rank, -place.at)):
            closing = "".join(f"</{_name(tag)}>" for tag in reversed(place.around))
            tail = _tail(_opening(text, place), text[place.at :])
            if place.at + len(closing) <= room and len(tail) < len(text):
                return Cut(text[: place.at] + closing, tail, is_clean=place.rank == 0)
        text = _with_bare_element(text, places)


def _places(text: str) -> Iterator[_Place]:
    """Every place to cut: behind a block's end, and where no tag is open at any place."""
    around: list[str] = []
    for token in _TOKEN.finditer(text):
        tag = token["tag"]
        if tag and token["end"]:
            around.pop()
        elif tag:
            if not around and token.start():
                yield _Place(token.start(), (), 0)
            around.append(token[0])
        if token.end() < len(text) and "thead" not in map(_name, around):
            if tag in _BLOCKS and token["end"] and tag != "thead":
                yield _Place(token.end(), tuple(around), 0)
            elif not around and not tag:
                yield _Place(token.end(), (), 1 if token[0].isspace() else 2)


def _opening(text: str, place: _Place) -> str:
    """The open tags, and the heads of the table that is open."""
    heads = _HEADS.findall(text[: place.at])
    return "".join(
        tag + heads[-1] if _name(tag) == "table" and heads else tag for tag in place.around
    )


def _with_bare_element(text: str, places: list[_Place]) -> str:
    """The text, with no tags left in its first element."""
    first = next((place for place in places if text[: place.at].strip()), None)
    end, opening = (first.at, "".join(first.around)) if first else (len(text), "")
    bare = _TAG.sub("", _CELL_END.sub(" ", text[:end]))
    return f"{' '.join(bare.split())}\n{_tail(opening, text[end:])}".strip()


def _tail(opening: str, rest: str) -> str:
    """The second half; nothing if no text is left for it."""
    return (opening + rest).lstrip() if _TAG.sub("", rest).strip() else ""


def _name(tag: str) -> str:
    found = _TOKEN.match(tag)
    assert found is not None
    return found["tag"]
