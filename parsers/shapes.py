"""JSON documents are searched for what is wanted by its shape, never by its place.

    models = find_rows(documents, Model)      a list whose entries have what Model requires
    board = find_object(documents, Board)     an object that has what Board requires
    boards = find_objects(documents, Board)   all such objects, in page order

A document is the text of one JSON value, such as `page.body`, or one of those that stand inside a
page (`documents.embedded`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Generic, NamedTuple, TypeVar, cast

import msgspec

from leaderboard.errors import LayoutError

Shape = TypeVar("Shape", bound=msgspec.Struct)

_DEEPEST = 100
_SHOWN = 8
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ELEMENTS = msgspec.json.Decoder(list[msgspec.Raw])


class Rows(NamedTuple, Generic[Shape]):
    """The rows that were found, and the names of all fields that any of them has."""

    rows: list[Shape]
    fields: frozenset[str]

    def unknown(self, ignored: Collection[str] = ()) -> tuple[str, ...]:
        """Fields that the shape neither uses nor the site ignores by name."""
        used = type(self.rows[0]).__struct_encode_fields__
        return tuple(sorted(self.fields - {*used, *ignored}))


def find_rows(documents: Iterable[bytes], shape: type[Shape]) -> Rows[Shape]:
    """The one list whose entries have the fields that the shape requires.

    Raises:
        LayoutError: there is none, there are several that differ, or a field is of another type.
    """
    raw = _only(list(documents), shape, is_list=True)
    fields = frozenset[str]().union(*_decode(raw, list[dict[str, msgspec.Raw]], shape))
    return Rows(_decode(raw, list[shape], shape), fields)  # type: ignore[valid-type]


def find_object(documents: Iterable[bytes], shape: type[Shape]) -> Shape:
    """The one object that has the fields that the shape requires.

    Raises:
        LayoutError: there is none, there are several that differ, or a field is of another type.
    """
    return _decode(_only(list(documents), shape, is_list=False), shape, shape)


def find_objects(documents: Iterable[bytes], shape: type[Shape]) -> list[Shape]:
    """All objects that have the fields and types of the shape, in page order; equal ones once.

    Objects with those fields in other types, such as descriptions of them, are passed over.

    Raises:
        LayoutError: there is none.
    """
    searched = list(documents)
    raw = _all(searched, shape, is_list=False)
    found = [each for each in map(partial(_decoded, shape=shape), raw) if each is not None]
    if not found:
        raise LayoutError(_message(searched, shape, raw, is_list=False))
    return found


def _decoded(raw: bytes, shape: type[Shape]) -> Shape | None:
    try:
        return msgspec.json.decode(raw, type=shape)
    except (msgspec.ValidationError, UnicodeError):
        return None


def _only(documents: list[bytes], shape: type[msgspec.Struct], *, is_list: bool) -> bytes:
    found = _all(documents, shape, is_list=is_list)
    if len(found) != 1:
        raise LayoutError(_message(documents, shape, found, is_list=is_list))
    return found[0]


def _all(documents: list[bytes], shape: type[msgspec.Struct], *, is_list: bool) -> list[bytes]:
    keys = _required(shape)
    search = _Search(frozenset(keys), tuple(f'"{key}"'.encode() for key in keys), is_list)
    return list(dict.fromkeys(part for raw in documents for part in search.within(raw.strip())))


def _required(shape: type[msgspec.Struct]) -> list[str]:
    return [f.encode_name for f in msgspec.structs.fields(shape) if f.required]


def _message(
    documents: list[bytes], shape: type[msgspec.Struct], found: list[bytes], *, is_list: bool
) -> str:
    kind = "list of objects" if is_list else "object"
    expected = f"expected one {kind} with the fields {', '.join(_required(shape))}"
    searched = f"found {len(found) or 'none'} in a payload of {sum(map(len, documents))} B"
    listed = ", ".join(map(_outline, (found or documents)[:_SHOWN]))
    return f"{expected}; {searched}: {listed or 'no JSON'}"


def _outline(raw: bytes) -> str:
    return repr(raw[:60].decode(errors="replace"))


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
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise LayoutError(
            f"expected a payload of JSON, found {error} in {_outline(raw)}"
        ) from error


Decoded = TypeVar("Decoded")


def _decode(raw: bytes, kind: type[Decoded], shape: type[msgspec.Struct]) -> Decoded:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeError) as error:
        message = str(error)[:1].lower() + str(error)[1:]
        raise LayoutError(f"{shape.__name__}: {message}") from error
