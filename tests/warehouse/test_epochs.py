"""Where the publisher measures otherwise: nothing is compared across it."""

from datetime import timedelta
from typing import Any

import pytest

from leaderboard.source import Board
from tests.record import START
from tests.warehouse.live import CHESS, alerts, derive
from tests.warehouse.thirty import FREE, FULL, NEWCOMER, SCORES, Day, again, board_of, without


def _moved(by: float, factor: float = 1.0) -> Day:
    return board_of({name: score * factor + by for name, score in SCORES.items()})


@pytest.mark.parametrize("day", [_moved(90.0), _moved(0.0, 1.1)], ids=["shift", "factor"])
def test_a_rescale_begins_an_epoch_once_confirmed(day: Day) -> None:
    """All scores move alike: held, then no change of rank is derived across it."""
    lived = derive([FULL, day, again(day)], FREE)

    assert derive([FULL, day], FREE).outcomes == ["changed", "suspect"]
    assert lived.outcomes == ["changed"] * 3
    assert str(lived.rows["snapshots"][1]["epoch"]).startswith("confirmed: 30 of 30 scores moved")
    assert lived.rows["moves"] == []


def test_a_rescale_for_a_day_is_refuted() -> None:
    """What is true of the next day is told as if the day between had not been."""
    lived = derive([FULL, _moved(90.0), again(NEWCOMER)], FREE)

    assert lived.outcomes == ["changed", "rejected", "changed"]
    assert alerts(lived) == alerts(derive([FULL, again(NEWCOMER)], FREE))


def test_a_declared_epoch_is_not_compared_across() -> None:
    """From the day on that the source file names, all is measured otherwise."""
    epochs = ({"since": (START + timedelta(days=1)).date(), "reason": "style control"},)
    board = Board.model_validate({**CHESS.model_dump(), "epochs": epochs})
    lived = derive([FULL, again(without(NEWCOMER, "m15")), again(again(NEWCOMER))], board)

    assert [row["epoch"] for row in lived.rows["snapshots"]] == [
        None,
        "declared: style control",
        None,
    ]
    assert {move["to_snapshot"] for move in lived.rows["moves"]} == {
        lived.rows["snapshots"][2]["snapshot_id"]
    }


def test_another_method_on_the_page_begins_an_epoch_at_once() -> None:
    """Where the page tells how its scores are made there is nothing to confirm."""
    methods: dict[int, dict[str, Any]] = {0: {"method": "mean of 8"}, 1: {"method": "mean of 9"}}
    lived = derive([FULL, _moved(-3.0)], facts=methods)

    assert lived.rows["snapshots"][1]["epoch"] == (
        "the page shows another method: mean of 9, before mean of 8"
    )
    assert lived.rows["moves"] == []
