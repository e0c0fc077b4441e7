"""A Prefect server for a run that has none: it lives no longer than the process that needs it.

Prefect would start one itself, but that one outlives a process that is killed.
"""

import atexit
import os
import socket
import subprocess
import sys
import threading
import time
from functools import cache

import httpx
from prefect.settings import get_current_settings

from leaderboard.errors import SchedulerError

_START_SECONDS = 120.0
_STOP_SECONDS = 5.0
_LOOK_SECONDS = 0.5


@cache
def temporary_server() -> str:
    """Start the server of this process; returns the address of its API once it answers.

    Raises:
        SchedulerError: it did not come up.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        server = _start(listening)
    atexit.register(_stop, server)
    try:
        # It may connect at once: the answer comes when the server is up.
        httpx.get(f"{url}/health", timeout=_START_SECONDS, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        raise SchedulerError(
            f"no temporary Prefect server came up ({error}); start one with `prefect server "
            "start` and name it in PREFECT_API_URL"
        ) from error
    return url


def _start(listening: socket.socket) -> "subprocess.Popen[bytes]":
    own = get_current_settings().to_environment_variables(exclude_unset=True)
    only = {
        "PREFECT_UI_ENABLED": "0",
        "PREFECT__SERVER_EPHEMERAL": "1",
        "PREFECT__SERVER_FINAL": "1",
    }
    return subprocess.Popen(  # noqa: S603 - this very file
        [sys.executable, "-m", __name__, str(listening.fileno()), str(os.getpid())],
        pass_fds=[listening.fileno()],
        env={**os.environ, **own, **only},
    )


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()


def _serve(descriptor: int, parent: int) -> None:
    """Be the server, until told to end or the parent is gone."""
    import uvicorn  # noqa: PLC0415 - the server's process only

    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()
    config = uvicorn.Config(
        "prefect.server.api.server:create_app", factory=True, log_level="error", lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    _serve(int(sys.argv[1]), int(sys.argv[2]))
