"""The Postgres of a lake is restarted in the middle of the work: nothing is lost or doubled."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.home import WEBDEV, Home
from tests.flows.made import SINCE
from tests.flows.processes import drive
from tests.lake import needs_lake, new_lake, restart_postgres
from tests.servers import Request, Server, answer, serve

pytestmark = needs_lake
LAST = "2026-04-24"
TWICE = "SELECT url FROM captures WHERE outcome <> 'absent' GROUP BY url HAVING count(*) > 1"


@pytest.fixture
def restarting(made_days: Path) -> Iterator[Server]:
    """A server of the made days, at two of which the lake's Postgres is restarted first."""
    restarted, one_at_a_time = set(), threading.Lock()

    def day(request: Request) -> bytes:
        with one_at_a_time:
            for each in ("2026-04-13", "2026-04-20"):
                if each in request.path and each not in restarted:
                    restarted.add(each)
                    restart_postgres()
        file = made_days / request.path.removeprefix("/")
        return answer(file.read_bytes()) if file.exists() else answer(b"", 404)

    with serve(day) as server:
        yield server


def test_postgres_restarted_in_a_cycle(
    made_home: Home, restarting: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was being written is written again; readers see what they would have seen."""
    made_home.backfill(WEBDEV, SINCE, LAST)
    lake = new_lake(tmp_path)
    monkeypatch.setenv("PODIUM_LAKE", lake.catalog)
    monkeypatch.setenv("PODIUM_LAKE_DATA", lake.data)
    home = Home(tmp_path / "on-lake", restarting.url)
    ended, errors = drive(home, WEBDEV, SINCE, LAST)

    assert (ended, errors) == (0, "")
    assert home.seen() == made_home.seen()
    assert home.rows(TWICE) == []
