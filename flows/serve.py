"""`podium serve`: everything that one machine needs, in one process and its children.

This module has what comes before Prefect is imported, which takes seconds: the refusal of a second
service, the port, and the start of the server, which imports at the same time.
"""

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from flows import left_processes
from flows.own_server import OwnServer, environment
from leaderboard.errors import ServiceError
from leaderboard.settings import Settings

Say = Callable[[str], None]

_PATIENCE_SECONDS = 1.0


def serve(settings: Settings, port: int, say: Say) -> None:
    """Serve until SIGTERM or SIGINT; `say` is given each line for whoever watches.

    Port 0 is any free one. The process must end soon after: Prefect leaves threads behind.

    Raises:
        ServiceError: another one serves this home, it cannot be written, the port is taken, or no
            server came up.
    """
    folder = (settings.home / "prefect").absolute()
    with ExitStack() as stack:
        with _written(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(_alone(folder / "serve.lock"))
            left_processes.end(folder)
            _drop_leases(folder)
        listening = stack.enter_context(_listening(port))
        with _written(folder):
            _say_where(lock, listening.getsockname()[1])
        os.environ.update(environment(folder, listening.getsockname()[1]))
        server = OwnServer(folder, listening)
        with _written(folder):
            server.start()
        try:
            from flows.service import run  # noqa: PLC0415 - while the server imports the same

            run(settings, server, say)
        finally:
            server.stop()
            left_processes.end(folder)


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    """A full disk, or a home of another user, is told in words."""
    try:
        yield
    except OSError as error:
        raise ServiceError(
            f"expected to write to {folder}, found: {error.strerror}; make room or give this user "
            "the right to, or set PODIUM_HOME to another folder"
        ) from error


@contextmanager
def _alone(file: Path) -> Iterator[TextIO]:
    """Hold the lock of this home; the file says which process does."""
    with file.open("a+", encoding="utf-8") as lock:
        if not _locked(lock):
            lock.seek(0)
            raise ServiceError(
                f"expected to be the only service of {file.parents[1]}, found that process "
                f"{lock.readline().strip() or 'unknown'} serves it; end that one first, or set "
                "PODIUM_HOME to another folder"
            )
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock


def _say_where(lock: TextIO, port: int) -> None:
    """Put the address of the API below the process, for whoever looks at this home."""
    lock.write(f"http://127.0.0.1:{port}/api\n")
    lock.flush()


def _locked(lock: TextIO) -> bool:
    """Whether the lock was had; who only looks at it has it for a moment."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_PATIENCE_SECONDS / 10)
        else:
            return True


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    try:
        listening = socket.create_server(("127.0.0.1", port), backlog=512)
    except OSError as error:
        raise ServiceError(
            f"expected port {port} of 127.0.0.1 to be free, found: {error.strerror}; choose "
            "another one with --port or PODIUM_PORT (0 is any free one)"
        ) from error
    with listening:
        yield listening


def _drop_leases(folder: Path) -> None:
    """Forget what runs of before held: all of them have ended."""
    for lease in folder.glob("concurrency_leases/*"):
        lease.unlink(missing_ok=True)
