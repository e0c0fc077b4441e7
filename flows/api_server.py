"""A Prefect server as a child process: it lives no longer than the process that started it."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from flows.parent import end_with_parent

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

_HERE = "flows.api_server"  # its name where it is the main module, too
_STOP_SECONDS = 5.0
# The file of metrics that the server hands out, for whoever starts it.
METRICS = "PODIUM_METRICS_FILE"


def start_server(
    listening: socket.socket, environment: Mapping[str, str], log: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    """Start one that takes its connections from the socket, which stays open here.

    Whoever connects before it is up, or while it is started again, waits for it and is answered.
    It is in a session of its own, so that Ctrl-C in a terminal ends it through its parent only.
    """
    return subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, "-m", _HERE, str(listening.fileno()), str(os.getpid())],
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
    config = uvicorn.Config(f"{_HERE}:app", factory=True, log_level="error", lifespan="on")
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def app() -> "FastAPI":
    """Prefect's, for whoever names this machine by its loopback address, and the metrics with it.

    A name of some web site that leads here, in a browser of this machine, is sent away.
    """
    from prefect.server.api.server import create_app  # noqa: PLC0415 - the server's process only
    from starlette.middleware.trustedhost import TrustedHostMiddleware  # noqa: PLC0415
    from starlette.routing import Route  # noqa: PLC0415

    made = create_app()
    made.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    made.router.routes.insert(0, Route("/metrics", _metrics))
    return made


def _metrics(_: "Request") -> "Response":
    """What the last run wrote for Prometheus."""
    from starlette.responses import Response  # noqa: PLC0415 - the server's process only

    try:
        text = Path(os.environ[METRICS]).read_bytes()
    except (KeyError, FileNotFoundError):
        return Response("# no run has ended yet\n", media_type="text/plain")
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
