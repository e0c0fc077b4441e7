"""Months of history: `python -m benchmarks.backfill [--runs N]`.

Real daily files served on loopback, into a fresh home each time: by the plain cycle, and by the
command `podium backfill` through Prefect, with its own temporary server and with one that runs.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

from benchmarks.figures import show, spread
from benchmarks.processes import Run, measure, python
from benchmarks.server import ROOT, serving

CAPTURES = ROOT.parent / "shared" / "captures"
PODIUM = str(Path(sys.executable).parent / "podium")
_ORIGIN = "https://raw.githubusercontent.com"
_QUIET = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
_START_SECONDS = 60.0


class History(NamedTuple):
    """A board, its days, and where the archive keeps them: on disk here, at what address there."""

    board: str
    since: str
    until: str
    folder: str
    path: str

    @property
    def days(self) -> tuple[str, str, str]:
        """What a command has to be told."""
        return self.board, self.since, self.until


HISTORIES = (
    History(
        *("artificial-analysis/text-to-speech", "2026-04-10", "2026-07-10", "aa-daily"),
        "oolong-tea-2026/artificial-analysis-leaderboards/main/data",
    ),
    History(
        *("arena/webdev", "2026-03-19", "2026-08-22", "arena-daily"),
        "aabao325/arena-ai-leaderboards/main/data",
    ),
)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    if not CAPTURES.is_dir():
        print(f"skipped: the months of daily files are not here; expected the folder {CAPTURES}")
        return
    with tempfile.TemporaryDirectory() as prefect_home:
        rows = [row for history in HISTORIES for row in _rows(history, Path(prefect_home), runs)]
    show(("board", "pages", "how", "seconds, median (range)", "pages/s", "peak MB"), rows)


def _rows(history: History, prefect_home: Path, runs: int) -> list[tuple[str, ...]]:
    folder = CAPTURES / history.folder
    own_server = {**_QUIET, "PREFECT_HOME": str(prefect_home)}
    backfill = [PODIUM, "backfill", history.board, "--since", history.since]
    backfill += ["--until", history.until]
    plain = python("benchmarks.plain_cycle", *history.days)
    with serving(folder) as served:
        mirror = {"PODIUM_MIRRORS": f"{_ORIGIN}/{history.path}={served.url}"}
        _run(backfill, {**own_server, **mirror})  # makes Prefect's database
        with _prefect_server(prefect_home) as running:
            ways = (
                ("plain cycle", plain, mirror),
                ("podium backfill", backfill, {**own_server, **mirror}),
                ("podium backfill, server runs", backfill, {**running, **mirror}),
            )
            done = [[_run(command, settings) for _, command, settings in ways] for _ in range(runs)]
    pages = len(list(folder.glob("2*")))
    named = (history.board, str(pages))
    return [
        (*named, way[0], *_figures(pages, [turn[place] for turn in done]))
        for place, way in enumerate(ways)
    ]


def _figures(pages: int, runs: list[Run]) -> tuple[str, str, str]:
    seconds = [run.seconds for run in runs]
    rate = spread([pages / second for second in seconds], 0)
    return spread(seconds), rate, spread([run.megabytes for run in runs], 0)


def _run(command: list[str], settings: dict[str, str]) -> Run:
    with tempfile.TemporaryDirectory() as home:
        return measure(command, {**settings, "PODIUM_HOME": home})


@contextmanager
def _prefect_server(home: Path) -> Iterator[dict[str, str]]:
    """A Prefect server; gives the settings of those who use it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = {**os.environ, **_QUIET, "PREFECT_HOME": str(home / "server")}
    command = [*python("prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    silent = subprocess.DEVNULL
    api = f"http://127.0.0.1:{port}/api"
    with subprocess.Popen(command, env=own, cwd=ROOT, stdout=silent, stderr=silent) as process:
        try:
            _wait(f"{api}/health")
            yield {**_QUIET, "PREFECT_HOME": str(home), "PREFECT_API_URL": api}
        finally:
            process.send_signal(signal.SIGTERM)


def _wait(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            httpx.get(url, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{url} did not answer within {_START_SECONDS:.0f} s")


if __name__ == "__main__":
    main()
