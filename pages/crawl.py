"""WARC files that any web-archive tool made: their records one by one, those that are wanted."""

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from gzip import BadGzipFile, GzipFile
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from leaderboard.errors import ArchiveError, FetchError
from pages.records import Head, Response, Revisit, head_of, page_or_revisit
from pages.warc import records_of
from pages.wording import printable

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

OTHER_KIND = "of another type"
UNWATCHED = "of addresses nobody watches"
OTHER_STATUS = "with another status than 200"

_GZIP = b"\x1f\x8b"
_OTHERS = {
    b"PK\x03\x04": "a zip; a .wacz holds WARC files in its folder archive, unzip it",
    b"\x28\xb5\x2f\xfd": "zstd; unpack it first",
    b"": "an empty file",
}


class _Unpacked(GzipFile):
    """What is in a gzip file of one member or many; one that is cut short is an error, not an end.

    warcio takes an end in the middle of a member for the end of the file.
    """

    def read(self, size: int | None = -1) -> bytes:
        """At most so many bytes, and what stands before damage before the error.

        Raises:
            ValueError: the file ends in the middle of a member.
        """
        try:
            return super().read1(-1 if size is None else size)
        except EOFError as error:
            message = "the last one cut short"
            raise ValueError(message) from error


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
                yield from self._each(file, _plain(file))
        except (ArchiveLoadFailed, BadGzipFile, zlib.error, EOFError, ValueError) as error:
            found = printable(str(error), 200)
            message = f"{self.path}: expected WARC records, found {found}"
            if self.records:
                message += f" after {self.records}; what stands before is read"
            raise ArchiveError(message) from error
        except OSError as error:
            message = f"{self.path}: expected a WARC file, found {error.strerror or error}"
            raise ArchiveError(message) from error

    def _each(self, file: BinaryIO, plain: BinaryIO) -> Iterator[Record]:
        for record in records_of(plain, no_record_parse=True):
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
            raise ValueError("none")

    def _made(self, record: "ArcWarcRecord") -> Record | None:
        """What the record is given out as; None if it is passed over, which is counted."""
        if record.rec_type not in {"response", "revisit"}:
            self.passed[OTHER_KIND] += 1
            return None
        head = head_of(record)
        if head is None or not self.is_wanted(head):
            self.passed[UNWATCHED] += 1
            return None
        try:
            made = page_or_revisit(record, head)
        except FetchError as error:
            return Unreadable(head, str(error))
        if made is None:
            self.passed[OTHER_STATUS] += 1
        return made


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


def _plain(file: BufferedReader) -> BinaryIO:
    """The file as it is, or what is packed in it.

    Raises:
        ValueError: it is of a kind that we know and do not read.
    """
    start = file.peek(4)[:4]
    if start in _OTHERS:
        raise ValueError(_OTHERS[start])
    return cast("BinaryIO", _Unpacked(fileobj=file)) if start.startswith(_GZIP) else file
