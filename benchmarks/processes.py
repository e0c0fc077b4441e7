"""Whole processes measured from outside: wall time from start to end, and most memory held."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from benchmarks.server import ROOT

_SETTINGS = "PODIUM_"


class Run(NamedTuple):
    """How long a process took, how much memory it held at most, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs a module of this project."""
    return [sys.executable, "-m", module, *arguments]


def measure(command: Sequence[str], settings: Mapping[str, str]) -> Run:
    """Run a command to its end, with these environment variables and no setting of the caller's.

    Raises:
        SystemExit: it failed; what it said is shown.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    with tempfile.TemporaryFile("w+") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={**own, **settings}, cwd=ROOT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    return Run(seconds, usage.ru_maxrss / 1000, said)
