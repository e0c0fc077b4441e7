"""Two schedulers by mistake, and others that hold the record."""

from collections.abc import Callable

from benchmarks.soak import Half
from benchmarks.soak_faults import Slot
from tests.faults.steps import DONE, ERRONEOUS, KILLED, at, cycle, record, well


def test_two_schedulers(make_home: Callable[[str], Half]) -> None:
    """The same cycles twice at once, some of them killed, are as one."""
    home, alone = make_home("home"), make_home("alone")
    points = (None, "captured", "committed", "half copied", None, "taken")
    for turn, point in enumerate(points):
        home.control(Slot(at(turn), "beta"), None)
        task = {"now": at(turn).isoformat(), "publishers": ["beta"]}
        ends = home.run([task, task | ({"point": point} if point else {})])
        assert ends[0] == (DONE, "")
        assert ends[1][0] in {DONE, KILLED}
        well(alone, [at(turn)])
    for each in (home, alone):
        well(each, [at(6)])

    assert record(home) == record(alone)
    assert len({key for key, _ in home.told}) == len(alone.told)


def test_locked_for_a_moment_and_for_long(make_home: Callable[[str], Half]) -> None:
    """A lock that is let go in time is waited for; another is named, and the next run goes on."""
    home, alone = make_home("home"), make_home("alone")
    for each in (home, alone):
        well(each, [at(0)])
    home.control(Slot(at(1), "beta"), None)
    task = {"now": at(1).isoformat(), "publishers": ["beta"]}
    long, short = {**task, "hold": 2.0}, {**task, "hold": 0.3}
    (_, (ended, said)) = home.run([long, task | {"patience": 0.3}])
    (_, waited) = home.run([short, task | {"patience": 60.0}])
    well(alone, [at(1)])

    assert ended == ERRONEOUS
    assert "another process has been writing to" in said
    assert said.endswith("try again when it is done")
    assert waited == (DONE, "")
    assert record(home) == record(alone)
    assert cycle(home, at(2)) == (DONE, "")
