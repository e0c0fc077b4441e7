"""JSON documents: what they hold, checked against the shape a site declares.

A site declares its rows as a `msgspec.Struct`; a wrong type or a missing field is a LayoutError
that names the place. Fields beyond the declared ones are reported by `unknown`, not refused.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar
from urllib.parse import urldefrag

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page

Shape = TypeVar("Shape", bound=msgspec.Struct)
_SHOWN = 40


def document(page: Page) -> dict[str, object]:
    """The page's body as one JSON object.

    Raises:
        LayoutError: the body is not UTF-8, not JSON, or not an object; the message shows how the
            body begins.
    """
    text = page.text()
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.MsgspecError, RecursionError) as error:
        begins = " ".join(text[:_SHOWN].split())
        message = f"expected a JSON object, found a body that begins {begins!r} ({error})"
        raise LayoutError(message) from error


def shaped(value: object, shape: type[Shape], where: str) -> Shape:
    """The value as the declared shape.

    Raises:
        LayoutError: which field of `where` is missing or of another type.
    """
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        raise LayoutError(f"{where}: {_plain(error)}") from error


def rows_shaped(value: object, shape: type[Shape], where: str) -> list[Shape]:
    """The value as a list of the declared shape; errors as in `shaped`."""
    try:
        return msgspec.convert(value, list[shape])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise LayoutError(f"{where}: {_plain(error)}") from error


def expect_board(page: Page, found: str) -> None:
    """Check that an archive's file holds the board that its address names.

    Raises:
        LayoutError: it holds another one.
    """
    expected = urldefrag(page.url).url.rpartition("/")[2].removesuffix(".json")
    if found != expected:
        raise LayoutError(f"expected the board {expected!r} at this address, found {found!r}")


def unknown(
    rows: Iterable[Mapping[str, object]],
    shape: type[msgspec.Struct],
    ignored: Collection[str] = (),
) -> tuple[str, ...]:
    """Fields of the rows that the shape neither uses nor the site ignores by name."""
    known = {*shape.__struct_encode_fields__, *ignored}
    return tuple(sorted(set().union(*rows) - known))


def _plain(error: msgspec.ValidationError) -> str:
    return str(error)[:1].lower() + str(error)[1:]
