"""A page as it was fetched: bytes first, meaning later."""

import codecs
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import unquote, urldefrag

from leaderboard.errors import LayoutError


@dataclass(frozen=True, slots=True)
class Parts:
    """How an answer that comes in parts goes on.

    The address's `parameter` counts the rows before a part, which has `size` at most; the field
    `total` of the first part says how many there are.
    """

    parameter: str
    size: int
    total: str


@dataclass(frozen=True, slots=True)
class Ask:
    """One page to fetch: an address, and what the record already holds of it.

    `dated` says that the address is one day's file of an archive, so that 404 means a gap;
    `obey_robots` that robots.txt binds us there; `allow_private` that the source declares the
    address to be reachable although it is not public. `beside` are addresses of further documents
    of the same page, `paging` how its parts are asked for, `key` a header with the publisher's key.
    `file` is read in place of an address that is only in print.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    dated: bool = False
    obey_robots: bool = False
    allow_private: bool = False
    beside: tuple[str, ...] = ()
    paging: Parts | None = None
    key: tuple[str, str] | None = field(default=None, repr=False)
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with a body. Times are UTC without zone.

    `body` is decompressed, `received` is what came over the wire; `headers` are the answer's own
    in order. `url` is the original address that was asked for, `final_url` where redirects ended.
    A page made of several documents has them in `parts`; see `joined`.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    received: bytes = field(repr=False)
    sha256: str
    fetched_at: datetime
    parts: tuple["Page", ...] = field(default=(), repr=False)

    @property
    def part(self) -> str:
        """Which part of the page is the board's: the fragment of its address, else empty."""
        return unquote(urldefrag(self.url).fragment)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def text(self) -> str:
        """The body as UTF-8 text.

        Raises:
            LayoutError: the bytes are not UTF-8.
        """
        try:
            return self.body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
        except UnicodeDecodeError as error:
            message = f"expected UTF-8 text, found byte {error.object[error.start]:#04x}"
            raise LayoutError(f"{message} at offset {error.start}") from error


def joined(parts: Sequence[Page]) -> Page:
    """One page of several documents: that of the first, whose bodies are those of all in order.

    Its sha256 is of the parts' digests, as hexadecimal text one a line, so that no two divisions of
    the same bytes are taken for one. A single part is the page itself.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    digests = "".join(f"{part.sha256}\n" for part in parts)
    return replace(
        first,
        body=b"".join(part.body for part in parts),
        received=b"".join(part.received for part in parts),
        sha256=hashlib.sha256(digests.encode()).hexdigest(),
        parts=tuple(parts),
    )


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304: the page is still what the record holds. Times are UTC without zone."""

    url: str
    fetched_at: datetime
