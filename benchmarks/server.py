"""A web server on loopback in a process of its own, the same for everyone who is measured.

It holds the files of one folder in memory, answers GET with ETag and Last-Modified, and changes to
another folder when told so on standard input; at its end the process ends.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]


class Served(NamedTuple):
    """A running server; it serves its first folder until told otherwise."""

    url: str
    process: subprocess.Popen[str]

    def change_to(self, folder: Path) -> None:
        """Serve another folder at the same addresses."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """A server of the folder's files."""
    command = [sys.executable, "-m", "benchmarks.server", str(folder)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdin
        assert process.stdout
        yield Served(process.stdout.readline().strip(), process)
        process.stdin.close()


class _File(NamedTuple):
    etag: bytes
    whole: bytes
    not_modified: bytes


def _load(folder: Path) -> dict[bytes, _File]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {f"/{path.relative_to(folder)}".encode(): _read(path) for path in paths}


def _read(path: Path) -> _File:
    body = path.read_bytes()
    etag = f'"{sha256(body).hexdigest()[:16]}"'
    changed = formatdate(path.stat().st_mtime, usegmt=True)
    fields = f"ETag: {etag}\r\nLast-Modified: {changed}\r\n"
    return _File(etag.encode(), _answer(200, fields, body), _answer(304, fields, b""))


def _answer(status: int, fields: str, body: bytes) -> bytes:
    length = f"Content-Length: {len(body)}\r\n" if status != HTTPStatus.NOT_MODIFIED else ""
    head = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n{fields}{length}\r\n"
    return head.encode("latin-1") + body


_ABSENT = _answer(404, "", b"no such file")


class _Conversation(asyncio.Protocol):
    """One connection, kept alive: requests without a body, answered in order."""

    files: dict[bytes, _File]

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._unread = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._unread = (self._unread + data).split(b"\r\n\r\n")
        for request in requests:
            path = request.split(b" ", 2)[1]
            file = self.files.get(path)
            assert self._transport
            self._transport.write(_ABSENT if file is None else _fresh(request, file))


def _fresh(request: bytes, file: _File) -> bytes:
    return (
        file.not_modified if b"\nif-none-match: %b" % file.etag in request.lower() else file.whole
    )


async def _serve(folder: Path) -> None:
    _Conversation.files = _load(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Conversation, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        _Conversation.files = _load(Path(line.strip()))
        print("changed", flush=True)


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
