"""What Prometheus reads: `home/metrics.prom`, written anew after each run.

Counters are read from the record, so that they are true over restarts, crashes and machines. Where
a parser is mended or a rename decided, what was derived is derived again, and a counter may fall
once: Prometheus takes that for a restart. Labels are boards, never models.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, write_to_textfile
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from flows.report import Report, RunState, newest_reports
from flows.sizes import size_of
from leaderboard.settings import Settings
from warehouse.reading import Reader, reading

_ENDED = frozenset(RunState) - {RunState.RUNNING, RunState.DEAD}
_LOOKED_AT = 400
# Every state that a board can be in; the one it is in has the value 1.
_STATES = ("ok", "stale", "empty", "suspect", "blocked", "failed", "rejected", "never")


def write_metrics(settings: Settings) -> None:
    """Write the metrics of this home as it is now; another process never reads half of them.

    Raises:
        OSError: the file cannot be written.
        WarehouseError: the published file cannot be read.
    """
    settings.home.mkdir(parents=True, exist_ok=True)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Home(list(_of_home(settings))))
    write_to_textfile(str(settings.metrics_file), registry)


class _Home(Collector):
    def __init__(self, metrics: Sequence[Metric]) -> None:
        self._metrics = metrics

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def _of_home(settings: Settings) -> Iterator[Metric]:
    if settings.published_file.is_file():
        with reading(settings.published_file) as reader:
            yield from _counters(reader)
            boards = reader.ask("board_states").records()
            yield from _of_boards(boards)
            yield from _of_outbox(reader)
            ((renames,),) = reader.ask("open_renames").rows
        yield _one("podium_open_renames", "Names that may have changed, not decided.", renames)
    yield from _of_files(settings)
    yield from _of_runs(_last_runs(settings.runs))


def _counters(reader: Reader) -> Iterator[Metric]:
    for name, text, labels in (
        ("captures", "Attempts to capture a board, by how they ended.", ["board", "outcome"]),
        ("snapshots", "Standings on record that differ from the one before.", ["board"]),
        ("changes", "Changes on record, by kind.", ["kind"]),
        ("messages", "Messages that rules made of changes.", ["rule"]),
    ):
        counter = CounterMetricFamily(f"podium_{name}", text, labels=labels)
        for *values, count in reader.ask(f"count_{name}").rows:
            counter.add_metric([str(value) for value in values], count)
        yield counter


def _of_boards(boards: Sequence[Mapping[str, Any]]) -> Iterator[Metric]:
    for field, name, text in (
        ("last_accepted_at", "last_accepted", "When the board was last seen."),
        ("last_attempt_at", "last_attempt", "When the board was last tried."),
    ):
        times = {row["board"]: _timestamp(row[field]) for row in boards if row[field] is not None}
        yield _gauge(f"podium_board_{name}_timestamp_seconds", text, ["board"], times)
    cadences = {row["board"]: row["cadence"].total_seconds() for row in boards}
    yield _gauge("podium_board_cadence_seconds", "How often it is read.", ["board"], cadences)
    models = {row["board"]: row["models"] for row in boards if row["models"] is not None}
    yield _gauge("podium_board_models", "Models of its last snapshot.", ["board"], models)
    held = {row["board"]: row["held"] for row in boards}
    yield _gauge("podium_held_captures", "Captures that wait for another.", ["board"], held)
    state = GaugeMetricFamily("podium_board_state", "1 for its state.", labels=["board", "state"])
    for row in boards:
        found = row["state"] if row["last_attempt_at"] is not None else "never"
        for each in _STATES:
            state.add_metric([row["board"], each], float(each == found))
    yield state


def _of_outbox(reader: Reader) -> Iterator[Metric]:
    states = {"due": 0, "sending": 0, "dead": 0, "sent": 0} | dict(
        reader.ask("count_deliveries").rows
    )
    yield _gauge("podium_deliveries", "Deliveries of messages, by state.", ["state"], states)
    ((oldest,),) = reader.ask("oldest_due").rows
    if oldest is not None:
        text = "When the oldest delivery that waits was due."
        yield _one("podium_oldest_due_timestamp_seconds", text, _timestamp(oldest))


def _of_files(settings: Settings) -> Iterator[Metric]:
    """Sizes, where they are cheap to have: those of the archive are read of its folders."""
    if settings.published_file.is_file():
        stat = settings.published_file.stat()
        yield _one("podium_published_bytes", "Size of the file readers open.", stat.st_size)
        text = "When readers last got another state."
        yield _one("podium_published_timestamp_seconds", text, stat.st_mtime)
    text = "Size of the archive's files, a page each."
    files, size = size_of(settings.archive)
    yield _one("podium_archive_bytes", text, size)
    yield _one("podium_archive_files", "Pages in the archive.", files)
    free = shutil.disk_usage(settings.home).free
    yield _one("podium_disk_free_bytes", "Space left where the home is.", free)


def _of_runs(runs: Mapping[str, Report]) -> Iterator[Metric]:
    labels = ["flow", "phase"]
    phases = GaugeMetricFamily("podium_run_phase_seconds", "Of the last run.", labels=labels)
    ends = {flow: _timestamp(run.ended_at) for flow, run in runs.items() if run.ended_at}
    seconds = {flow: run.seconds for flow, run in runs.items() if run.seconds is not None}
    well = {flow: float(run.state is RunState.COMPLETED) for flow, run in runs.items()}
    for flow, run in runs.items():
        for name, each in run.phases.items():
            phases.add_metric([flow, name], each)
    yield phases
    yield _gauge("podium_run_end_timestamp_seconds", "Of the last run.", ["flow"], ends)
    yield _gauge("podium_run_seconds", "Of the last run.", ["flow"], seconds)
    yield _gauge("podium_run_completed", "Whether the last run completed.", ["flow"], well)


def _last_runs(folder: Path) -> dict[str, Report]:
    """The last run of each flow that ended, among the newest."""
    runs: dict[str, Report] = {}
    for report in newest_reports(folder, _LOOKED_AT):
        if report.state in _ENDED:
            runs.setdefault(report.flow, report)
    return dict(sorted(runs.items()))


def _gauge(
    name: str, text: str, labels: Sequence[str], values: Mapping[str, float]
) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, text, labels=labels)
    for label, value in values.items():
        gauge.add_metric([label], value)
    return gauge


def _one(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _timestamp(time: datetime) -> float:
    """Seconds since 1970 of a time in UTC, with its zone or without as in the record."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
