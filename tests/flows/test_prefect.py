"""Runs through a real Prefect server: their names, their phases, and how they end."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.flows.home import ROOT, TEXT, TTS, WEBDEV, Home
from tests.flows.made import GAP, SINCE, UNTIL, arena_page, scores
from tests.flows.processes import podium, run_podium
from tests.flows.sources import write_sources
from tests.servers import Request, Server, answer, serve

BACKFILL = ("backfill", WEBDEV, "--since", SINCE, "--until", UNTIL)
PHASES = ["plan", "capture and keep", "publish", "deliver"]


def last_run(api: str, name: str) -> dict[str, Any]:
    """The last flow run of that name, with the names of its tasks in order."""
    (run, *_) = httpx.post(
        f"{api}/flow_runs/filter",
        json={"sort": "START_TIME_DESC", "flow_runs": {"name": {"any_": [name]}}},
    ).json()
    tasks = httpx.post(
        f"{api}/task_runs/filter", json={"flow_runs": {"id": {"any_": [run["id"]]}}}
    ).json()
    tasks.sort(key=lambda task: task["start_time"])
    return {
        "state": run["state"]["name"],
        "message": run["state"]["message"],
        "tasks": [task["name"] for task in tasks],
    }


@pytest.fixture
def today(tmp_path: Path) -> Iterator[Home]:
    """A home whose archives have a page for every day, but the speech board sends HTML."""

    def board(request: Request) -> bytes:
        _, folder, day, file = request.path.split("/")
        if folder == "arena-daily":
            midnight = f"{day}T00:00:00+00:00"  # over, at whatever time of the day this runs
            name = file.removesuffix(".json")
            return answer(arena_page(day, scores(), leaderboard=name, fetched_at=midnight))
        return answer(b"<!doctype html><title>Sign in</title>")

    with serve(board) as server:
        sources = write_sources(tmp_path / "sources", {}, open_ended=True)
        yield Home(tmp_path / "home", server.url, sources)


def test_backfill_names_its_run_and_phases(
    made_home: Home, undisturbed: Home, prefect_api: str
) -> None:
    """The server shows which board and days, the three phases, and what was kept."""
    ended, out, errors = run_podium(made_home, *BACKFILL, api=prefect_api)

    run = last_run(prefect_api, f"backfill {WEBDEV} {SINCE} to {UNTIL}")
    counts = "1 absent, 37 changed, 10 unchanged"
    assert (ended, errors) == (0, "")
    assert "47 days kept: 37 changed, 10 unchanged\n1 day without a standing: 1 absent\n" in out
    assert run == {"state": "Completed", "message": counts, "tasks": PHASES}
    assert made_home.seen() == undisturbed.seen()


def test_second_backfill_says_that_it_adds_nothing(
    made_home: Home, made_archives: Server, prefect_api: str
) -> None:
    """The command tells that all days were on record, and asks no server for them."""
    until = ("--since", SINCE, "--until", "2026-04-20")
    made_home.backfill(WEBDEV, SINCE, "2026-04-20")
    asked = len(made_archives.requests)
    ended, out, _ = run_podium(made_home, "backfill", WEBDEV, *until, api=prefect_api)

    assert ended == 0
    assert "11 of 11 days were on record already" in out
    assert "nothing was added" in out
    assert len(made_archives.requests) == asked


def test_gap_alone_is_a_failure(made_home: Home, prefect_api: str) -> None:
    """A stretch of which the archive has no day at all fails, and says so."""
    ended, _, errors = run_podium(
        made_home, "backfill", WEBDEV, "--since", GAP, "--until", GAP, api=prefect_api
    )

    run = last_run(prefect_api, f"backfill {WEBDEV} {GAP} to {GAP}")
    assert (ended, run["state"]) == (1, "Failed")
    assert "no file for any of these days" in errors
    assert run["message"] in errors


def test_ingest_of_all_boards_fails_naming_the_broken_one(today: Home, prefect_api: str) -> None:
    """Without names every board is captured; the one that is well is kept and published."""
    ended, out, errors = run_podium(today, "run", api=prefect_api)

    run = last_run(prefect_api, "ingest all boards")
    assert (ended, run["state"], run["tasks"]) == (1, "Failed", PHASES)
    assert run["message"].startswith(f"{TTS}: rejected: expected a JSON object, found a body")
    assert WEBDEV not in run["message"]
    assert run["message"] in errors
    assert "rejected" in out
    assert today.rows("SELECT board, state, models FROM boards ORDER BY board") == [
        (TEXT, "ok", 24),
        (WEBDEV, "ok", 24),
        (TTS, "rejected", None),
    ]


def test_ingest_of_named_boards(today: Home, prefect_api: str) -> None:
    """Only what is named is captured, so that the broken board does no harm."""
    ended, _, errors = run_podium(today, "run", "arena", api=prefect_api)

    run = last_run(prefect_api, "ingest arena")
    assert (ended, errors, run["state"]) == (0, "", "Completed")
    assert today.rows("SELECT DISTINCT board FROM captures ORDER BY ALL") == [(TEXT,), (WEBDEV,)]


def test_killed_command_is_made_good_by_the_same_command(
    tmp_path: Path, made_days: Path, undisturbed: Home, prefect_api: str
) -> None:
    """Killed (-9) in the middle, and given again, the command ends as if nothing had been."""
    is_killed, is_waiting = threading.Event(), threading.Event()

    def day(request: Request) -> bytes:
        if "2026-05-20" in request.path and not is_killed.is_set():
            is_waiting.set()
            is_killed.wait(60)
        file = made_days / request.path.removeprefix("/")
        return answer(file.read_bytes()) if file.exists() else answer(b"", 404)

    with serve(day) as server:
        home = Home(tmp_path / "home", server.url)
        longer = (*BACKFILL[:-1], "2026-05-28")  # a name of its own on the shared server
        process = podium(home, *longer, api=prefect_api)
        assert is_waiting.wait(60)
        process.kill()
        process.communicate()
        is_killed.set()
        ended, out, errors = run_podium(home, *longer, api=prefect_api)

    assert process.returncode == -signal.SIGKILL
    assert (ended, errors) == (0, "")
    assert "days kept: " in out
    assert home.seen() == undisturbed.seen()


def test_without_a_server_a_temporary_one_is_started(made_home: Home) -> None:
    """Where none is named the command brings its own, ends it, and says nothing of either."""
    until = ("--since", SINCE, "--until", "2026-04-12")
    ended, out, errors = run_podium(made_home, "backfill", WEBDEV, *until, api=None)

    assert (ended, errors) == (0, "")
    assert "3 days kept: " in out


def test_temporary_server_ends_with_a_killed_command(tmp_path: Path) -> None:
    """Killed (-9) with a server of its own, the command leaves no process behind."""
    is_waiting, may_answer = threading.Event(), threading.Event()

    def day(_: Request) -> bytes:
        is_waiting.set()
        may_answer.wait(60)
        return answer(b"", 404)

    with serve(day) as server:
        home = Home(tmp_path / "home", server.url)
        process = podium(home, *BACKFILL, api=None)
        assert is_waiting.wait(60)
        assert servers_of(process.pid)
        process.kill()
        process.communicate()
        may_answer.set()

    deadline = time.monotonic() + 20
    while servers_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert servers_of(process.pid) == []


def servers_of(pid: int) -> list[list[str]]:
    """The temporary servers that a process started, as far as they still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found.append(path.read_text().rstrip("\0").split("\0"))
    return [line for line in found if "flows.api_server" in line and line[-1] == str(pid)]


def test_server_that_is_away_is_named(made_home: Home) -> None:
    """A Prefect server that does not answer is one line with what to do, not a traceback."""
    ended, out, errors = run_podium(made_home, *BACKFILL, api="http://127.0.0.1:9/api")

    assert (ended, out) == (1, "")
    assert errors.startswith("podium: no Prefect server answers at http://127.0.0.1:9/api; start")
    assert errors.count("\n") == 1


def test_telemetry_is_off() -> None:
    """Whoever imports the flows has Prefect's telemetry switched off, before Prefect is loaded."""
    program = (
        "import flows.running, os; from prefect.settings import get_current_settings as now; "
        "print(os.environ['DO_NOT_TRACK'], now().server.analytics_enabled)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PATH": "", "PREFECT_HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (said.stdout.strip(), said.returncode) == ("1 False", 0), said.stderr
