"""From an address to bytes that are kept, before anyone parses them.

    fetch.Fetcher         Ask -> Page | NotModified, or one of the FetchErrors
    politeness.Limits     how many bytes and seconds a page may take
    politeness.Manners    how often a host is asked, and asked again
    archive.Archive       Page -> a WARC file named by its sha256, and back
    crawl.Crawl           the records of a WARC file that any tool made
    wayback               the addresses and the index of the Wayback Machine

The names are loaded when they are first used: who only reads the archive need not load httpx.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pages.archive import Archive
    from pages.crawl import Crawl
    from pages.fetch import Fetcher
    from pages.politeness import Limits, Manners

__all__ = ["Archive", "Crawl", "Fetcher", "Limits", "Manners"]

_HOME = {
    "Archive": "pages.archive",
    "Crawl": "pages.crawl",
    "Fetcher": "pages.fetch",
    "Limits": "pages.politeness",
    "Manners": "pages.politeness",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        message = f"module 'pages' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOME[name]), name)
