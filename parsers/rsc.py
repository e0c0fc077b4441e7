"""Pages of React server components: the payload in `self.__next_f.push([1,"..."])`.

    models = find_rows(payload(page), Model)      a list whose entries have what Model requires
    board = find_object(payload(page), Board)     an object that has what Board requires

What is wanted is found by its shape, never by its place: chunks are cut anywhere, and rows come in
any order. Long texts stand in rows of their own and are passed over, whatever they say.
"""

import re
from collections.abc import Iterator

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers import shapes
from parsers.html import expect_whole
from parsers.shapes import Rows, Shape

_PUSH = b'self.__next_f.push([1,"'
_END = b'"])'
_SCRIPT_END = b"</script"
_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]+),)?")


def is_sent(page: Page) -> bool:
    """Whether the page has such a payload."""
    return _PUSH in page.body


def payload(page: Page) -> bytes:
    """The whole payload of a page, in UTF-8.

    Raises:
        LayoutError: the page has none or is cut, or a chunk is cut short or badly escaped.
    """
    chunks = b"".join(_chunks(page.body))  # joined first: a cut may fall inside an escape
    expect_whole(page)
    if not chunks:
        raise LayoutError('expected a payload in self.__next_f.push([1,"..."]), found none')
    try:
        return msgspec.json.decode(b'"%b"' % chunks, type=str).encode()
    except (msgspec.DecodeError, UnicodeError) as error:
        raise LayoutError(f"expected a payload of JSON strings, found {error}") from error


def find_rows(payload: bytes, shape: type[Shape]) -> Rows[Shape]:
    """The one list of the payload whose entries have what the shape requires; see `shapes`."""
    return shapes.find_rows(documents(payload), shape)


def find_object(payload: bytes, shape: type[Shape]) -> Shape:
    """The one object of the payload that has what the shape requires; see `shapes`."""
    return shapes.find_object(documents(payload), shape)


def documents(payload: bytes) -> Iterator[bytes]:
    """The rows that hold an object or a list; texts, imports and hints are passed over.

    Raises:
        LayoutError: something stands between the rows that is none.
    """
    position = 0
    while position < len(payload):
        head = _ROW.match(payload, position)
        if head is None:
            found = payload[position : position + 40].decode(errors="replace")
            raise LayoutError(f"expected a payload of rows such as 2a:[...], found {found!r}")
        if head[2] is not None:
            position = head.end() + int(head[2], 16)
            continue
        end = payload.find(b"\n", head.end())
        end = len(payload) if end < 0 else end
        if payload[head.end() : head.end() + 1] in (b"[", b"{"):
            yield payload[head.end() : end]
        position = end + 1


def _chunks(body: bytes) -> Iterator[bytes]:
    start = body.find(_PUSH)
    while start >= 0:
        start += len(_PUSH)
        end = body.find(_SCRIPT_END, start)  # cannot stand inside: HTML would end the script there
        script = body[start:end].rstrip(b"; \n") if end >= 0 else b""
        if not script.endswith(_END):
            found = script[-40:].decode(errors="replace")
            raise LayoutError(f"expected every chunk of the payload to be whole, found {found!r}")
        yield script[: -len(_END)]
        start = body.find(_PUSH, end)
