"""A Prefect server as a child process: it lives no longer than the process that started it."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from typing import IO

from flows.parent import end_with_parent

_STOP_SECONDS = 5.0


def start_server(
    listening: socket.socket, environment: Mapping[str, str], log: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    """Start one that takes its connections from the socket, which stays open here.

    Whoever connects before it is up, or while it is started again, waits for it and is answered.
    It is in a session of its own, so that Ctrl-C in a terminal ends it through its parent only.
    """
    return subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, "-m", __name__, str(listening.fileno()), str(os.getpid())],
        pass_fds=[listening.fileno()],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def stop_server(server: "subprocess.Popen[bytes]", seconds: float = _STOP_SECONDS) -> None:
    """Ask it to end, and end it where it does not."""
    server.terminate()
    try:
        server.wait(seconds)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _serve(descriptor: int, parent: int) -> None:
    """Be the server, until told to end or the parent is gone."""
    import uvicorn  # noqa: PLC0415 - the server's process only

    end_with_parent(parent)
    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
