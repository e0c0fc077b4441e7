"""Runs in sight: what a run of the service leaves in log, report and metrics."""

import asyncio
import json
import signal
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.report import Report, RunState, newest_reports
from flows.sight import in_sight
from tests.flows.home import WEBDEV, Home
from tests.flows.made import SINCE
from tests.flows.processes import podium, run_podium

UNTIL = "2026-04-20"
BACKFILL = ("backfill", WEBDEV, "--since", SINCE, "--until", UNTIL)
SECRET = "TokenOfOurs1234"  # noqa: S105 - made for this test


def lines(errors: str) -> list[dict[str, Any]]:
    """The lines of a log."""
    return [json.loads(line) for line in errors.splitlines()]


def last_report(home: Home) -> Report:
    """The report of the last run."""
    return next(newest_reports(home.settings.runs, 1))


def test_a_run_is_logged_reported_and_measured(
    made_home: Home, prefect_api: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begin, phases, each board and the end are lines of one run; its report says the same."""
    monkeypatch.setenv("PODIUM_LOG", "json")
    monkeypatch.setenv("PODIUM_RECEIVER_TEAM", f"json://127.0.0.1:9/{SECRET}")
    ended, _, errors = run_podium(made_home, *BACKFILL, api=prefect_api)
    report = last_report(made_home)
    log = [line for line in lines(errors) if "run_id" in line]

    assert ended == 0, errors
    assert [log[0]["event"], log[-1]["event"]] == ["run begins", "run ended"]
    assert {line["run_id"] for line in log} == {report.id}
    assert {line["run"] for line in log} == {f"backfill {WEBDEV} {SINCE} to {UNTIL}"}
    boards = [line for line in log if line["event"] == "board"]
    assert len(boards) == sum(report.outcomes.values()) == 11
    assert {line["board"] for line in boards} == {WEBDEV}
    phases = [line["phase"] for line in log if line["event"] == "phase ended"]
    assert phases == [*report.phases] == ["plan", "capture and keep", "publish", "deliver"]
    assert report.state is RunState.COMPLETED
    assert report.trigger == "person"
    assert report.snapshots == made_home.rows("SELECT count(*) FROM record.snapshots")[0][0]
    assert report.bytes_read > 0
    assert [(b.board, b.reason) for b in report.boards] == [(WEBDEV, "")]
    assert f'board="{WEBDEV}"' in made_home.settings.metrics_file.read_text(encoding="utf-8")
    assert SECRET not in errors + report.model_dump_json()


def test_a_run_that_is_killed_leaves_word(made_home: Home, prefect_api: str) -> None:
    """Its report stays as it was begun, and whoever reads it knows that the run is dead."""
    process = podium(made_home, *BACKFILL, api=prefect_api)
    while not [*newest_reports(made_home.settings.runs, 1)] and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    killed = last_report(made_home)

    assert (killed.state, killed.ended_at) == (RunState.DEAD, None)
    assert killed.pid == process.pid


@in_sight
async def run_of(result: State[None] | BaseException) -> State[None]:
    """A run that comes to this."""
    if isinstance(result, BaseException):
        raise result
    return result


@pytest.mark.parametrize(
    ("result", "state", "message"),
    [
        (Completed(message="1 changed"), RunState.COMPLETED, "1 changed"),
        (Failed(message="acme/chess: found 0 rows"), RunState.FAILED, "acme/chess: found 0 rows"),
        (KeyError(SECRET), RunState.CRASHED, "KeyError: '****'"),
        (asyncio.CancelledError(), RunState.CANCELLED, "CancelledError: "),
    ],
)
def test_whatever_becomes_of_a_run_its_report_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    result: State[None] | BaseException,
    state: RunState,
    message: str,
) -> None:
    """Errors go on as they are; their words stand in the report without secrets."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    monkeypatch.setenv("PODIUM_ACME_KEY", SECRET)
    expected = pytest.raises(type(result)) if isinstance(result, BaseException) else nullcontext()
    with expected:
        asyncio.run(run_of(result))
    (report,) = newest_reports(tmp_path / "runs", 9)

    assert (report.state, report.message, report.name) == (state, message, "run_of")
    assert report.ended_at is not None
    assert (tmp_path / "metrics.prom").is_file()


def test_what_cannot_be_written_fails_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With other things where reports and metrics go, the run completes all the same."""
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    (tmp_path / "metrics.prom").mkdir()
    (tmp_path / "runs").write_text("in the way", encoding="utf-8")
    state = asyncio.run(run_of(Completed(message="well")))

    assert state.is_completed()
    assert (tmp_path / "runs").read_text(encoding="utf-8") == "in the way"
