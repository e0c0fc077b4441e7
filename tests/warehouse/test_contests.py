"""Against whom a fact is tested, and that every fact about the order of models is."""

from pathlib import Path

import pytest

from leaderboard.standing import Entry
from tests.record import Record, make_capture, make_entries, make_source
from tests.warehouse.live import alerts, derive
from tests.warehouse.thirty import FULL, SCORES, board_of, without

TESTED = """
    SELECT kind, threshold, model, compared_with, round(z, 2), significance FROM changes
    WHERE kind IN ({}) ORDER BY ALL
"""
FIVE = {"a": 50.0, "b": 40.0, "c": 30.0, "d": 20.0, "e": 10.0}


def _tested(record: Record, *kinds: str) -> list[tuple[object, ...]]:
    return record.rows(TESTED.format(", ".join(f"'{kind}'" for kind in kinds)))


def _keep(record: Record, *standings: dict[str, float], half_width: float | None = 5.0) -> None:
    record.keep(
        *(make_capture(make_entries(s, half_width=half_width), d) for d, s in enumerate(standings))
    )


def test_an_entry_is_tested_against_whom_it_pushed_out(record: Record) -> None:
    """The newcomer against the best outside the top, who left against the last inside it."""
    _keep(record, FIVE, FIVE | {"new": 35.0})

    assert _tested(record, "entered_top", "left_top")[0:2] == [
        ("entered_top", 3, "new", "c", 1.39, "not_significant"),
        ("entered_top", 5, "new", "e", 6.93, "significant"),
    ]
    assert ("left_top", 3, "c", "new", -1.39, "not_significant") in _tested(record, "left_top")


def test_an_own_move_is_tested_against_the_model_that_was_passed(record: Record) -> None:
    """Who was only pushed is not tested."""
    _keep(record, FIVE, FIVE | {"e": 45.0})

    assert _tested(record, "climbed") == [("climbed", None, "e", "b", 1.39, "not_significant")]
    pushed = _tested(record, "fell")
    assert [row[2:4] for row in pushed] == [("b", "e"), ("c", "e"), ("d", "e")]


def test_without_intervals_nothing_is_known(record: Record) -> None:
    """The board publishes none: there is an opponent, and no test."""
    _keep(record, FIVE, FIVE | {"b": 55.0}, half_width=None)

    assert _tested(record, "new_leader") == [("new_leader", None, "b", "a", None, "unknown")]


@pytest.mark.parametrize(("higher", "best"), [(True, 60.0), (False, 1.0)])
def test_z_is_positive_for_the_better_score(tmp_path: Path, *, higher: bool, best: float) -> None:
    """Also where the smaller score is the better one."""
    days = [
        make_entries(scores, half_width=5.0, higher_is_better=higher)
        for scores in (FIVE, FIVE | {"new": best})
    ]
    with Record(tmp_path, make_source(higher_is_better=higher)) as record:
        record.keep(*(make_capture(entries, day) for day, entries in enumerate(days)))

        assert [row[4] > 0 for row in _tested(record, "new_leader")] == [True]


def test_every_fact_that_is_told_has_its_test() -> None:
    """So has an entry that holds whether or not a missing model is back."""
    newcomer: tuple[Entry, ...] = without(board_of(SCORES | {"new": 1400.0}), "m02")
    lived = derive([FULL, newcomer])

    told = {(kind, top, name) for kind, top, name in alerts(lived) if name == "new"}
    tested = {(row["kind"], row["threshold"], row["key"]) for row in lived.rows["tested"]}
    assert told == {("entered_top", 10, "new")}
    assert told <= tested
