"""The publishers and the receiver of the soak: a web server on loopback, in a process of its own.

    python -m benchmarks.soak_server SEED DAYS

What it shows depends on the time that it is told (`POST /control`), and so do its faults; what its
receiver got, `GET /told` tells. It ends with its standard input.
"""

import gzip
import hashlib
import json
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from benchmarks.soak_world import TURN, World

_HANG_SECONDS = 1.5
_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1'></script></body></html>"
)


class State:
    """The time, the fault of the moment, and what the receiver got."""

    world: World
    now: datetime
    fault: dict[str, Any] | None = None
    told: list[tuple[str, str]]
    lock = threading.Lock()


class Conversation(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """A page, a day's file, or what the receiver got."""
        if self.path == "/told":
            self._answer(json.dumps(State.told).encode())
            return
        shown = State.world.page(self.path, State.now)
        body = State.world.file(self.path, State.now) if shown is None else shown
        if (fault := _due(self.path)) is not None:
            FAULTS[fault](self, body or b"none")
        elif body is None:
            self._answer(b"no such file", 404)
        else:
            self._show(body)

    def do_POST(self) -> None:
        """A message for the receiver, or the time and the fault."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/control":
            told = json.loads(body)
            State.now, State.fault = datetime.fromisoformat(told["now"]), told["fault"]
            self._answer(b"ok")
            return
        fault = _due("/hook")
        if fault in {"500s", "503s"}:
            self._answer(b"oops", 500)
            return
        with State.lock:
            State.told.append((self.headers["Idempotency-Key"], hashlib.sha256(body).hexdigest()))
        if fault is not None:
            _reset(self, b"")  # it was taken, and the sender never hears of it
            return
        self._answer(b"ok")

    def _show(self, body: bytes) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if self.headers.get("If-None-Match") == etag:
            self._answer(b"", 304, ETag=etag)
        elif self.path.startswith("/gamma/"):
            self._answer(gzip.compress(body), 200, Content_Encoding="gzip")
        elif self.path.startswith("/acme/"):
            self._answer(body)
        else:
            self._answer(body, 200, ETag=etag)

    def _answer(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self, *lines: str) -> None:
        """The head of an answer that will not end well."""
        head = "\r\n".join(["HTTP/1.1 200 OK", *lines, "", ""])
        self.wfile.write(head.encode())


def _due(path: str) -> str | None:
    """The fault that this request meets."""
    with State.lock:
        fault = State.fault
        if fault is None or fault["path"] not in path or fault["times"] == 0:
            return None
        fault["times"] -= 1
        return str(fault["kind"])


def _end(to: Conversation) -> None:
    to.close_connection = True
    with suppress(OSError):
        to.connection.shutdown(socket.SHUT_RDWR)


def _reset(to: Conversation, _: bytes) -> None:
    to.close_connection = True
    to.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    to.wfile.close()
    to.rfile.close()
    to.connection.close()


def _cut(to: Conversation, body: bytes) -> None:
    to.begin(f"Content-Length: {len(body)}")
    to.wfile.write(body[: len(body) // 2])
    _end(to)


def _cut_chunks(to: Conversation, body: bytes) -> None:
    half = body[: len(body) // 2]
    to.begin("Transfer-Encoding: chunked")
    to.wfile.write(b"%x\r\n%s\r\n" % (len(half), half))
    _end(to)


def _cut_gzip(to: Conversation, body: bytes) -> None:
    packed = gzip.compress(body)
    half = packed[: len(packed) // 2]
    to._answer(half, 200, Content_Encoding="gzip")  # noqa: SLF001 - the same server


def _cut_words(to: Conversation, body: bytes) -> None:
    to._answer(body[: len(body) // 2])  # noqa: SLF001 - the same server


def _hang(to: Conversation, _: bytes) -> None:
    time.sleep(_HANG_SECONDS)
    _end(to)


def _hang_in_body(to: Conversation, body: bytes) -> None:
    to.begin(f"Content-Length: {len(body)}")
    to.wfile.write(body[:100])
    _hang(to, body)


def _stale(to: Conversation, _: bytes) -> None:
    body = State.world.page(to.path, State.now - TURN)
    to._show(body or b"{}")  # noqa: SLF001 - the same server


def _status(status: int) -> Callable[[Conversation, bytes], None]:
    return lambda to, _: to._answer(b"oops", status)  # noqa: SLF001 - the same server


FAULTS: dict[str, Callable[[Conversation, bytes], None]] = {
    "500s": _status(500),
    "503s": _status(503),
    "404s": _status(404),
    "challenge": lambda to, _: to._answer(_CHALLENGE),  # noqa: SLF001 - the same server
    "empty": lambda to, _: to._answer(b""),  # noqa: SLF001 - the same server
    "cut": _cut,
    "cut chunks": _cut_chunks,
    "cut gzip": _cut_gzip,
    "cut words": _cut_words,
    "reset": _reset,
    "hang": _hang,
    "hang in body": _hang_in_body,
    "stale": _stale,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever went away was killed."""


if __name__ == "__main__":
    State.world = World(int(sys.argv[1]), int(sys.argv[2]))
    State.told = []
    server = _Server(("127.0.0.1", 0), Conversation)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
