"""The file of a run: there from its begin, whole at its end, and of a killed run it can be told."""

import json
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema

from flows.report import (
    Report,
    ReportFile,
    RunState,
    Trigger,
    forget_old_reports,
    newest_reports,
    read_report,
)
from tests.flows.home import ROOT

START = datetime(2026, 5, 28, 8, 43, 5, tzinfo=UTC)
HOLD = """
import sys
from pathlib import Path
from tests.flows.test_report import make_report
from flows.report import ReportFile
held = ReportFile(Path(sys.argv[1]), make_report())
print(held.path, flush=True)
sys.stdin.read()
"""


def make_report(started_at: datetime = START, **facts: object) -> Report:
    """The report of a run that begins."""
    fields = {"id": "0123456789", "name": "ingest acme", "flow": "ingest", "host": "here", "pid": 7}
    versions = {"podium": "1.0"}
    known = {"trigger": Trigger.SCHEDULE, "versions": versions, "started_at": started_at}
    return Report.model_validate(fields | known | facts)


def test_a_report_is_there_while_the_run_is_and_replaced_at_its_end(tmp_path: Path) -> None:
    """It is found by day, time and id; nothing else lies beside it."""
    file = ReportFile(tmp_path, make_report())
    begun = read_report(file.path)
    file.end(make_report(state=RunState.COMPLETED, ended_at=START, seconds=0.0))
    ended = read_report(file.path)

    assert file.path == tmp_path / "2026-05-28" / "084305-01234567.json"
    assert begun is not None
    assert begun.state is RunState.RUNNING
    assert ended is not None
    assert ended.state is RunState.COMPLETED
    assert [*file.path.parent.iterdir()] == [file.path]


def test_a_killed_run_is_dead_and_a_living_one_is_not(tmp_path: Path) -> None:
    """A process that was killed holds its report no more, whatever has its number now."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    path = Path(process.stdout.readline().strip())
    alive = read_report(path)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    dead = read_report(path)

    assert alive is not None
    assert alive.state is RunState.RUNNING
    assert dead is not None
    assert dead.state is RunState.DEAD


def test_reports_follow_their_schema(tmp_path: Path) -> None:
    """What is written can be checked by whoever reads it, without any of our code."""
    ended = make_report(
        state=RunState.FAILED,
        ended_at=START + timedelta(seconds=3),
        seconds=3.0,
        phases={"plan": 0.1},
        boards=[{"board": "acme/chess", "outcomes": {"failed": 1}, "reason": "timed out"}],
        deliveries=[{"receiver": "team", "messages": 1, "state": "sent"}],
    )
    file = ReportFile(tmp_path, ended)
    file.end(ended)
    written = json.loads(file.path.read_text(encoding="utf-8"))

    jsonschema.validate(written, Report.model_json_schema())
    assert written["started_at"] == "2026-05-28T08:43:05Z"
    assert Report.model_validate(written) == ended


def test_the_newest_come_first_and_what_is_no_report_is_passed_over(tmp_path: Path) -> None:
    """A folder may hold anything; the number that is read is limited."""
    for hours in range(5):
        file = ReportFile(tmp_path, make_report(START + timedelta(hours=hours), id=f"{hours}" * 9))
        file.end(make_report(START + timedelta(hours=hours), state=RunState.COMPLETED))
    (tmp_path / "2026-05-28" / "235959-broken.json").write_text("{", encoding="utf-8")
    (tmp_path / "2026-05-29").mkdir()
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    found = [report.started_at.hour for report in newest_reports(tmp_path, 4)]

    assert found == [12, 11, 10]
    assert [*newest_reports(tmp_path, 4, since=date(2026, 5, 29))] == []
    assert [*newest_reports(tmp_path / "nowhere", 4)] == []


def test_reports_are_kept_for_90_days(tmp_path: Path) -> None:
    """Older days go, whatever else lies there stays."""
    for day in ("2026-02-26", "2026-02-27", "2026-05-28", "notes"):
        (tmp_path / day).mkdir()
        (tmp_path / day / "084305-x.json").write_text("{}", encoding="utf-8")
    forget_old_reports(tmp_path, date(2026, 5, 28))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-02-27", "2026-05-28", "notes"]
