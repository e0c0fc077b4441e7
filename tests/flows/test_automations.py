"""Automations on a real server: what a change sets off, and a run whose worker was killed."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import yaml
from prefect.client.orchestration import PrefectClient
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.deployments import all_deployments
from flows.events import emit
from flows.ingest import ingest
from flows.registering import register_all
from flows.visits import utc_now
from leaderboard.settings import load_settings
from leaderboard.source import load_sources
from tests.alerts.messages import entered, make_message
from tests.flows.deployed import applied, asked, forget_all, run_of, until
from tests.flows.home import ROOT, WEBDEV
from tests.flows.live import Live, living
from tests.servers import Request, answer, serve

EXAMPLE = ROOT / "automations" / "top-of-the-board.yaml"
ONE = {"sources": [WEBDEV], "attempts": 1}
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def live(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A home with pages, whose environment and server those of this process are."""
    with living(tmp_path) as live:
        for name, value in {**live.env, "PREFECT_API_URL": registry}.items():
            monkeypatch.setenv(name, value)
        live.show(0)
        yield live
    asked(registry, forget_all)


@contextmanager
def worker(live: Live, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the pool; it and all that it started are killed at the end of the block."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "prefect", "worker", "start", "--pool", "podium"],
            cwd=ROOT,
            env={**os.environ, **live.env, "PREFECT_WORKER_QUERY_SECONDS": "1"},
            stdout=file,
            stderr=file,
        )
        try:
            yield process
        finally:
            kill(process.pid)
            process.wait()


def kill(pid: int) -> None:
    """Kill (-9) a process and all that came of it."""
    below = children(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    for each in below:
        kill(each)


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]
    return []


def state_of(api: str, run: UUID) -> str:
    """The name of a flow run's state."""
    return str(httpx.get(f"{api}/flow_runs/{run}").json()["state_name"])


def set_off(api: str, deployment: UUID) -> int:
    """How many runs of the deployment something else than its schedule asked for."""
    asked_for = {"deployments": {"id": {"any_": [str(deployment)]}}}
    runs = httpx.post(f"{api}/flow_runs/filter", json=asked_for).json()
    return sum(not run["auto_scheduled"] for run in runs)


def quick_to_crash(folder: Path) -> Path:
    """The automation for killed runs, which waits for ten seconds only."""
    crashed = yaml.safe_load((ROOT / "automations" / "crashed.yaml").read_text(encoding="utf-8"))
    crashed["trigger"]["within"] = 10
    (folder / "automations").mkdir()
    (folder / "automations" / "crashed.yaml").write_text(yaml.safe_dump(crashed))
    return folder


async def begin(client: PrefectClient) -> tuple[UUID, UUID]:
    """Ask for a run of Arena's deployment: the names of both."""
    deployment = await client.read_deployment_by_name("ingest/arena")
    run = await client.create_flow_run_from_deployment(deployment.id, parameters=ONE)
    return deployment.id, run.id


def killed_run(live: Live, api: str, log: Path) -> tuple[UUID, UUID]:
    """A run whose worker, and whose own process, were killed while it waited for its page."""
    is_asked = threading.Event()

    def hang(_: Request) -> bytes:
        is_asked.set()
        threading.Event().wait(60)
        return answer(b"", 404)

    with serve(hang) as server:
        live.env["PODIUM_MIRRORS"] = f"https://raw.githubusercontent.com={server.url}"
        with worker(live, log):
            names = asked(api, begin)
            assert is_asked.wait(90), log.read_text()
    return names


def test_killed_run_is_marked_and_its_work_done_by_the_next(
    registry: str, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With worker and run killed (-9) the run is found, its slot is free, and the next works."""
    folder = quick_to_crash(tmp_path)
    monkeypatch.setattr("flows.registering.beside", lambda name: folder / name)
    with temporary_settings({PREFECT_API_URL: registry}):
        asyncio.run(register_all(load_settings(), load_sources(live.home.sources)))
    deployment, run = killed_run(live, registry, tmp_path / "worker.log")
    before = state_of(registry, run)
    until(lambda: state_of(registry, run) == "Crashed")
    after = run_of(registry, deployment, ingest, **ONE)

    assert before == "Running"
    assert (after.name, after.message) == ("Completed", "1 changed")


def test_change_at_the_top_sets_off_a_run(registry: str, live: Live, tmp_path: Path) -> None:
    """Created by Prefect's own command, the example runs its deployment when a model leads."""
    found = all_deployments(load_settings(), load_sources(live.home.sources))
    deployment = applied(registry, next(each for each in found if each.name == "arena"))
    file = tmp_path / "example.yaml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace(NOBODY, str(deployment)))
    created = subprocess.run(
        [sys.executable, "-m", "prefect", "automation", "create", "--from-file", str(file)],
        env={**os.environ, "PREFECT_API_URL": registry},
        capture_output=True,
        text=True,
        check=False,
    )
    told = make_message(lines=(entered(),), made_at=utc_now())
    with temporary_settings({PREFECT_API_URL: registry}):
        emit("key", [told])
    until(lambda: set_off(registry, deployment) > 0)

    assert "Created automation 'podium-top-of-the-board'" in created.stdout
