"""WARC files that any web-archive tool made: their records one by one, those that are wanted."""

import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from leaderboard.errors import ArchiveError, FetchError
from leaderboard.page import Page
from pages.body import dechunk, decompress
from pages.digests import digest_of
from pages.same import bare
from pages.warc import records_of, utc
from pages.wording import printable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord
    from warcio.statusandheaders import StatusAndHeaders

OTHER_KIND = "of another type"
UNWATCHED = "of addresses nobody watches"
OTHER_STATUS = "with another status than 200"

_MOST_BYTES = 128_000_000
_OK, _NOT_MODIFIED = "200", "304"
_MAGIC = {
    b"PK\x03\x04": "a zip; a .wacz holds WARC files in its folder archive, unzip it",
    b"\x28\xb5\x2f\xfd": "zstd; unpack it first",
    b"": "an empty file",
}


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


class Unreadable(NamedTuple):
    """A record whose page cannot be read, and why."""

    head: Head
    reason: str


Record = Response | Revisit | Unreadable


@dataclass(slots=True)
class Crawl:
    """One WARC file, gzipped or not, read from beginning to end, one record in memory.

    `records` counts all, `passed` those that are not given out, by reason; `bytes_read` is how far
    it is read.
    """

    path: Path
    is_wanted: Callable[[Head], bool]
    records: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    bytes_read: int = 0

    def read(self) -> Iterator[Record]:
        """The wanted records: pages with status 200, what stands for one, what was to be one.

        Raises:
            ArchiveError: the file is missing, is not WARC, or is damaged from some record on.
        """
        from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - warcio loads in 35 ms

        try:
            with self.path.open("rb") as file:
                yield from self._each(file)
        except OSError as error:
            message = f"{self.path}: expected a WARC file, found {error.strerror or error}"
            raise ArchiveError(message) from error
        except (ArchiveLoadFailed, zlib.error, EOFError, ValueError) as error:
            found = printable(str(error), 200)
            message = f"{self.path}: expected WARC records, found {found}"
            if self.records:
                message += f" after {self.records}; what stands before is read"
            raise ArchiveError(message) from error

    def _each(self, file: BinaryIO) -> Iterator[Record]:
        for record in records_of(file, no_record_parse=True):
            if record.format != "warc":
                message = "the older format ARC; convert it to WARC first"
                raise ValueError(message)
            if record.length is None:
                message = "one without its Content-Length"
                raise ValueError(message)
            self.records += 1
            self.bytes_read = file.tell()
            made = self._made(record)
            if made is not None:
                yield made
            _skip_rest(record)
        if not self.records:
            file.seek(0)
            raise ValueError(_MAGIC.get(file.read(4), "no record"))

    def _made(self, record: "ArcWarcRecord") -> Record | None:
        """What the record is given out as; None if it is passed over, which is counted."""
        if record.rec_type not in {"response", "revisit"}:
            self.passed[OTHER_KIND] += 1
            return None
        head = _head(record)
        if head is None or not self.is_wanted(head):
            self.passed[UNWATCHED] += 1
            return None
        try:
            made = _page_or_revisit(record, head)
        except FetchError as error:
            return Unreadable(head, str(error))
        if made is None:
            self.passed[OTHER_STATUS] += 1
        return made


def moment_key(url: str, taken_at: datetime) -> str:
    """The key of what was taken from an address in that second."""
    return f"{bare(url)} {taken_at:%Y%m%d%H%M%S}"


def _head(record: "ArcWarcRecord") -> Head | None:
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


def _page_or_revisit(record: "ArcWarcRecord", head: Head) -> Response | Revisit | None:
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


def _skip_rest(record: "ArcWarcRecord") -> None:
    """Read on to the end of the record.

    Raises:
        ValueError: the file ends before it.
    """
    while record.raw_stream.read(1_000_000):
        pass
    if record.raw_stream.limit:
        message = f"the last one cut short by {record.raw_stream.limit} bytes"
        raise ValueError(message)


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
