"""Where the machine stands does not show: all times of the record are UTC."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.flows.home import WEBDEV, Home, Rows
from tests.flows.processes import drive

DAYS = ("2026-04-10", "2026-04-26")
TIMES = "SELECT url, observed_at, published_at, outcome FROM captures ORDER BY ALL"
DAY = "SELECT model, rank, observed_at FROM standings_at('arena/webdev', '2026-04-20')"


def read_in(zone: str, folder: Path, url: str) -> tuple[Rows, Rows, Rows, Rows]:
    """What is on record after a backfill under that TZ."""
    home = Home(folder / zone.replace("/", "-"), url)
    assert drive(home, WEBDEV, *DAYS, env={"TZ": zone}) == (0, "")
    attempts = home.rows("SELECT min(attempted_at), max(attempted_at) FROM captures")
    return home.rows("FROM changes ORDER BY ALL"), home.rows(TIMES), home.rows(DAY), attempts


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata"])
def test_zone_does_not_show(made_home: Home, zone: str, tmp_path: Path) -> None:
    """The same days under another TZ give the same changes, times and standings, in UTC."""
    *here, attempts_here = read_in("UTC", tmp_path, made_home.url)
    *there, attempts_there = read_in(zone, tmp_path, made_home.url)
    now = datetime.now(UTC).replace(tzinfo=None)

    assert here == there
    assert all(here)
    for first, last in (*attempts_here, *attempts_there):
        assert now - timedelta(minutes=2) < first <= last <= now  # type: ignore[operator]
