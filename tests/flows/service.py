"""A real `podium serve` in a test, with boards whose pages the test sets."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from flows import left_processes
from tests.flows.home import ROOT

_PODIUM = str(Path(sys.executable).with_name("podium"))
_QUICK = {"PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "1"}
_DAY_SECONDS = 86_400


@dataclass
class Service:
    """A running service: its process, what it said so far, and its API."""

    process: subprocess.Popen[str]
    home: Path
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where it says its UI is."""
        (line,) = (line for line in self.lines if line.startswith("UI and API"))
        return line.split()[3]

    def said(self, words: str) -> bool:
        """Whether a line has these words."""
        return any(words in line for line in self.lines)

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """What the API answers; as any client of it, this one asks again where it is busy."""
        url = f"{self.url}/api/{path}"
        while True:
            method = "GET" if body is None else "POST"
            answer = httpx.request(method, url, json=body, timeout=60)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                return answer.raise_for_status().json()
            time.sleep(0.5)

    def schedule_at(self, deployment: str, moment: datetime) -> None:
        """Give a deployment one more time of the day."""
        found = self.ask(f"deployments/name/{deployment}")
        interval = {"interval": _DAY_SECONDS, "anchor_date": moment.isoformat()}
        made = [{"schedule": interval, "active": True}]
        self.ask(f"deployments/{found['id']}/schedules", made)

    def run_now(self, deployment: str) -> str:
        """Let a deployment run; returns the id of its run."""
        found = self.ask(f"deployments/name/{deployment}")
        return str(self.ask(f"deployments/{found['id']}/create_flow_run", {})["id"])

    def state(self, run: str) -> str:
        """The state of a run."""
        return str(self.ask(f"flow_runs/{run}")["state"]["type"])

    def runs(self) -> list[dict[str, Any]]:
        """All runs of boards that have begun."""
        asked = {"flows": {"name": {"any_": ["ingest"]}}, "sort": "START_TIME_ASC"}
        return [run for run in self.ask("flow_runs/filter", asked) if run["start_time"]]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Send it a signal: its exit status, and the seconds it took."""
        started = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(20)
        return status, time.monotonic() - started

    def server(self) -> int:
        """The process of its Prefect server."""
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in self.children()}
        (server,) = (pid for pid, line in commands.items() if b"flows.api_server" in line)
        return server

    def children(self) -> list[int]:
        """The processes that it started and that are there."""
        return list(left_processes.of(self.home / "prefect"))


@contextmanager
def serving(home: Path, env: Mapping[str, str]) -> Iterator[Service]:
    """A service that has said that it serves; nothing of it is left behind."""
    process = subprocess.Popen(
        [_PODIUM, "serve", "--port", "0"],
        cwd=ROOT,
        env={**_plain(), **env, "PODIUM_HOME": str(home), "PODIUM_LOG": "off", **_QUICK},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    service = Service(process, home)
    reader = threading.Thread(target=_read, args=(service,), daemon=True)
    reader.start()
    try:
        until(lambda: service.said("serving;") or process.poll() is not None)
        assert process.poll() is None, service.lines
        yield service
    finally:
        process.kill()
        process.wait()
        left_processes.end(home / "prefect")
        reader.join()


def until(is_so: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait until something is so; fail where that takes too long."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to that in time"
        time.sleep(0.1)


def _plain() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "PODIUM_"))}


def _read(service: Service) -> None:
    assert service.process.stdout is not None
    for line in service.process.stdout:
        service.lines.append(line.rstrip("\n"))
