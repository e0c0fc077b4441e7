"""WARC/1.1, the format of web archives: a page as one response record, and back."""

import hashlib
import io
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, BinaryIO

from leaderboard.errors import ArchiveError, FetchError
from leaderboard.page import Page
from pages.body import decompress
from pages.wording import printable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MOST_BYTES = 1_000_000_000

_FINAL_URL = "Podium-Final-URI"  # our own field: where redirects ended, if elsewhere
_LEVEL = 1  # a quarter of the time of level 9, for files a tenth larger
_STORED = 0


def pack(page: Page) -> bytes:
    """The page as one gzipped WARC response record, the body as it was received."""
    from warcio.statusandheaders import StatusAndHeaders  # noqa: PLC0415 - warcio loads in 35 ms
    from warcio.warcwriter import WARCWriter  # noqa: PLC0415 - as above

    plain = io.BytesIO()
    writer = WARCWriter(plain, gzip=False, warc_version="1.1")
    headers = [pair for pair in page.headers if pair[0].lower() != "transfer-encoding"]
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.received),
        length=len(page.received),
        warc_headers_dict=_record_fields(page),
        http_headers=StatusAndHeaders(_status_line(page.status), headers, protocol="HTTP/1.1"),
    )
    writer.write_record(record)
    is_compressed = page.received is not page.body and page.received != page.body
    return _gzip(plain.getbuffer(), _STORED if is_compressed else _LEVEL)


def unpack(file: BinaryIO, name: str) -> Iterator[Page]:
    """The pages of an open file of ours.

    Raises:
        ArchiveError: it is not WARC, or is damaged.
    """
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415 - warcio loads in 35 ms

    try:
        for record in records_of(file, check_digests="raise"):
            if _is_page(record):
                yield _page(record, name)
    except (ArchiveLoadFailed, FetchError, zlib.error, EOFError, ValueError) as error:
        message = f"{name}: expected whole WARC records, found {printable(str(error), 200)}"
        raise ArchiveError(f"{message}; fetch or copy the file again") from error


def records_of(file: BinaryIO, **options: object) -> Iterator["ArcWarcRecord"]:
    """The records of an open WARC file, gzipped or not, one at a time.

    Raises:
        ValueError: a record lacks the fields that tell what it is and how long.
    """
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415 - warcio loads in 35 ms

    try:
        yield from ArchiveIterator(file, **options)
    except (AttributeError, TypeError) as error:  # how warcio meets a record without its fields
        message = f"a record without its fields ({error})"
        raise ValueError(message) from error


def _record_fields(page: Page) -> dict[str, str]:
    fields = {"WARC-Date": page.fetched_at.isoformat() + "Z"}
    if page.final_url != page.url:
        fields[_FINAL_URL] = page.final_url
    return fields


def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


def _gzip(plain: memoryview, level: int) -> bytes:
    packer = zlib.compressobj(level, wbits=zlib.MAX_WBITS | 16)
    return packer.compress(plain) + packer.flush()


def _is_page(record: "ArcWarcRecord") -> bool:
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    return bool(record.rec_type == "response" and status == str(HTTPStatus.OK))


def _page(record: "ArcWarcRecord", name: str) -> Page:
    fields, http = record.rec_headers, record.http_headers
    received = _received(record, name)
    body = decompress(received, http.get_header("Content-Encoding"), MOST_BYTES, name)
    url = fields.get_header("WARC-Target-URI")
    return Page(
        url=url,
        final_url=fields.get_header(_FINAL_URL, url),
        status=int(http.get_statuscode()),
        headers=tuple(http.headers),
        body=body,
        received=received,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=utc(fields.get_header("WARC-Date")),
    )


def _received(record: "ArcWarcRecord", name: str) -> bytes:
    parts, room = [], MOST_BYTES
    while part := record.raw_stream.read(min(1_000_000, room + 1)):
        parts.append(part)
        room -= len(part)
        if room < 0:
            message = f"{name}: expected at most {MOST_BYTES} bytes in a record, found more"
            raise ArchiveError(message)
    return b"".join(parts)


def utc(text: str | None) -> datetime:
    """A WARC-Date, in UTC without zone.

    Raises:
        ValueError: it is none.
    """
    when = datetime.fromisoformat(text or "no WARC-Date")
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
