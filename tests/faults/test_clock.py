"""The clock is set back between cycles: nothing is lost or doubled, and nothing false is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from benchmarks.soak import Half
from tests.faults.steps import DONE, at, cycle, record, rows, well

TIMES = (at(0), at(0, 120), at(1), at(1, 120))
STATES = "SELECT receiver, state, count(*) FROM alerts GROUP BY ALL ORDER BY ALL"


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_pages_stay_in_the_order_they_were_seen_in(
    make_home: Callable[[str], Half], back: timedelta
) -> None:
    """What a page shows after the clock was set back comes after what it showed before."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, TIMES)
    assert cycle(home, at(1, 130), back=back) == (DONE, "")
    for each in (home, alone):
        well(each, [at(2), at(3)])

    assert record(home) == record(alone)
    assert rows(home, STATES) == rows(alone, STATES)
    ((notice,),) = rows(home, "SELECT DISTINCT notice FROM captures WHERE notice <> ''")
    assert str(notice).startswith("the clock was set back to 2026-01-0")


def test_page_that_came_at_the_second_attempt_is_kept(make_home: Callable[[str], Half]) -> None:
    """Two attempts by a clock that was set back are two: the second one's page is on record."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, [at(0, 120)])
    fault = {"kind": "500s", "path": "/beta/maths", "times": 2}
    cycle(home, at(1, 130), fault=fault, back=timedelta(hours=13), attempts=2)
    well(alone, [at(1, 130)])

    snapshots = "SELECT board, count(*) FROM record.snapshots GROUP BY board ORDER BY board"
    assert rows(home, snapshots) == rows(alone, snapshots)
    tries = "SELECT max(n) FROM (SELECT count(*) AS n FROM captures GROUP BY url)"
    assert rows(home, tries) == [(3,)]


def test_what_was_due_by_a_clock_that_was_ahead_is_sent(home: Half) -> None:
    """A message made by a clock a day ahead, and one to be tried again by it, go out at once."""
    well(home, [at(0)])
    fault = {"kind": "500s", "path": "/hook", "times": 1}
    cycle(home, at(1), fault=fault, back=-timedelta(days=1))
    assert len(home.told) == 0
    well(home, [at(1, 120)])

    assert len(home.told) == 1
    assert rows(home, "SELECT DISTINCT state FROM alerts") == [("sent",)]


def test_archives_are_caught_up_with_afterwards(make_home: Callable[[str], Half]) -> None:
    """A day's file of tomorrow, as the clock has it, is taken when the clock is right again."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, [at(3)], "artificial-analysis")
    cycle(home, at(5), "artificial-analysis", back=timedelta(days=2))
    cycle(home, at(5), "artificial-analysis", back=timedelta(hours=13))
    for each in (home, alone):
        well(each, [at(7)], "artificial-analysis")

    assert record(home) == record(alone)


def test_day_that_failed_between_others_is_asked_for_again(
    make_home: Callable[[str], Half],
) -> None:
    """A day's file that came cut, while that of the next day came whole, is not forgotten."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, [at(3)], "arena")
    cycle(home, at(7), "arena", {"kind": "cut words", "path": "2026-01-07/webdev", "times": 2})
    well(alone, [at(7)], "arena")
    for each in (home, alone):
        well(each, [at(9)], "arena")

    assert record(home) == record(alone)
    (days,) = rows(home, "SELECT count(*) FROM record.snapshots WHERE board = 'arena/webdev'")
    assert days > (1,)
