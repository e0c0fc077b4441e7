"""Two processes at once in one home."""

from pathlib import Path

import pytest

from leaderboard.errors import WarehouseBusyError
from tests.flows.home import TTS, WEBDEV, Home
from tests.flows.made import SINCE, UNTIL
from tests.flows.processes import running
from warehouse.database import writing
from warehouse.publish import publish

DAYS = (SINCE, UNTIL)
TWICE = "SELECT url FROM captures WHERE outcome <> 'absent' GROUP BY url HAVING count(*) > 1"


def test_the_same_backfill_twice_at_once(made_home: Home, undisturbed: Home) -> None:
    """Both end well; every day is on record once and the end is that of one alone."""
    command = ("-m", "tests.flows.drive", WEBDEV, *DAYS)
    with running(made_home, *command) as first, running(made_home, *command) as second:
        ends = [process.communicate(timeout=60)[1] for process in (first, second)]

    assert [first.returncode, second.returncode, *ends] == [0, 0, "", ""]
    assert made_home.rows(TWICE) == []
    assert made_home.seen() == undisturbed.seen()
    assert made_home.litter() == []


def test_two_boards_at_once(made_home: Home, tmp_path: Path) -> None:
    """Two processes with different boards take turns and lose nothing."""
    days = (SINCE, "2026-04-30")
    one_process = Home(tmp_path / "alone", made_home.url)
    one_process.backfill("", *days)
    command = ("-m", "tests.flows.drive")
    with (
        running(made_home, *command, WEBDEV, *days) as first,
        running(made_home, *command, TTS, *days) as second,
    ):
        ends = [process.communicate(timeout=60)[1] for process in (first, second)]

    assert [first.returncode, second.returncode, *ends] == [0, 0, "", ""]
    assert made_home.seen() == one_process.seen()


def test_busy_warehouse_says_so(made_home: Home) -> None:
    """Whoever waits in vain is told what is busy and what to do; readers notice nothing."""
    made_home.backfill(WEBDEV, SINCE, "2026-04-20")
    file = made_home.settings.writer_file
    with running(made_home, "-m", "tests.flows.hold", "write", str(file)) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with (
            pytest.raises(WarehouseBusyError, match=r"another process .* writing .*; try again"),
            writing(file, patience_seconds=0.2),
        ):
            pass
        assert made_home.rows("SELECT count(*) FROM captures") == [(11,)]


def test_waiting_for_the_other_process_is_enough(made_home: Home) -> None:
    """When the other process lets go in time, the work goes on as if nothing had been."""
    made_home.backfill(WEBDEV, SINCE, "2026-04-20")
    file = made_home.settings.writer_file
    with running(made_home, "-m", "tests.flows.hold", "write", str(file)) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdout.readline()
        holder.stdin.close()
        holder.stdin = None
        size = publish(file, made_home.settings.published_file)

    assert size == made_home.settings.published_file.stat().st_size
