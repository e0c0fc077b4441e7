"""Real HTTP servers on loopback, for tests: one that serves a folder, one that does as told.

    with serve_folder(path) as server: ...           server.url, server.requests
    with serve(lambda request: answer(b"hello")) as server: ...

A handler gives the raw bytes of a whole answer, or an iterable of pieces, which are sent as they
come and end the connection. HTTP/1.1 with keep-alive; one thread a connection.
"""

import gzip
import mimetypes
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """One request as it came; header names are in lower case, `body` is as Content-Length says."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


Handler = Callable[[Request], bytes | Iterable[bytes]]


@dataclass
class Server:
    """A running server: where it is, and what it was asked."""

    url: str
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    is_closing: threading.Event = field(default_factory=threading.Event)
    sockets: set[socket.socket] = field(default_factory=set)

    @property
    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [request.path for request in self.requests]


def answer(body: bytes = b"", status: int = 200, /, **headers: str) -> bytes:
    """A whole answer with its Content-Length; `Retry_After="1"` becomes `Retry-After: 1`."""
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    has_body = status not in (HTTPStatus.NOT_MODIFIED, HTTPStatus.NO_CONTENT)
    if has_body and "Content-Length" not in fields:
        fields["Content-Length"] = str(len(body))
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
    lines += [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@contextmanager
def serve(handler: Handler) -> Iterator[Server]:
    """A server on a free port of loopback that answers every request with the handler."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}")
        threading.Thread(target=_accept, args=(listener, server, handler), daemon=True).start()
        try:
            yield server
        finally:
            server.is_closing.set()
            for connection in (listener, *tuple(server.sockets)):
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def serve_folder(folder: Path, *, compress: bool = False) -> Iterator[Server]:
    """A server of the folder's files, with ETag, Last-Modified and conditional GET.

    `compress` gzips the answers of those who accept it.
    """
    with serve(lambda request: _file_answer(folder, request, compress=compress)) as server:
        yield server


def _accept(listener: socket.socket, server: Server, handler: Handler) -> None:
    with suppress(OSError):
        while not server.is_closing.is_set():
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.connections += 1
            server.sockets.add(connection)
            threading.Thread(
                target=_converse, args=(connection, server, handler), daemon=True
            ).start()


def _converse(connection: socket.socket, server: Server, handler: Handler) -> None:
    with suppress(OSError), connection, connection.makefile("rb") as stream:
        while (request := _read_request(stream)) is not None:
            server.requests.append(request)
            raw = handler(request)
            if isinstance(raw, bytes):
                connection.sendall(raw)
                continue
            for piece in raw:
                if server.is_closing.is_set():
                    break
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_RDWR)
            break
    server.sockets.discard(connection)


def _read_request(stream: BinaryIO) -> Request | None:
    lines = []
    for line in stream:
        text = line.decode("latin-1").strip()
        if not text:
            break
        lines.append(text)
    if not lines:
        return None
    method, path, _ = lines[0].split(" ", 2)
    pairs = (line.partition(":") for line in lines[1:])
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    return Request(method, path, headers, stream.read(int(headers.get("content-length", "0"))))


def _file_answer(folder: Path, request: Request, *, compress: bool) -> bytes:
    path = (folder / unquote(urlsplit(request.path).path).lstrip("/")).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return answer(b"no such file", 404, Content_Type="text/plain")
    body, changed = path.read_bytes(), int(path.stat().st_mtime)
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": etag, "Last_Modified": formatdate(changed, usegmt=True)}
    if _is_known(request, etag, changed):
        return answer(b"", 304, **headers)
    headers["Content_Type"] = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if compress and "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content_Encoding"] = gzip.compress(body, 6), "gzip"
    whole = answer(body, **headers)
    return whole if request.method != "HEAD" else whole[: len(whole) - len(body)]


def _is_known(request: Request, etag: str, changed: int) -> bool:
    if (tags := request.headers.get("if-none-match")) is not None:
        return etag in (tag.strip().removeprefix("W/") for tag in tags.split(","))
    since = request.headers.get("if-modified-since")
    return since is not None and changed <= parsedate_to_datetime(since).timestamp()
