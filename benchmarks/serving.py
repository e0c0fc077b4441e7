"""The service from outside: `python -m benchmarks.serving [--minutes N]`.

A real `podium serve` on a fresh home, with two publishers that are captured every minute, one from
a page on loopback and one cited from a file. Printed: seconds from its start until the UI answers,
memory and processor time while nothing runs, how late runs begin, and seconds from SIGTERM to the
end.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import yaml

from benchmarks.figures import show, spread
from benchmarks.server import ROOT, serving
from leaderboard import yaml_file

_PODIUM = str(Path(sys.executable).parent / "podium")
_PAGES = ROOT / "fixtures" / "aider" / "polyglot"
_SOURCES = ("aider", "omnigaia")
_START_SECONDS = 180.0
_IDLE_SECONDS = 40.0
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def _serving(folder: Path, page: str) -> Iterator[tuple["subprocess.Popen[bytes]", str]]:
    """The service, and where it is."""
    port = "4271"
    env = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("PODIUM_", "PREFECT_"))},
        "PODIUM_HOME": str(folder / "home"),
        "PODIUM_SOURCES": str(_sources(folder / "sources", page)),
        "PODIUM_CONTACT": "benchmark@example.org",
    }
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [_PODIUM, "serve", "--port", port], cwd=ROOT, env=env, stdout=log, stderr=log
        )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def _sources(folder: Path, page: str) -> Path:
    """Two files of the project with a cadence of a minute, the data set at that address."""
    folder.mkdir()
    for name in _SOURCES:
        source: Any = yaml_file.load(ROOT / "sources" / f"{name}.yml")
        for board in source["boards"].values():
            board["cadence"] = "1m"
            if name == "aider":
                board["channels"][0] |= {"url": page, "allow_private": True}
        (folder / f"{name}.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
    shutil.copytree(ROOT / "sources" / "cited", folder / "cited")
    return folder


def _wait_until_up(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with suppress(httpx.HTTPError):
            if httpx.get(f"{url}/", timeout=5, follow_redirects=True).is_success:
                return
        time.sleep(0.05)
    raise SystemExit("no UI answered in time")


def _tree(pid: int) -> list[int]:
    """The process and all that came of it."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(path.parts[2]))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _memory(pids: list[int]) -> dict[str, float]:
    """Resident and proportional set size together, in MB."""
    sizes = {"Rss": 0.0, "Pss": 0.0}
    for pid in pids:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            name, _, rest = line.partition(":")
            if name in sizes:
                sizes[name] += int(rest.split()[0]) / 1000
    return sizes


def _processor_seconds(pids: list[int]) -> float:
    stats = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / _TICKS


def _delays(url: str) -> list[float]:
    """Seconds from the time of each scheduled run to its beginning."""
    asked = {"flow_runs": {"tags": {"all_": ["auto-scheduled"]}}}
    runs: list[dict[str, Any]] = httpx.post(
        f"{url}/api/flow_runs/filter", json=asked, timeout=30
    ).json()
    begun = [run for run in runs if run["start_time"]]
    return [
        (_moment(run["start_time"]) - _moment(run["expected_start_time"])).total_seconds()
        for run in begun
    ]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _idle(process: "subprocess.Popen[bytes]") -> list[tuple[str, str]]:
    """What it takes while no run goes on: only the service and its server are there."""
    deadline = time.monotonic() + _START_SECONDS
    while len(pids := _tree(process.pid)) != 2 and time.monotonic() < deadline:  # noqa: PLR2004
        time.sleep(0.5)
    used, started = _processor_seconds(pids), time.monotonic()
    memory = _memory(pids)
    while _tree(process.pid) == pids and time.monotonic() - started < _IDLE_SECONDS:
        time.sleep(0.5)
    share = (_processor_seconds(pids) - used) / (time.monotonic() - started)
    return [
        ("idle memory, RSS of all processes, MB", f"{memory['Rss']:.0f}"),
        ("idle memory, PSS of all processes, MB", f"{memory['Pss']:.0f}"),
        ("idle processor, % of one core", f"{100 * share:.1f}"),
    ]


def _measure(folder: Path, minutes: float) -> list[tuple[str, str]]:
    with serving(_PAGES) as site, _serving(folder, f"{site.url}/{_page()}") as (process, url):
        started = time.monotonic()
        _wait_until_up(url)
        rows = [("from the start to the UI, s", f"{time.monotonic() - started:.1f}")]
        time.sleep(10)
        rows += _idle(process)
        time.sleep(60 * minutes)
        delays = _delays(url)
        rows.append((f"{len(delays)} runs began after their time, s", spread(delays)))
        ending = time.monotonic()
        process.send_signal(signal.SIGTERM)
        status = process.wait(30)
        rows.append((f"from SIGTERM to the end (status {status}), s", _since(ending)))
    return rows


def _page() -> str:
    """The file of a recorded page, as its server names it."""
    return next(str(path.relative_to(_PAGES)) for path in sorted(_PAGES.glob("*/page.y*ml")))


def _since(moment: float) -> str:
    return f"{time.monotonic() - moment:.1f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0, help="how long runs are watched")
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory(prefix="podium-serving-") as folder:
        show(("podium serve", ""), _measure(Path(folder), minutes))


if __name__ == "__main__":
    main()
