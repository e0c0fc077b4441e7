"""A published record made by hand, and the command to ask it with."""

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cli.main import podium
from leaderboard.capture import Outcome
from tests.record import Record, make_capture, make_entries

HOSTILE = "\x1b[31mred\x1b[0m [bold]loud[/bold] \u202egnp.exe"
FIRST = {"alpha": 1500.0, "beta": 1490, "gamma": 1480, "delta": 1470, "eps": 1460, "=zeta": 1450}
ENTERED = FIRST | {"qwen": 1489.0, HOSTILE: 1400}
LED = ENTERED | {"beta": 1505.25}
CUT = {name: LED[name] for name in ("alpha", "beta", "gamma", "qwen")}

Ask = Callable[..., Result]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose published record tells of five days of one board.

    From day to day: a first standing; a newcomer at No. 3 and a hostile name at the end; a new
    leader; a page that was not believed; a page cut after four rows.
    """
    folder: Path = tmp_path_factory.mktemp("home")
    days = [
        make_capture(make_entries(scores, half_width=10), day)
        for day, scores in ((0, FIRST), (1, ENTERED), (2, LED), (4, CUT))
    ]
    refused = dataclasses.replace(
        make_capture((), 3), outcome=Outcome.REJECTED, reason="found 0 rows", standing=None
    )
    with Record(folder) as record:
        record.keep(*days, refused)
    (folder / "warehouse.duckdb").rename(folder / "podium.duckdb")
    return folder


@pytest.fixture
def ask(home: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run `podium` with these arguments on that record, in this process."""
    monkeypatch.setenv("PODIUM_HOME", str(home))
    return lambda *arguments, **more: CliRunner().invoke(podium, list(arguments), **more)


def rows(result: Result) -> list[dict[str, Any]]:
    """The objects that a command printed as JSON."""
    assert result.exit_code == 0, result.output
    printed: list[dict[str, Any]] = json.loads(result.stdout)
    return printed
