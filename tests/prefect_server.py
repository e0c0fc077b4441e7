"""One real Prefect server for all workers of a test run, started by the first that needs it."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

_START_SECONDS = 150.0
_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
}


@contextmanager
def shared_server(folder: Path) -> Iterator[str]:
    """The API address of the server that all who name this folder share; the last one ends it."""
    with _state(folder) as state:
        if not state.get("users"):
            state |= {"users": 0, **_start(folder)}
        state["users"] += 1
        url = str(state["url"])
    try:
        yield url
    finally:
        with _state(folder) as state:
            state["users"] -= 1
            if not state["users"]:
                _end(int(state["pid"]))


@contextmanager
def _state(folder: Path) -> Iterator[dict[str, object]]:
    """What is known of the server, held by one process at a time."""
    with (folder / "prefect.json").open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        state = json.loads(file.read() or "{}")
        yield state
        file.truncate(0)
        file.write(json.dumps(state))


def _start(folder: Path) -> dict[str, object]:
    """Start a server on a free port and wait until it is well."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "prefect.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)],
            env={**os.environ, **_QUIET, "PREFECT_HOME": str(folder / "prefect")},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}/api"
    deadline = time.monotonic() + _START_SECONDS
    while not _is_well(url):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            message = f"no Prefect server came up: see {folder / 'prefect.log'}"
            raise RuntimeError(message)
        time.sleep(0.1)
    return {"pid": process.pid, "url": url}


def _is_well(url: str) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/health").is_success
    return False


def _end(pid: int) -> None:
    """End the server's process and what it started, all in the group that it leads."""
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
