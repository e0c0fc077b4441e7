"""The JSON documents that stand inside an HTML page, in whatever way its publisher puts them there.

    models = find_rows(embedded(page), Model)                      see `shapes`
    boards = find_rows(embedded(page, "#leaderboard-data"), Board)

Read are scripts of JSON (`application/json`, `application/ld+json`, Next's `__NEXT_DATA__`), values
that scripts assign (`window.gradio_config = {...};`), the properties of Astro's islands, and the
payload of React server components (`rsc`).
"""

import re
from collections.abc import Iterator

import msgspec
from selectolax.lexbor import LexborNode

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers import html, rsc

_JSON = {"application/json", "application/ld+json"}
_ASSIGNED = re.compile(r"\s*window\.[\w.$]+\s*=\s*([\[{].*[\]}])\s*;?\s*", re.DOTALL)
_ISLAND = "astro-island"
_PLACES = f"script, {_ISLAND}"
# Astro writes every value as [kind, value]; what kinds there are is in its serialize.ts.
_VALUE, _ARRAY = 0, 1
_TEXTS = (3, 6, 7)  # dates, big numbers and addresses
_OTHERS = {2: "RegExp", 4: "Map", 5: "Set", 11: "Infinity"}
_OTHERS |= {8: "Uint8Array", 9: "Uint16Array", 10: "Uint32Array"}


def embedded(page: Page, within: str = _PLACES) -> Iterator[bytes]:
    """Each JSON document of the page, in page order; those of a payload come last.

    `within` is a selector of the elements to look at, such as a script's id; with one, payloads are
    left out. A script of JSON is given as it stands, valid or not; the search tells if it is not.

    Raises:
        LayoutError: the page is cut, its payload is damaged, or an island holds what JSON cannot.
    """
    for node in html.parse(page).css(within):
        raw = _island(node) if node.tag == _ISLAND else _script(node)
        if raw is not None:
            yield raw
    if within == _PLACES and rsc.is_sent(page):
        yield from rsc.documents(rsc.payload(page))


def _script(node: LexborNode) -> bytes | None:
    text = node.text()
    kind = (node.attributes.get("type") or "").partition(";")[0].strip().lower()
    if kind in _JSON:
        return text.encode()
    assigned = _ASSIGNED.fullmatch(text)
    return assigned[1].encode() if assigned and _is_json(assigned[1]) else None


def _is_json(text: str) -> bool:
    """Whether what a script assigns is JSON: most is only JavaScript."""
    try:
        msgspec.json.decode(text, type=msgspec.Raw)
    except (msgspec.MsgspecError, RecursionError):
        return False
    return True


def _island(node: LexborNode) -> bytes | None:
    props = node.attributes.get("props")
    if not props:
        return None
    try:
        members = msgspec.json.decode(props, type=dict[str, object])
        return msgspec.json.encode({name: _plain(pair) for name, pair in members.items()})
    except (msgspec.MsgspecError, RecursionError) as error:
        raise LayoutError(f"expected JSON in props of {_ISLAND}, found {error}") from error


def _plain(pair: object) -> object:
    """The value that Astro wrote as [kind, value]; a date, a big number and a URL stay text."""
    match pair:
        case [int(kind), dict(members)] if kind == _VALUE:
            return {name: _plain(member) for name, member in members.items()}
        case [int(kind), str() | int() | float() | bool() | None as value] if kind == _VALUE:
            return value
        case [int(kind)] if kind == _VALUE:
            return None  # undefined
        case [int(kind), list(items)] if kind == _ARRAY:
            return [_plain(item) for item in items]
        case [int(kind), str(text)] if kind in _TEXTS:
            return text
        case [int(kind), _] if kind in _OTHERS:
            raise LayoutError(f"expected values of JSON in {_ISLAND}, found a {_OTHERS[kind]}")
    raise LayoutError(f"expected [kind, value] as Astro writes it, found {pair!r:.60}")
