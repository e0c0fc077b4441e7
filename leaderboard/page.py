"""A page as it was fetched: bytes first, meaning later."""

import codecs
from dataclasses import dataclass, field
from datetime import datetime

from leaderboard.errors import LayoutError


@dataclass(frozen=True, slots=True)
class Ask:
    """One page to fetch: an address, and what the record already holds of it.

    `dated` says that the address is one day's file of an archive, so that 404 means a gap;
    `obey_robots` that robots.txt binds us there; `allow_private` that the source declares the
    address to be reachable although it is not public.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    dated: bool = False
    obey_robots: bool = False
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """An answer with a body. Times are UTC without zone.

    `body` is decompressed, `received` is what came over the wire; `headers` are the answer's own
    in order. `url` is the original address that was asked for, `final_url` where redirects ended.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    received: bytes = field(repr=False)
    sha256: str
    fetched_at: datetime

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


@dataclass(frozen=True, slots=True)
class NotModified:
    """A 304: the page is still what the record holds. Times are UTC without zone."""

    url: str
    fetched_at: datetime
