"""kill -9 at every boundary between the steps of a cycle: the next cycle ends as if nothing was."""

from collections.abc import Callable

from benchmarks.death_points import ALL
from benchmarks.soak import Half
from tests.faults.steps import KILLED, at, check_whole, cycle, record, well

# What a cycle goes through until its transaction is committed. The same page waits all the while.
UNKEPT = (
    *("connected", "migrating", "declared", "planned", "asking", "half an answer", "answered"),
    *("fetched", "half a page archived", "syncing a page", "naming a page", "named a page"),
    *("archived", "captured", "keeping", "query:insert_entries", "query:insert_captures"),
    *("captures written", "query:insert_snapshots", "query:insert_moves", "query:insert_tops"),
    *(
        "query:insert_tested",
        "snapshot written",
        "names given",
        "query:insert_events",
        "events written",
    ),
    *("query:insert_messages", "query:insert_deliveries", "messages written", "committing"),
)
# Then it is on record, and each cycle publishes it again.
KEPT = (
    *("closing", "committed", "publishing", "copying", "half copied", "copied", "naming the copy"),
    *("named the copy", "published", "looked"),
)
# And then it is sent: each goes on where the one before it died.
SENDING = (
    *("marking", "query:mark_deliveries", "marked", "sending", "taken", "appending", "half a line"),
    *("appended", "writing feeds", "naming a feed", "named a feed", "feeds written"),
    "feeds dated",
)
# Where only the first cycle comes by: its names are new.
FIRST = (("migrating", 1), ("migrating", 2), ("query:insert_names", 1))


def test_death_at_every_step(make_home: Callable[[str], Half]) -> None:
    """After each death both files open and nothing is half; the end is that of one left alone."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, [at(0)])
    for minute, point in enumerate((*UNKEPT, *KEPT, *SENDING), start=1):
        ended, said = cycle(home, at(1, minute), point=point)
        assert ended == KILLED, f"{point} was not reached: {said}"
        check_whole(home, after=point)
    for each in (home, alone):
        well(each, [at(1, 120), at(2), at(3)])

    assert record(home) == record(alone)
    assert told_once(home) == told_once(alone)


def test_death_on_the_first_day(make_home: Callable[[str], Half]) -> None:
    """Killed before there is a record, and while it is made, the next cycle begins anew."""
    home, alone = make_home("home"), make_home("alone")
    for minute, (point, nth) in enumerate(FIRST):
        assert cycle(home, at(0, minute), point=point, nth=nth)[0] == KILLED, point
        check_whole(home, after=point)
    for each in (home, alone):
        well(each, [at(0, 5), at(1)])

    assert record(home) == record(alone)


def test_every_point_is_died_at() -> None:
    """The tests above die at every point there is, but where nothing is written on those days."""
    never = {"query:insert_unseen", "query:forget_silences", "query:insert_silences"}

    assert {*UNKEPT, *KEPT, *SENDING, *(point for point, _ in FIRST)} == {*ALL} - never


def told_once(home: Half) -> int:
    """How many messages came, each under one key however often it came."""
    bodies = {digest for _, digest in home.told}
    keys = {key for key, _ in home.told}
    assert len(keys) == len(bodies)
    return len(keys)
