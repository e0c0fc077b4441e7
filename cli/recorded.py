"""The recorded pages of `fixtures/`, served on loopback at the paths of their addresses."""

import json
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from leaderboard.settings import beside

_FOLDER = beside("fixtures")
_POLL_SECONDS = 0.02  # how soon the server ends when it is told to


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded page: what board and day it is of, and the documents it is made of, by address.

    `note` tells of a page that was not made after a real one. `is_right` says that it is a page as
    it should be, not one that must not be believed.
    """

    folder: Path
    board: str
    day: date
    url: str
    content_type: str
    note: str
    documents: dict[str, Path]

    @property
    def is_right(self) -> bool:
        """Whether a standing stands beside it."""
        return (self.folder / "expected.json").exists()


def recorded_pages(boards: Collection[str] = ()) -> list[Recorded]:
    """Every recorded page of the boards, of all where none is named; oldest first."""
    pages = []
    for file in _FOLDER.glob("*/*/*/about.json"):
        folder = file.parent
        board = "/".join(folder.relative_to(_FOLDER).parts[:2])
        if not boards or board in boards:
            pages.append(_recorded(board, folder, json.loads(file.read_text("utf-8"))))
    return sorted(pages, key=lambda page: (page.day, page.board))


def _recorded(board: str, folder: Path, about: dict[str, Any]) -> Recorded:
    urls = [about["url"], *about.get("beside", ())]
    files = sorted(folder.glob("page*"), key=lambda path: (len(path.name), path.name))
    return Recorded(
        folder=folder,
        board=board,
        day=date.fromisoformat(folder.name),
        url=about["url"],
        content_type=about["content_type"],
        note=about.get("note", ""),
        documents=dict(zip(urls, files, strict=False)),  # a cited file is none of its own
    )


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@contextmanager
def serving(pages: list[Recorded]) -> Iterator[dict[str, str]]:
    """Serve the pages; yields the mirrors that lead requests for them here."""
    by_path = {
        _path(url): (file, page.content_type)
        for page in pages
        for url, file in page.documents.items()
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            file, content_type = by_path.get(self.path, (None, "text/plain"))
            body = file.read_bytes() if file else b"no such page was recorded"
            self.send_response(200 if file else 404)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing of single requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
    thread.start()
    addresses = (urlsplit(url) for page in pages for url in page.documents)
    origins = {f"{address.scheme}://{address.netloc}" for address in addresses}
    try:
        yield dict.fromkeys(sorted(origins), f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
