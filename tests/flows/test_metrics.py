"""What Prometheus reads: by its own parser, named as it wants, true to the record."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_fd_to_metric_families

from flows.metrics import write_metrics
from flows.report import ReportFile, RunState
from leaderboard.settings import Settings
from tests.flows.home import TTS, WEBDEV, Home
from tests.flows.test_report import START, make_report

# https://prometheus.io/docs/practices/naming: base units, plural, and what the number counts.
_UNITS = ("_bytes", "_seconds", "_total")
_COUNTS = {
    *("podium_board_models", "podium_board_state", "podium_held_captures", "podium_open_renames"),
    *("podium_deliveries", "podium_archive_files", "podium_run_completed"),
}


def metrics_of(home: Settings) -> dict[str, Metric]:
    """The metrics of a home, read by the library's own parser."""
    write_metrics(home)
    with home.metrics_file.open(encoding="utf-8") as file:
        return {metric.name: metric for metric in text_fd_to_metric_families(file)}


def value(metrics: dict[str, Metric], name: str, **labels: str) -> float:
    """The one sample with these labels."""
    (sample,) = (s for s in metrics[name].samples if labels.items() <= s.labels.items())
    return float(sample.value)


@pytest.fixture(scope="module")
def metrics(webdev: Home) -> Iterator[dict[str, Metric]]:
    """Of five months of a real board, the last run of which failed."""
    settings = webdev.settings
    for hours, state in enumerate((RunState.COMPLETED, RunState.FAILED, RunState.RUNNING)):
        at = START + timedelta(hours=hours)
        ended = make_report(
            at, state=state, ended_at=at + timedelta(seconds=9), seconds=9.0, phases={"plan": 0.5}
        )
        ReportFile(settings.runs, make_report(at)).end(ended)
    yield metrics_of(settings)
    settings.metrics_file.unlink()


def test_counters_are_what_the_record_says(metrics: dict[str, Metric], webdev: Home) -> None:
    """Read from the record, they are the same after a restart and on another machine."""
    ((changed,),) = webdev.rows("SELECT count(*) FROM captures WHERE outcome = 'changed'")
    changes = dict(webdev.rows("SELECT kind, count(*) FROM changes GROUP BY kind"))
    counted = {s.labels["kind"]: s.value for s in metrics["podium_changes"].samples}

    assert value(metrics, "podium_captures", board=WEBDEV, outcome="changed") == changed
    assert value(metrics, "podium_snapshots", board=WEBDEV) == changed
    assert counted == changes
    counters = ("captures", "snapshots", "changes", "messages")
    assert {metrics[f"podium_{name}"].type for name in counters} == {"counter"}


def test_gauges_tell_how_it_stands_now(metrics: dict[str, Metric], webdev: Home) -> None:
    """Of each board its state and times, of the home its files and its last run."""
    assert value(metrics, "podium_board_state", board=WEBDEV, state="ok") == 1
    assert value(metrics, "podium_board_state", board=WEBDEV, state="failed") == 0
    assert value(metrics, "podium_board_state", board=TTS, state="never") == 1
    assert value(metrics, "podium_held_captures", board=WEBDEV) == 0
    assert value(metrics, "podium_board_cadence_seconds", board=WEBDEV) == 86400
    size = webdev.settings.published_file.stat().st_size
    assert value(metrics, "podium_published_bytes") == size
    assert value(metrics, "podium_run_completed", flow="ingest") == 0
    assert value(metrics, "podium_run_phase_seconds", flow="ingest", phase="plan") == 0.5
    ended_at = (START + timedelta(hours=1, seconds=9)).timestamp()
    assert value(metrics, "podium_run_end_timestamp_seconds", flow="ingest") == ended_at


def test_names_follow_the_conventions(metrics: dict[str, Metric]) -> None:
    """Each has a prefix, a text, and the unit it counts in at the end of its name."""
    for name, metric in metrics.items():
        assert re.fullmatch(r"podium(_[a-z]+)+", name)
        assert metric.documentation.endswith(".")
        assert metric.type in {"counter", "gauge"}
        full = f"{name}_total" if metric.type == "counter" else name
        assert full.endswith(_UNITS) or full in _COUNTS
        assert {sample.name for sample in metric.samples} <= {full}


def test_labels_are_bounded(metrics: dict[str, Metric]) -> None:
    """Boards, states and kinds are labels; models, addresses and messages are not."""
    labels = {label for m in metrics.values() for s in m.samples for label in s.labels}

    assert labels == {"board", "outcome", "kind", "state", "flow", "phase"}


def test_a_home_without_a_record_has_metrics(tmp_path: Path) -> None:
    """Before the first run there is the disk, and nothing is counted."""
    metrics = metrics_of(Settings(home=tmp_path / "new"))

    assert value(metrics, "podium_disk_free_bytes") > 0
    assert "podium_captures" not in metrics
