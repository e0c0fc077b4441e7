"""The flow that makes the daily backup."""

import asyncio
from pathlib import Path

import pytest

from flows.backup import backup
from flows.report import RunState, newest_reports
from tests.backup.home import make_home
from warehouse.backup import backups


def test_a_backup_leaves_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As every run does, so that one that fails is found by `podium doctor`."""
    settings = make_home(tmp_path)
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path))
    asyncio.run(backup.fn())
    (report,) = newest_reports(settings.runs, 1)

    assert len(backups(settings.backups)) == 1
    assert (report.flow, report.state) == ("backup", RunState.COMPLETED)
    assert report.message.endswith("are new")
