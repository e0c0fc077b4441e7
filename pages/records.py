"""Records of WARC files as pages: their digests hold, their bodies are whole and decoded."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from leaderboard.errors import FetchError
from leaderboard.page import Page
from pages.body import dechunk, decompress
from pages.digests import digest_of
from pages.same import bare
from pages.warc import utc
from pages.wording import printable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

_MOST_BYTES = 128_000_000
_OK, _NOT_MODIFIED = "200", "304"


class Head(NamedTuple):
    """What a record says of itself; `keys` are all it can be referred to by."""

    url: str
    taken_at: datetime
    keys: tuple[str, ...]


class Response(NamedTuple):
    """A record that holds a page."""

    head: Head
    page: Page


class Revisit(NamedTuple):
    """A record that says that a page was what another record holds.

    `refers_to` are the keys of that record, the surest first.
    """

    head: Head
    refers_to: tuple[str, ...]


def moment_key(url: str, taken_at: datetime) -> str:
    """The key of what was taken from an address in that second."""
    return f"{bare(url)} {taken_at:%Y%m%d%H%M%S}"


def head_of(record: "ArcWarcRecord") -> Head | None:
    """What the record says of itself; None where it does not say when."""
    fields = record.rec_headers
    url = fields.get_header("WARC-Target-URI") or ""
    try:
        taken_at = utc(fields.get_header("WARC-Date"))
    except ValueError:
        return None
    given = (
        _digest_key(fields.get_header("WARC-Payload-Digest")),
        fields.get_header("WARC-Record-ID"),
    )
    return Head(url, taken_at, (*filter(None, given), moment_key(url, taken_at)))


def page_or_revisit(record: "ArcWarcRecord", head: Head) -> Response | Revisit | None:
    """The page, or the record that holds it; None where it is of another status.

    Raises:
        FetchError: the record was cut or damaged, or its page cannot be decoded.
    """
    block = _block(record)
    http, payload = _http(block)
    status = http.get_statuscode() if http is not None else ""
    if record.rec_type == "revisit":
        is_page = status in {_OK, _NOT_MODIFIED, ""}
        return Revisit(head, tuple(_refers_to(record, head))) if is_page else None
    if http is None or status != _OK:
        return None
    if (why := record.rec_headers.get_header("WARC-Truncated")) is not None:
        raise FetchError(f"expected a whole page, found it cut by its maker ({printable(why)})")
    return Response(head, _page(record, head, block, payload, http))


def _page(
    record: "ArcWarcRecord", head: Head, block: bytes, payload: bytes, http: "StatusAndHeaders"
) -> Page:
    length = http.get_header("Content-Length", "").strip()
    if length.isascii() and length.isdigit() and len(payload) < int(length):
        raise FetchError(f"expected {length} bytes, found {len(payload)}")
    is_chunked = http.get_header("Transfer-Encoding", "").strip().lower() == "chunked"
    received = dechunk(payload) if is_chunked else payload
    body = decompress(received, http.get_header("Content-Encoding"), _MOST_BYTES, "its page")
    _check_digests(record.rec_headers, block, (payload, received, body))
    return Page(
        url=head.url,
        final_url=head.url,
        status=int(_OK),
        headers=tuple(http.headers),
        body=body,
        received=received,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=head.taken_at,
    )


def _refers_to(record: "ArcWarcRecord", head: Head) -> Iterator[str]:
    fields = record.rec_headers
    digest, name, url, date = (
        fields.get_header(f"WARC-{what}")
        for what in ("Payload-Digest", "Refers-To", "Refers-To-Target-URI", "Refers-To-Date")
    )
    if (key := _digest_key(digest)) is not None:
        yield key
    if name is not None:
        yield name
    if date is not None:
        try:
            yield moment_key((url or head.url).strip("<>"), utc(date))
        except ValueError:
            return


def _block(record: "ArcWarcRecord") -> bytes:
    if record.raw_stream.limit > _MOST_BYTES:
        message = f"expected at most {_MOST_BYTES} bytes, found {record.raw_stream.limit}"
        raise FetchError(message)
    parts = []
    while part := record.raw_stream.read(1_000_000):
        parts.append(part)
    if record.raw_stream.limit:
        raise FetchError("expected a whole record, found it cut short")
    return b"".join(parts)


def _http(block: bytes) -> "tuple[StatusAndHeaders | None, bytes]":
    """The answer's status and headers, and its payload."""
    from warcio.statusandheaders import StatusAndHeadersParser  # noqa: PLC0415 - loaded by now

    if not block.startswith(b"HTTP/"):
        return None, block
    stream = io.BytesIO(block)
    http = StatusAndHeadersParser([], verify=False).parse(stream)
    return http, stream.read()


def _check_digests(fields: "StatusAndHeaders", block: bytes, payloads: tuple[bytes, ...]) -> None:
    """Tools differ in whether a payload's digest is of what came, dechunked or decompressed.

    Raises:
        FetchError: the bytes are not those that were written.
    """
    of_block = digest_of(fields.get_header("WARC-Block-Digest"))
    of_payload = digest_of(fields.get_header("WARC-Payload-Digest"))
    if of_block is not None:
        holds = of_block.is_of(block)
    else:
        holds = of_payload is None or any(map(of_payload.is_of, payloads))
    if not holds:
        raise FetchError("expected bytes with the digest that the record gives, found others")


def _digest_key(text: str | None) -> str | None:
    digest = digest_of(text)
    return None if digest is None else str(digest)
