"""The processes that a service started, found again after it was killed.

Each has a mark in its environment. They end by themselves when the service is gone; this ends those
that cannot, such as stopped ones. Where there is no /proc nothing is found.
"""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MARK = "PODIUM_SERVED_FROM"
_PAUSE_SECONDS = 0.05
_PATIENCE_SECONDS = 5.0


def of(folder: Path) -> Iterator[int]:
    """The processes that a service of this folder started, and what they started."""
    mark = f"{MARK}={folder}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended, or is not ours
            if mark in path.read_bytes().split(b"\0") and int(path.parts[2]) != os.getpid():
                yield int(path.parts[2])


def end(folder: Path) -> None:
    """Kill them, and come back when they are gone; one that the system does not let go stays."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (pids := list(of(folder))) and time.monotonic() < deadline:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(_PAUSE_SECONDS)
