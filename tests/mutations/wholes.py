"""The whole page: in another encoding, cut, another page altogether, or none."""

import gzip
import random
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from flows.capturing import read
from leaderboard.errors import CaptureError
from tests.mutations.mutant import Mutant, cut_open, either, lacking, never, same
from tests.mutations.subject import PAGES, Subject, load, make

_CUTS = 200
_VOWELS = dict(zip("aeiouAEIOU", "áéíóúÁÉÍÓÚ", strict=True))


def cuts(subject: Subject, document: int) -> Iterator[Mutant]:
    """The page cut at every byte, or at 200 of them with ends of lines and rows among these.

    What was cut between two rows is, in some formats, a page of the rows before: nothing in the
    bytes tells, so those rows are right.
    """
    body, most = subject.bodies[document], _CUTS // len(subject.bodies)
    ends = [found.end() for found in re.finditer(rb"\n|\}[,\]]|</tr>|</table>|</script>", body)]
    chance = random.Random(len(body))  # noqa: S311 - a seeded change
    places = set(range(len(body)))
    if len(places) > most:
        some = ends if len(ends) < most // 2 else chance.sample(ends, most // 2)
        places = {*some, *chance.sample(sorted(places), most - len(set(some)))} - {len(body)}
    for at in sorted(places):
        what = f"{at} of {len(body)} bytes"
        yield Mutant("cut", what, subject.with_body(document, body[:at]), cut_open(subject))


def encodings(subject: Subject, document: int) -> Iterator[Mutant]:
    """The bytes in another encoding, packed, or with bytes that do not belong there."""
    body = subject.bodies[document]
    right = either(same(subject), lacking(subject, subject.listed))
    for what, how in _ENCODINGS.items():
        changed = how(body)
        if changed != body:
            yield Mutant("encoding", what, subject.with_body(document, changed), right)


def accented(subject: Subject, count: int) -> Subject | None:
    """The fixture with letters beyond ASCII in so many names; None where that cannot be had."""
    bodies = list(subject.bodies)
    if any(body.startswith(b"PAR1") for body in bodies):
        return None
    for entry in subject.listed[:count]:
        letter = next((sign for sign in entry.model if sign in _VOWELS), None)
        if letter is None:
            return None
        name = entry.model.replace(letter, _VOWELS[letter], 1)
        bodies = [body.replace(entry.model.encode(), name.encode()) for body in bodies]
    changed = replace(subject, bodies=tuple(bodies))
    try:
        standing = read(make(subject.visit, subject.urls, bodies), subject.visit)
    except CaptureError:
        return None
    is_changed = sum(not entry.model.isascii() for entry in standing.entries) >= count
    return replace(changed, standing=standing, listed=standing.entries) if is_changed else None


def garbled(subject: Subject, document: int) -> Iterator[Mutant]:
    """Names with letters beyond ASCII read in a wrong encoding: they are no other names."""
    text = _text(subject.bodies[document])
    if text.isascii():
        return
    for what, how in _GARBLED.items():
        changed = how(text)
        yield Mutant("names garbled", what, subject.with_body(document, changed), same(subject))


def others(subject: Subject) -> Iterator[Mutant]:
    """The page of another board of the same publisher at this address."""
    mine = _document(subject.urls[0])
    for other in _others(subject.visit.board.publisher):
        if other.visit.board == subject.visit.board:
            continue
        if _document(other.urls[0]) != mine and len(other.bodies) == len(subject.bodies):
            yield Mutant("another board's page", other.name, other.bodies, same(subject))


def none(subject: Subject, document: int) -> Iterator[Mutant]:
    """No page: empty, an error, a guard, words."""
    for what, body in _NONE.items():
        bodies = subject.with_body(document, body)
        yield Mutant("no page", what, bodies, never)


@cache
def _others(publisher: str) -> list[Subject]:
    return [load(page) for page in PAGES if page.board.startswith(f"{publisher}/")]


def _document(url: str) -> str:
    """An address without its part and day."""
    return re.sub(r"\d{4}[-_]\d\d[-_]\d\d", "", url.partition("#")[0])


