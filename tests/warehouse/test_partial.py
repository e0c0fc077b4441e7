"""Pages that show only the top: what a cut hides is not news."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.record import Record, make_capture, make_entries, make_source

SCORES = {f"m{rank:02}": 1000.0 - 10 * rank for rank in range(1, 31)}
STATUS = "SELECT kind, model, old_rank, new_rank FROM changes WHERE kind IN ({}) ORDER BY 2, 1"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A warehouse with one board whose channel may show only the top."""
    with Record(tmp_path, make_source(partial=True)) as made:
        yield made


def _top(scores: dict[str, float], rows: int) -> dict[str, float]:
    best = sorted(scores, key=lambda name: -scores[name])[:rows]
    return {name: scores[name] for name in best}


def _keep(record: Record, *standings: dict[str, float], half_width: float = 4.0) -> None:
    record.keep(
        *(
            make_capture(make_entries(scores, half_width=half_width), day)
            for day, scores in enumerate(standings)
        )
    )


def _presence(record: Record) -> list[tuple[object, ...]]:
    return record.rows(STATUS.format("'entered', 'left', 'returned', 'uncovered', 'left_top'"))


def test_models_below_a_cut_have_not_left(record: Record) -> None:
    """They keep their last known place, marked unseen, and have no rank in this standing."""
    _keep(record, SCORES, _top(SCORES, 10))

    assert _presence(record) == []
    unseen = record.rows("SELECT place, rank FROM standings WHERE unseen ORDER BY place")
    assert unseen == [(place, None) for place in range(11, 31)]


def test_models_that_come_back_into_sight_neither_return_nor_enter(record: Record) -> None:
    """A longer page shows what was known all along."""
    _keep(record, SCORES, _top(SCORES, 10), _top(SCORES, 20), SCORES)

    assert record.rows("SELECT count(*) FROM changes") == [(0,)]


def test_a_model_that_must_be_in_the_window_and_is_missing_left(record: Record) -> None:
    """Its score stood clear of the last row shown, so the cut does not explain its absence."""
    without = {name: score for name, score in SCORES.items() if name != "m04"}
    _keep(record, SCORES, _top(without, 10), _top(without, 12))

    assert ("left", "m04", 4, None) in _presence(record)
    assert ("left_top", "m04", 4, None) in _presence(record)


def test_a_model_at_the_edge_of_the_cut_may_only_be_below_it(record: Record) -> None:
    """Its interval reaches down to the last row's score: nothing is certain, nothing is said."""
    fallen = SCORES | {"m10": SCORES["m11"] - 1}
    _keep(record, SCORES, _top(fallen, 10), _top(fallen, 10), half_width=12.0)

    assert _presence(record) == [("left_top", "m10", 10, None)]


def test_a_newcomer_inside_the_window_entered(record: Record) -> None:
    """A top-five event needs only the window, so a cut page still yields it."""
    _keep(record, SCORES, _top(SCORES, 10), _top(SCORES | {"new": 975.0}, 10))

    assert ("entered", "new", None, 3) in _presence(record)


def test_a_newcomer_below_the_old_window_is_uncovered(record: Record) -> None:
    """It may have stood there unseen for long: recorded, never as an entry."""
    late = SCORES | {"new": SCORES["m15"] + 1}
    _keep(record, SCORES, _top(SCORES, 10), _top(late, 20))

    assert _presence(record) == [("uncovered", "new", None, 15)]


def test_a_complete_page_settles_what_was_open(record: Record) -> None:
    """Who is not on it although it shows all has left."""
    gone = {name: score for name, score in SCORES.items() if name != "m25"}
    _keep(record, SCORES, _top(SCORES, 10), gone)

    assert _presence(record) == [("left", "m25", 25, None)]


def test_the_last_row_of_a_board_may_leave(tmp_path: Path) -> None:
    """One row less at the end of a page that was never cut is a departure."""
    with Record(tmp_path, make_source()) as record:
        _keep(record, SCORES, _top(SCORES, 29), _top(SCORES, 29))

        assert _presence(record) == [("left", "m30", 30, None)]
        assert record.rows("SELECT count(*) FROM standings WHERE unseen") == [(0,)]


def test_a_cut_shows_where_the_source_does_not_say_so(tmp_path: Path) -> None:
    """Many rows less, all from the end: the page is cut, and every later one may be."""
    with Record(tmp_path, make_source()) as record:
        _keep(record, SCORES, _top(SCORES, 10), _top(SCORES, 29), _top(SCORES, 28))

        assert _presence(record) == []
        assert record.rows("SELECT model FROM standings WHERE unseen") == [("m29",), ("m30",)]


def test_a_record_that_begins_with_a_cut_page_does_not_take_it_for_all(record: Record) -> None:
    """What later pages show below its last row was there before, for all that is known."""
    _keep(record, _top(SCORES, 10), SCORES | {"new": SCORES["m03"] + 1})

    kinds = "SELECT kind, count(*) FROM changes WHERE kind IN ('entered', 'uncovered') GROUP BY 1"
    assert record.rows(kinds + " ORDER BY 1") == [("entered", 1), ("uncovered", 20)]


def test_moves_of_models_that_were_out_of_sight_span_the_gap(record: Record) -> None:
    """The old rank is the last known one, and the evidence is the snapshot that showed it."""
    later = SCORES | {"m20": 955.0}
    _keep(record, SCORES, _top(SCORES, 10), _top(later, 10))

    ((old, new, shown),) = record.rows(
        """
        SELECT c.old_rank, c.new_rank, s.models
        FROM changes AS c JOIN record.snapshots AS s ON s.snapshot_id = c.from_snapshot
        WHERE c.kind = 'climbed'
        """
    )
    assert (old, new, shown) == (20, 5, 30)
