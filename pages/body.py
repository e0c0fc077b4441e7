"""Bodies: read from the wire and decompressed, never beyond a limit."""

import re
import zlib
from typing import TYPE_CHECKING

from leaderboard.errors import FetchError, TooLargeError
from pages.wording import printable

if TYPE_CHECKING:
    import httpx  # the archive decompresses too, and need not load it

START_BYTES = 65_536

_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
_MOST_MEMBERS = 16
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")
_CODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


async def read_all(response: "httpx.Response", limit_bytes: int, where: str) -> bytes:
    """The whole body as it comes over the wire.

    Raises:
        TooLargeError: it is, or says that it is, larger than the limit.
    """
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit_bytes:
        raise _too_large(where, limit_bytes, f"Content-Length {declared}")
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        if size > limit_bytes:
            raise _too_large(where, limit_bytes, "more")
        parts.append(part)
    return b"".join(parts)


async def read_start(response: "httpx.Response") -> bytes:
    """The first bytes of the body, enough to tell what kind of refusal it is."""
    parts, size = [], 0
    async for part in response.aiter_raw():
        size += len(part)
        parts.append(part)
        if size > START_BYTES:
            break
    return b"".join(parts)[:START_BYTES]


def decompress(received: bytes, coding: str | None, limit_bytes: int, where: str) -> bytes:
    """The body without its Content-Encoding (gzip, deflate or none).

    Raises:
        TooLargeError: it is larger than the limit; no more than that was ever held.
        FetchError: another coding, damaged, or cut short.
    """
    name = (coding or "identity").strip().lower()
    if name in ("identity", ""):
        return received
    if name not in _CODINGS:
        message = f"{where}: expected a body in gzip or deflate"
        raise FetchError(f"{message}, found Content-Encoding {printable(name)!r}")
    try:
        return _inflate(received, _CODINGS[name], limit_bytes, where)
    except zlib.error as error:
        message = f"{where}: expected a body in {name}, found damaged bytes ({error})"
        raise FetchError(message) from error


def dechunk(received: bytes) -> bytes:
    """The body without its chunks (RFC 9112, 7.1); one that is not in chunks is as it is.

    Raises:
        FetchError: it ends before the last chunk.
    """
    if not _CHUNK.match(received):
        return received
    parts: list[bytes] = []
    at = 0
    while (chunk := _CHUNK.match(received, at)) is not None:
        size = int(chunk[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(received[chunk.end() : chunk.end() + size])
        at = chunk.end() + size + len(b"\r\n")
    message = f"expected the body's last chunk, found its end after {len(received)} bytes"
    raise FetchError(message)


def decompressed_start(received: bytes, coding: str | None) -> bytes:
    """As much of the beginning of a body as can be read, for a look at what it is."""
    wbits = _CODINGS.get((coding or "").strip().lower())
    if wbits is None:
        return received[:START_BYTES]
    try:
        return zlib.decompressobj(wbits).decompress(received, START_BYTES)
    except zlib.error:
        return b""


def _inflate(received: bytes, wbits: int, limit_bytes: int, where: str) -> bytes:
    if wbits == _ZLIB and not _has_zlib_header(received):
        wbits = _RAW_DEFLATE
    parts, room = [], limit_bytes
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(wbits)
        parts.append(member.decompress(received, room + 1))
        room -= len(parts[-1])
        if room < 0:
            raise _too_large(where, limit_bytes, "more after decompression")
        if not member.eof:
            message = f"{where}: expected a whole compressed body, found it cut short"
            raise FetchError(f"{message} after {len(received)} bytes")
        received = member.unused_data
        if wbits != _GZIP or not received.startswith(_GZIP_MAGIC):
            return b"".join(parts)
    message = f"{where}: expected at most {_MOST_MEMBERS} gzip members, found more"
    raise FetchError(message)


def _has_zlib_header(received: bytes) -> bool:
    """RFC 1950: method 8, and the first two bytes are a multiple of 31."""
    start = received[:2].ljust(2, b"\0")
    return start[0] & 0x0F == 8 and int.from_bytes(start, "big") % 31 == 0  # noqa: PLR2004 - RFC 1950


def _too_large(where: str, limit_bytes: int, found: str) -> TooLargeError:
    return TooLargeError(f"{where}: expected at most {limit_bytes} bytes, found {found}")
