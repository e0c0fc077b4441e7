"""The recorded pages of `fixtures/`, served on loopback at the paths of their addresses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from leaderboard.settings import beside

_FOLDER = beside("fixtures")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One recorded page: what board and day it is of, and where it stood."""

    board: str
    day: date
    url: str
    content_type: str
    file: Path


def recorded_pages(boards: tuple[str, ...]) -> list[Recorded]:
    """Every recorded page of the boards, oldest first."""
    pages = []
    for board in boards:
        for about in (_FOLDER / board).glob("*/about.json"):
            (file,) = about.parent.glob("page.*")
            day, facts = date.fromisoformat(about.parent.name), json.loads(about.read_text())
            pages.append(Recorded(board, day, **facts, file=file))
    return sorted(pages, key=lambda page: (page.day, page.board))


@contextmanager
def serving(pages: list[Recorded]) -> Iterator[dict[str, str]]:
    """Serve the pages; yields the mirrors that lead requests for them here."""
    by_path = {urlsplit(page.url).path: page for page in pages}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = by_path.get(self.path)
            body = page.file.read_bytes() if page else b"no such page was recorded"
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", page.content_type if page else "text/plain")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing of single requests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    origins = {f"{u.scheme}://{u.netloc}" for u in (urlsplit(page.url) for page in pages)}
    try:
        yield dict.fromkeys(sorted(origins), f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