def _text(body: bytes) -> str:
    """The body as text; of a format that is none each byte is taken for a letter."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")


def _packed(body: bytes, encoding: str) -> bytes:
    """The page in an encoding of one byte a letter; as it is where that makes no other bytes."""
    packed = _text(body).encode(encoding, "replace")
    return body if packed.isascii() else packed


def _inserted(sign: bytes, seed: int) -> Callable[[bytes], bytes]:
    def how(body: bytes) -> bytes:
        at = random.Random(seed).randrange(len(body))  # noqa: S311 - a seeded change
        return body[:at] + sign + body[at:]

    return how


_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "UTF-16": lambda body: _text(body).encode("utf-16"),
    "UTF-16 without mark": lambda body: _text(body).encode("utf-16-le"),
    "UTF-32": lambda body: _text(body).encode("utf-32"),
    "Latin-1": lambda body: _packed(body, "latin-1"),
    "Windows": lambda body: _packed(body, "cp1252"),
    "byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "two byte order marks": lambda body: b"\xef\xbb\xbf" * 2 + body,
    "CRLF": lambda body: body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "CR": lambda body: body.replace(b"\n", b"\r"),
    "gzip": lambda body: gzip.compress(body, mtime=0),
    "deflate": zlib.compress,
    "NUL at the end": lambda body: body + b"\0" * 8,
    "NUL first": lambda body: b"\0" + body,
    "NUL between": lambda body: b"\0".join(bytes([byte]) for byte in body),
    **{f"NUL somewhere {seed}": _inserted(b"\0", seed) for seed in range(6)},
    **{f"stray byte {seed}": _inserted(b"\xe9", seed) for seed in range(6)},
    **{f"control sign {seed}": _inserted(b"\x1b", seed) for seed in range(6)},
    **{f"right to left {seed}": _inserted("\u202e".encode(), seed) for seed in range(6)},
    **{f"replacement sign {seed}": _inserted("\ufffd".encode(), seed) for seed in range(6)},
}
_GARBLED: dict[str, Callable[[str], bytes]] = {
    "UTF-8 as Latin-1": lambda text: text.encode().decode("latin-1").encode(),
    "UTF-8 as Windows": lambda text: _twice(text, "cp1252"),
    "twice": lambda text: _twice(text.encode().decode("latin-1"), "latin-1"),
    "Latin-1": lambda text: text.encode("latin-1", "replace"),
    "lost": lambda text: text.encode("ascii", "replace").decode().replace("?", "\ufffd").encode(),
    "dropped bytes": lambda text: re.sub(rb"[\xc0-\xf4](?=[\x80-\xbf])", b"", text.encode()),
}


def _twice(text: str, encoding: str) -> bytes:
    return b"".join(_wrong(sign, encoding) for sign in text)


def _wrong(sign: str, encoding: str) -> bytes:
    try:
        return sign.encode().decode(encoding).encode()
    except UnicodeDecodeError:
        return sign.encode().decode("latin-1").encode()


_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1>{1}</body></html>"
_NONE: dict[str, bytes] = {
    "empty": b"",
    "spaces": b" \n\t \n",
    "{}": b"{}",
    "[]": b"[]",
    "null": b"null",
    "true": b"true",
    "0": b"0",
    '""': b'""',
    "an error in JSON": b'{"error": "internal", "status": 500}',
    "no rows": b'{"rows": [], "data": [], "models": [], "leaderboards": [], "meta": {}}',
    "404": _PAGE.format("404 Not Found", "<p>nginx</p>").encode(),
    "500": _PAGE.format("Internal Server Error", "").encode(),
    "maintenance": _PAGE.format("We will be back soon", "<p>Maintenance</p>").encode(),
    "guard": _PAGE.format("Just a moment...", "<script>window._cf_chl_opt={}</script>").encode(),
    "sign in": _PAGE.format("Sign in", '<form action="/login"><input name="user"></form>').encode(),
    "loading": _PAGE.format(
        "Leaderboard", '<div id="root"></div><script src="/a.js"></script>'
    ).encode(),
    "empty table": _PAGE.format(
        "Leaderboard", "<table><thead></thead><tbody></tbody></table>"
    ).encode(),
    "words": b"Too many requests\n",
    "not found": b"404: Not Found",
    "a pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
    "bytes": bytes(range(256)),
}


def all_of(subject: Subject) -> Iterator[tuple[Subject, Mutant]]:
    """All of these, each with the fixture that it is a change of."""
    for document in range(len(subject.bodies)):
        for make_them in (cuts, encodings, none):
            for mutant in make_them(subject, document):
                yield subject, mutant
    for mutant in others(subject):
        yield subject, mutant
    for count in _accents(subject):
        changed = accented(subject, count)
        if changed is not None:
            for document in range(len(subject.bodies)):
                for mutant in garbled(changed, document):
                    yield changed, mutant


def _accents(subject: Subject) -> Sequence[int]:
    return (1, len(subject.listed))
