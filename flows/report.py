"""The report of a run: one JSON file, begun when the run begins and replaced when it has ended.

`home/runs/<day>/<time>-<id>.json`. A run that was killed leaves `running`: whoever finds such a
report that no process holds open and locked knows that its run is dead.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, NonNegativeFloat, NonNegativeInt
from pydantic import ValidationError as ReportError

KEPT_DAYS = 90
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class RunState(StrEnum):
    """How it stands with a run; `crashed` is one that an error ended, `dead` one that was killed.

    No run writes of itself that it is dead.
    """

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CRASHED = "crashed"
    CANCELLED = "cancelled"
    DEAD = "dead"


class Trigger(StrEnum):
    """Who wanted a run."""

    SCHEDULE = "schedule"
    AUTOMATION = "automation"
    PERSON = "person"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BoardEnd(_Part):
    """What came of the visits to a board; `reason` is of the first that did not see it."""

    board: str
    outcomes: dict[str, NonNegativeInt]
    reason: str = ""


class DeliveryEnd(_Part):
    """What became of what went to a receiver; `error` is empty where it arrived."""

    receiver: str
    messages: NonNegativeInt
    state: str
    error: str = ""


class Report(_Part):
    """What a run was and what came of it. Times are UTC, durations seconds.

    `asked` counts all visits, `settled` those not made since the record has their pages for good.
    `bytes_read` is of pages after decompression. `snapshots` were added to the record, `told` are
    messages made. Pages are quoted nowhere; names of boards and models stand here.
    """

    format: Literal[1] = 1
    id: str
    name: str
    flow: str
    trigger: Trigger
    deployment_id: str | None = None
    host: str
    pid: NonNegativeInt
    versions: dict[str, str]
    scheduled_at: AwareDatetime | None = None
    started_at: AwareDatetime
    ended_at: AwareDatetime | None = None
    seconds: NonNegativeFloat | None = None
    state: RunState = RunState.RUNNING
    message: str = ""
    phases: dict[str, NonNegativeFloat] = {}
    asked: NonNegativeInt = 0
    settled: NonNegativeInt = 0
    outcomes: dict[str, NonNegativeInt] = {}
    bytes_read: NonNegativeInt = 0
    snapshots: NonNegativeInt = 0
    told: NonNegativeInt = 0
    boards: tuple[BoardEnd, ...] = ()
    idle: tuple[str, ...] = ()
    deliveries: tuple[DeliveryEnd, ...] = ()
    faults: tuple[str, ...] = ()


class ReportFile:
    """The file of one run, held locked as long as the run lives."""

    def __init__(self, folder: Path, report: Report) -> None:
        """Write the report of a run that begins.

        Raises:
            OSError: the folder cannot be written.
        """
        started = report.started_at.astimezone(UTC)
        self.path = folder / f"{started:%Y-%m-%d}" / f"{started:%H%M%S}-{report.id[:8]}.json"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._held: IO[bytes] = self._write(report)

    def end(self, report: Report) -> None:
        """Put the report of the run's end in its place.

        Raises:
            OSError: it cannot be written; the one that it is running stays.
        """
        try:
            self._write(report).close()
        finally:
            self._held.close()

    def _write(self, report: Report) -> IO[bytes]:
        """The file as it was put in place, open and locked."""
        draft = self.path.with_name(f".{self.path.name}")
        handle = draft.open("wb")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            handle.write(report.model_dump_json(indent=1).encode() + b"\n")
            handle.flush()
            os.fsync(handle.fileno())
            draft.replace(self.path)
        except OSError:
            handle.close()
            draft.unlink(missing_ok=True)
            raise
        return handle


def read_report(path: Path) -> Report | None:
    """The report, its state `dead` where its run is; None for a file that is no report of ours."""
    try:
        with path.open("rb") as file:
            report = Report.model_validate_json(file.read())
            if report.state is not RunState.RUNNING or _is_held(file):
                return report
            now = Report.model_validate_json(path.read_bytes())  # it may have ended meanwhile
    except (OSError, ReportError):
        return None
    return now.model_copy(update={"state": RunState.DEAD}) if now == report else now


def newest_reports(folder: Path, most: int, since: date = date.min) -> Iterator[Report]:
    """The reports of the folder from the newest on, of runs that began on that day or later."""
    paths = (path for day in _days(folder)[::-1] if day.name >= f"{since}" for path in _of(day))
    reports = (read_report(path) for _, path in zip(range(most), paths, strict=False))
    yield from (report for report in reports if report is not None)


def forget_old_reports(folder: Path, today: date) -> None:
    """Remove the days whose reports nobody needs any more."""
    oldest = f"{today - timedelta(days=KEPT_DAYS)}"
    for day in _days(folder):
        if day.name < oldest:
            shutil.rmtree(day, ignore_errors=True)


def utc() -> datetime:
    """The time now, with its zone, as reports have it."""
    return datetime.now(UTC)


def _days(folder: Path) -> list[Path]:
    return sorted(day for day in folder.glob("*") if _DAY.fullmatch(day.name) and day.is_dir())


def _of(day: Path) -> list[Path]:
    return sorted(day.glob("[0-9]*.json"), reverse=True)


def _is_held(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False
