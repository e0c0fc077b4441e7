"""Runs in sight: what a run of the service leaves in log, report and metrics."""

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from flows.report import Report, RunState, newest_reports
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


def test_a_run_that_fails_or_is_killed_leaves_word(made_home: Home, prefect_api: str) -> None:
    """A failed run's report says why; of one that is killed it stays, and its run is dead."""
    gap = ("backfill", WEBDEV, "--since", "2026-03-20", "--until", "2026-03-21")
    ended, _, errors = run_podium(made_home, *gap, api=prefect_api)
    failed = last_report(made_home)
    process = podium(made_home, *BACKFILL, api=prefect_api)
    while last_report(made_home).id == failed.id and process.poll() is None:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()
    killed = last_report(made_home)

    assert (ended, failed.state) == (1, RunState.FAILED)
    assert failed.message
    assert failed.message in errors
    assert (killed.state, killed.ended_at) == (RunState.DEAD, None)
    assert killed.pid == process.pid


def test_what_cannot_be_written_fails_no_run(
    made_home: Home, prefect_api: str, tmp_path: Path
) -> None:
    """With a file where reports go the run completes all the same, and its record is there."""
    made_home.folder.mkdir(parents=True, exist_ok=True)
    made_home.settings.runs.write_text("in the way", encoding="utf-8")
    ended, out, errors = run_podium(made_home, *BACKFILL, api=prefect_api)

    assert (ended, errors) == (0, "")
    assert "days kept" in out
    assert not (tmp_path / "runs").exists()
