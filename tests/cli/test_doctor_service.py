"""`podium doctor` on runs, schedules and the clock."""

import fcntl
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from cli.asking import now
from flows.report import ReportFile, RunState
from tests.cli.conftest import Ask
from tests.cli.looking import about, findings
from tests.flows.test_report import make_report
from tests.servers import Request, Server, answer, serve

ANSWERS: dict[str, object] = {
    "/api/health": True,
    "/api/deployments/filter": [
        {"id": "1", "name": "acme", "paused": False},
        {"id": "2", "name": "arena", "paused": True},
        {"id": "3", "name": "deliver", "paused": False},
    ],
    "/api/flow_runs/filter": [
        {"deployment_id": "3", "expected_start_time": "2026-05-01T06:05:00Z"},
        {"deployment_id": "1", "expected_start_time": "2036-12-01T06:05:00Z"},
    ],
}


@pytest.fixture
def api() -> Iterator[Server]:
    """What a Prefect server answers, with a clock of its own."""

    def told(request: Request) -> bytes:
        body = json.dumps(ANSWERS[request.path]).encode()
        return answer(body, Date="Thu, 28 May 2026 08:43:00 GMT")

    with serve(told) as server:
        yield server


def test_runs_that_failed_or_died_are_told_until_one_completes(tmp_path: Path, ask: Ask) -> None:
    """A failure is a problem, a death a note; a later run of that name makes both good."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    for number, (name, state) in enumerate(
        [
            ("ingest acme", RunState.FAILED),
            ("ingest arena", RunState.RUNNING),
            ("ingest mended", RunState.CRASHED),
            ("ingest mended", RunState.COMPLETED),
        ]
    ):
        at = yesterday + timedelta(minutes=number)
        begun = make_report(at, name=name, id=f"{number}" * 9)
        file = ReportFile(tmp_path / "runs", begun)
        file.end(begun.model_copy(update={"state": state, "message": "acme/chess: 0 rows\nmore"}))
    found = findings(ask, PODIUM_HOME=str(tmp_path))

    failed = about(found, "runs", "ingest acme")
    dead = about(found, "runs", "ingest arena")
    assert failed[0] == "problem"
    assert "failed: acme/chess: 0 rows; its report in" in failed[1]
    assert dead[0] == "note"
    assert "was killed" in dead[1]
    assert "ingest mended" not in str(found)


def test_schedules_are_asked_of_the_service(tmp_path: Path, ask: Ask, api: Server) -> None:
    """Whether one serves this home, each deployment's next run, and the server's clock.

    The service of the home is asked where it says that it is, whatever the environment names.
    """
    lock = tmp_path / "prefect" / "serve.lock"
    lock.parent.mkdir()
    lock.write_text(f"4711\n{api.url}/api\n", encoding="utf-8")
    here = {"PODIUM_HOME": str(tmp_path), "PREFECT_API_URL": f"{api.url}/api"}
    elsewhere = {**here, "PREFECT_API_URL": "http://127.0.0.1:9/api"}
    idle = findings(ask, **here)
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        served = findings(ask, **elsewhere, HTTP_PROXY="http://127.0.0.1:9")
        lock.write_text("4711\n", encoding="utf-8")
        starting = findings(ask, **elsewhere)
    away = findings(ask, **elsewhere)

    assert "4711" not in str(idle)
    assert about(served, "schedules", "runs as process 4711")[0] == "ok"
    assert about(served, "schedules", "acme: next run 01 Dec 06:05 UTC")[0] == "ok"
    assert about(served, "schedules", "deliver: runs now")[0] == "ok"
    assert about(served, "schedules", "arena is paused")[0] == "note"
    assert about(served, "clock", "the API has another time")[0] == "problem"
    assert about(starting, "schedules", "it is starting")[0] == "note"
    assert about(away, "schedules", "found a ConnectError")[0] == "problem"


def test_boards_that_should_have_run_are_told_where_something_runs(ask: Ask, api: Server) -> None:
    """The last attempt is older than twice the cadence: nobody is at work."""
    found = findings(ask, PREFECT_API_URL=f"{api.url}/api")

    verdict, text = about(found, "schedules", "acme/chess: last tried")
    assert verdict == "problem"
    assert "`podium run acme/chess`" in text


def test_times_that_are_yet_to_come_are_told(home: Path, tmp_path: Path, ask: Ask) -> None:
    """A clock that was ahead has left them; what to do is said."""
    (tmp_path / "podium.duckdb").write_bytes((home / "podium.duckdb").read_bytes())
    with duckdb.connect(tmp_path / "podium.duckdb") as connection:
        later = now() + timedelta(days=2)
        connection.execute("UPDATE record.captures SET attempted_at = $1", [later])
    verdict, text = about(findings(ask, PODIUM_HOME=str(tmp_path)), "clock", "yet to come")

    assert verdict == "problem"
    assert "timedatectl" in text
