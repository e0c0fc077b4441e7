"""Machines that share a lake: what each captures is one record, and what is told is told once."""

from pathlib import Path

import pytest

import flows.alone
from flows.alone import alone
from leaderboard.settings import Settings
from tests.flows.home import WEBDEV, Home
from tests.flows.live import living, one_cycle
from tests.flows.made import SINCE
from tests.flows.processes import running
from tests.lake import needs_lake, new_lake
from warehouse.database import writing

pytestmark = needs_lake
LAST = "2026-04-20"
TWICE = "SELECT url FROM captures WHERE outcome <> 'absent' GROUP BY url HAVING count(*) > 1"
RULES = """
rules:
  top-five:
    title: Top five
    kinds: [entered_top, left_top]
    top: [5]
    receivers: [jsonl]
"""


@pytest.fixture
def on_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """From here on every home of the test, and every process of it, writes to one lake."""
    lake = new_lake(tmp_path)
    monkeypatch.setenv("PODIUM_LAKE", lake.catalog)
    monkeypatch.setenv("PODIUM_LAKE_DATA", lake.data)
    return Settings()


def test_two_machines_make_the_record_of_one(
    made_home: Home, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Both backfill the same days at once; readers see what one with a file made."""
    alone_home = Home(tmp_path / "alone", made_home.url)
    alone_home.backfill(WEBDEV, SINCE, LAST)
    request.getfixturevalue("on_lake")
    other = Home(tmp_path / "other", made_home.url)
    with (
        running(made_home, "-m", "tests.flows.drive", WEBDEV, SINCE, LAST) as first,
        running(other, "-m", "tests.flows.drive", WEBDEV, SINCE, LAST) as second,
    ):
        ends = [process.communicate(timeout=200)[1] for process in (first, second)]
    made_home.backfill(WEBDEV, LAST, LAST)  # whoever publishes last has all of it

    assert [first.returncode, second.returncode, *ends] == [0, 0, "", ""]
    assert alone_home.seen() == made_home.seen()
    assert made_home.rows(TWICE) == []


def test_what_changes_on_a_lake_is_told(
    tmp_path: Path, on_lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change is told in the transaction that keeps it, and goes out once."""
    with living(tmp_path, RULES) as live:
        for name, value in live.env.items():
            monkeypatch.setenv(name, value)
        for day in (0, 1):
            live.show(day)
            one_cycle()
        lines = live.home.settings.alerts_file.read_text(encoding="utf-8").splitlines()
    with writing(on_lake.warehouse) as connection:
        rows = connection.execute(
            "SELECT state, position FROM record.deliveries WHERE receiver = 'jsonl' ORDER BY 2"
        ).fetchall()

    assert len(lines) == 1
    assert rows == [("sent", 1)]
    assert WEBDEV in lines[0]


def test_one_machine_at_a_time_delivers(on_lake: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one leaves it to the first, until that is done."""
    monkeypatch.setattr(flows.alone, "_PATIENCE_SECONDS", 0.1)
    with alone(on_lake) as first, alone(on_lake) as second:
        at_once = first(), second()
    with alone(on_lake) as third:
        afterwards = third()

    assert (*at_once, afterwards) == (True, False, True)
