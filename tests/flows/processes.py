"""Other processes in a test: started in the project, ended by their own handle."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.flows.home import ROOT, Home, environment

_PROGRESS = re.compile(r"^.*: [0-9,]+ of [0-9,]+\n", re.MULTILINE)  # on a slow machine


def start(
    home: Home, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """A Python process (`-m module ...`) that works in the home."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment(home.folder, home.url, home.sources), **(env or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def drive(home: Home, *arguments: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run `tests.flows.drive` to its end: how it ended, and what it said went wrong."""
    process = start(home, "-m", "tests.flows.drive", *arguments, env=env)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


@contextmanager
def running(home: Home, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A process that is killed at the end of the block, if it is still there."""
    process = start(home, *arguments)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def podium(home: Home, *arguments: str, api: str | None) -> subprocess.Popen[str]:
    """The installed command, working in the home with that Prefect server, or with its own."""
    command = Path(sys.executable).with_name("podium")
    return subprocess.Popen(
        [str(command), *arguments],
        cwd=ROOT,
        env={
            **{k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")},
            **environment(home.folder, home.url, home.sources),
            **({"PREFECT_API_URL": api} if api else {}),
            "PREFECT_HOME": str(home.folder.parent / "prefect"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_podium(home: Home, *arguments: str, api: str | None) -> tuple[int, str, str]:
    """Run the command to its end: exit code, output, errors without lines of progress."""
    process = podium(home, *arguments, api=api)
    out, errors = process.communicate(timeout=60)
    return process.returncode, out, _PROGRESS.sub("", errors)
