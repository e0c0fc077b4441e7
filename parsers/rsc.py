"""Pages of React server components: the payload in `self.__next_f.push([1,"..."])`.

    models = find_rows(payload(page), Model)      a list whose entries have what Model requires
    boards = find_lists(payload(page), Model)     every such list, where a page has several
    board = find_object(payload(page), Board)     an object that has what Board requires

What is wanted is found by its shape, never by its place: chunks are cut anywhere, and rows come in
any order. Long texts stand in rows of their own and are passed over, whatever they say.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar, cast

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page

Shape = TypeVar("Shape", bound=msgspec.Struct)

_PUSH = b'self.__next_f.push([1,"'
_END = b'"])'
_SCRIPT_END = b"</script"
_DEEPEST = 100
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ELEMENTS = msgspec.json.Decoder(list[msgspec.Raw])
_ROW = re.compile(rb"([0-9a-f]*):(?:T([0-9a-f]+),)?")


class Rows(NamedTuple, Generic[Shape]):
    """The rows that were found, and the names of all fields that any of them has."""

    rows: list[Shape]
    fields: frozenset[str]

    def unknown(self, ignored: Collection[str] = ()) -> tuple[str, ...]:
        """Fields that the shape neither uses nor the site ignores by name."""
        used = type(self.rows[0]).__struct_encode_fields__
        return tuple(sorted(self.fields - {*used, *ignored}))


def payload(page: Page) -> bytes:
    """The whole payload of a page, in UTF-8.

    Raises:
        LayoutError: the page has none, or a chunk is cut short or badly escaped.
    """
    chunks = b"".join(_chunks(page.body))  # joined first: a cut may fall inside an escape
    if not chunks:
        raise LayoutError('expected a payload in self.__next_f.push([1,"..."]), found none')
    try:
        return msgspec.json.decode(b'"%b"' % chunks, type=str).encode()
    except (msgspec.DecodeError, UnicodeError) as error:
        raise LayoutError(f"expected a payload of JSON strings, found {error}") from error


def find_rows(payload: bytes, shape: type[Shape]) -> Rows[Shape]:
    """The one list of the payload whose entries have the fields that the shape requires.

    Raises:
        LayoutError: there is none, there are several that differ, or a field is of another type.
    """
    return _rows(_only(payload, shape, is_list=True), shape)


def find_lists(payload: bytes, shape: type[Shape]) -> list[Rows[Shape]]:
    """Every list of the payload whose entries have those fields, for boards that come in parts.

    Lists that are equal byte by byte are one; they are in no order.

    Raises:
        LayoutError: there is none, or a field is of another type.
    """
    found = _found(payload, shape, is_list=True)
    if not found:
        raise _missing(payload, shape, found, is_list=True)
    return [_rows(raw, shape) for raw in sorted(found)]


def find_object(payload: bytes, shape: type[Shape]) -> Shape:
    """The one object of the payload that has the fields that the shape requires.

    Raises:
        LayoutError: there is none, there are several that differ, or a field is of another type.
    """
    return _decode(_only(payload, shape, is_list=False), shape, shape)


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


def _json_rows(payload: bytes) -> Iterator[bytes]:
    """The rows that hold an object or a list; texts, imports and hints are passed over."""
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


def _only(payload: bytes, shape: type[msgspec.Struct], *, is_list: bool) -> bytes:
    found = _found(payload, shape, is_list=is_list)
    if len(found) != 1:
        raise _missing(payload, shape, found, is_list=is_list)
    return found.pop()


def _found(payload: bytes, shape: type[msgspec.Struct], *, is_list: bool) -> set[bytes]:
    keys = _required(shape)
    search = _Search(frozenset(keys), tuple(f'"{key}"'.encode() for key in keys), is_list)
    return {part for row in _json_rows(payload) for part in search.within(row)}


def _missing(
    payload: bytes, shape: type[msgspec.Struct], found: set[bytes], *, is_list: bool
) -> LayoutError:
    kind = "list of objects" if is_list else "object"
    message = f"expected one {kind} with the fields {', '.join(_required(shape))}"
    return LayoutError(f"{message}; found {len(found) or 'none'} in a payload of {len(payload)} B")


def _required(shape: type[msgspec.Struct]) -> list[str]:
    return [field.encode_name for field in msgspec.structs.fields(shape) if field.required]


def _rows(raw: bytes, shape: type[Shape]) -> Rows[Shape]:
    fields = frozenset[str]().union(*_decode(raw, list[dict[str, msgspec.Raw]], shape))
    return Rows(_decode(raw, list[shape], shape), fields)  # type: ignore[valid-type]


class _Search(NamedTuple):
    """What is looked for: objects with these keys, or lists of them.

    Only branches that name all keys are opened, which leaves out nearly everything.
    """

    keys: frozenset[str]
    texts: tuple[bytes, ...]
    is_list: bool

    def within(self, raw: bytes, depth: int = 0) -> Iterator[bytes]:
        """The outermost parts of a JSON text that are what is looked for."""
        if raw[:1] not in (b"{", b"[") or not all(text in raw for text in self.texts):
            return
        parts = _parts(raw)
        if self._fits(raw, parts):
            yield raw
        elif depth == _DEEPEST:
            raise LayoutError(f"expected a payload nested {depth} deep at most, found more")
        else:
            for part in parts.values():
                yield from self.within(bytes(part), depth + 1)

    def _fits(self, raw: bytes, parts: Mapping[object, msgspec.Raw]) -> bool:
        if self.is_list:
            first = bytes(parts.get(0, b""))
            return first[:1] == b"{" and self.keys <= _parts(first).keys()
        return raw[:1] == b"{" and self.keys <= parts.keys()


def _parts(raw: bytes) -> Mapping[object, msgspec.Raw]:
    """The members of an object by name, or those of a list by number, not yet read."""
    try:
        if raw[:1] == b"{":
            return cast("Mapping[object, msgspec.Raw]", _MEMBERS.decode(raw))
        return dict(enumerate(_ELEMENTS.decode(raw)))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise LayoutError(f"expected a payload of JSON rows, found {error}") from error


Decoded = TypeVar("Decoded")


def _decode(raw: bytes, kind: type[Decoded], shape: type[msgspec.Struct]) -> Decoded:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.MsgspecError as error:
        message = str(error)[:1].lower() + str(error)[1:]
        raise LayoutError(f"{shape.__name__}: {message}") from error
