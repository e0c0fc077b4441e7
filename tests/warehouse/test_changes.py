"""What a new standing changes: entered, left, moved, pushed, renamed."""

from pathlib import Path

import pytest

from leaderboard.standing import Entry
from tests.record import Record, make_capture, make_entries, make_source

FIVE = {"a": 50.0, "b": 40.0, "c": 30.0, "d": 20.0, "e": 10.0}
KINDS = """
    SELECT kind, threshold, model, old_rank, new_rank FROM changes
    WHERE kind IN ({}) ORDER BY kind, threshold, model
"""


def _kinds(record: Record, *kinds: str) -> list[tuple[object, ...]]:
    return record.rows(KINDS.format(", ".join(f"'{kind}'" for kind in kinds)))


def _keep(record: Record, *standings: dict[str, float]) -> None:
    record.keep(*(make_capture(make_entries(s), day) for day, s in enumerate(standings)))


def test_the_first_standing_changes_nothing(record: Record) -> None:
    """Nothing is known to have happened before the first capture."""
    _keep(record, FIVE)

    assert record.rows("SELECT count(*) FROM changes") == [(0,)]
    assert record.rows("SELECT count(*) FROM standings") == [(5,)]


def test_a_newcomer_enters_and_pushes_others_down(record: Record) -> None:
    """Who is pushed did not move itself, and is told by whom it was displaced."""
    _keep(record, FIVE, FIVE | {"new": 45.0})

    entered = ("entered", "entered_top", "left_top", "new_leader")
    assert _kinds(record, *entered) == [
        ("entered", None, "new", None, 2),
        ("entered_top", 3, "new", None, 2),
        ("entered_top", 5, "new", None, 2),
        ("entered_top", 10, "new", None, 2),
        ("left_top", 3, "c", 3, 4),
        ("left_top", 5, "e", 5, 6),
    ]
    assert set(record.rows("SELECT own_move, displaced_by FROM changes WHERE kind = 'fell'")) == {
        (False, "new")
    }


def test_an_overtaking_is_an_own_move_of_both(record: Record) -> None:
    """Where two models change their order, neither was merely pushed."""
    _keep(record, FIVE, FIVE | {"b": 55.0})

    rows = "SELECT model, kind, own_move FROM changes WHERE kind IN ('climbed', 'fell') ORDER BY 1"
    assert record.rows(rows) == [("a", "fell", True), ("b", "climbed", True)]
    assert _kinds(record, "new_leader") == [("new_leader", None, "b", 2, 1)]


def test_who_moves_up_because_another_left_did_not_move_itself(record: Record) -> None:
    """A place that falls vacant is no merit."""
    without = {name: score for name, score in FIVE.items() if name != "b"}
    _keep(record, FIVE, without, without)

    assert _kinds(record, "left") == [("left", None, "b", 2, None)]
    assert record.rows("SELECT DISTINCT own_move FROM changes WHERE kind = 'climbed'") == [(False,)]


def test_who_comes_back_returned(record: Record) -> None:
    """A model that was on the board before does not enter it anew."""
    without = {name: score for name, score in FIVE.items() if name != "e"}
    _keep(record, FIVE, without, without, FIVE)

    assert _kinds(record, "entered", "left", "returned") == [
        ("left", None, "e", 5, None),
        ("returned", None, "e", None, 5),
    ]


def test_a_new_name_under_the_same_key_is_a_rename(record: Record) -> None:
    """Nobody left and nobody entered: the model has another name."""
    before = Entry("id-1", "Old", rank=1, place=1, score=9.0)
    record.keep(make_capture([before], 0), make_capture([before._replace(model="New")], 1))

    rows = record.rows("SELECT kind, old_model, model FROM changes")
    assert rows == [("renamed", "Old", "New")]


def test_equals_that_swap_change_nothing(record: Record) -> None:
    """Equal scores on a board without ranks have no order to change."""
    one = [Entry(key, key, place=1, score=5.0) for key in ("a", "b")]
    record.keep(*(make_capture(one[::step], day) for day, step in enumerate((1, -1) * 5)))

    assert record.rows("SELECT count(*) FROM changes") == [(0,)]


def test_a_moved_score_alone_is_told_as_such(record: Record) -> None:
    """Score and rank are separate facts."""
    _keep(record, FIVE, FIVE | {"a": 51.0})

    rows = record.rows("SELECT kind, model, old_score, new_score FROM changes")
    assert rows == [("score_moved", "a", 50.0, 51.0)]


def test_votes_alone_make_a_snapshot_and_no_change(record: Record) -> None:
    """More votes at the same score are on record, and not news."""
    entries = make_entries(FIVE)
    counted = tuple(entry._replace(votes=100) for entry in entries)
    record.keep(make_capture(entries, 0), make_capture(counted, 1))

    assert record.rows("SELECT count(*) FROM changes") == [(0,)]
    assert record.rows("SELECT DISTINCT votes FROM standings") == [(100,)]


def test_equals_that_swap_their_ranks_change_nothing(record: Record) -> None:
    """Between equal scores the publisher's order is chance, until the scores differ."""
    tied = [Entry(name, name, rank=rank, place=1, score=5.0) for name, rank in (("a", 1), ("b", 2))]
    swapped = [tied[0]._replace(rank=2), tied[1]._replace(rank=1)]
    days = [tied, swapped] * 5
    record.keep(*(make_capture(entries, day) for day, entries in enumerate(days)))

    assert record.rows("SELECT count(*) FROM changes") == [(0,)]

    apart = [swapped[0]._replace(score=4.0, place=2), swapped[1]]
    record.keep(make_capture(apart, len(days)))
    assert _kinds(record, "new_leader") == [("new_leader", None, "b", 2, 1)]


def test_ranks_go_by_the_publishers_where_it_has_them(record: Record) -> None:
    """Scores that are rounded alike can have come to be ranked otherwise."""
    before = [
        Entry("a", "a", rank=1, place=1, score=6.0),
        Entry("b", "b", rank=2, place=2, score=5.0),
    ]
    after = [before[0]._replace(rank=2, score=5.0), before[1]._replace(rank=1, place=1)]
    record.keep(make_capture(before, 0), make_capture(after, 1))

    assert _kinds(record, "new_leader") == [("new_leader", None, "b", 2, 1)]


def test_where_lower_is_better_the_order_is_the_other_way(tmp_path: Path) -> None:
    """The best error rate is the smallest."""
    days = [make_entries(s, higher_is_better=False) for s in (FIVE, FIVE | {"new": 5.0})]
    with Record(tmp_path, make_source(higher_is_better=False)) as record:
        record.keep(*(make_capture(entries, day) for day, entries in enumerate(days)))

        assert _kinds(record, "new_leader") == [("new_leader", None, "new", None, 1)]


@pytest.mark.parametrize("name", ["'; DROP TABLE record.moves; --", "\x00", "=cmd()", "名" * 5000])
def test_hostile_names_stay_text(record: Record, name: str) -> None:
    """A name is data wherever it goes; nothing of it is executed or cut."""
    _keep(record, FIVE, FIVE | {name: 45.0})

    assert (name,) in record.rows("SELECT model FROM changes WHERE kind = 'entered'")
    assert record.rows("SELECT count(*) FROM record.snapshots") == [(2,)]
