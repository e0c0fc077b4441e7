"""What is held, what is believed, and what the next capture says of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from leaderboard.gate import Gate
from leaderboard.source import Board
from leaderboard.standing import Entry
from tests.record import START
from tests.warehouse.live import CHESS, alerts, derive, live, rerank

Day = tuple[Entry, ...]

FREE = CHESS.model_copy(update={"score": None, "rows": None})


def _board(scores: dict[str, float], votes: int | None = 900, width: float | None = 8.0) -> Day:
    return rerank(
        Entry(
            *(name, name, "Acme", None, score),
            *((None, None) if width is None else (score - width, score + width)),
            votes,
        )
        for name, score in scores.items()
    )


SCORES = {f"m{number:02}": 1500.0 - 12 * number for number in range(1, 31)}
FULL = _board(SCORES)
NEWCOMER = _board(SCORES | {"new": 1493.0})


def _without(day: Day, *names: str) -> Day:
    return rerank(entry for entry in day if entry.model not in names)


def _again(day: Day) -> Day:
    """The same with a few more votes: other bytes."""
    return tuple(entry._replace(votes=(entry.votes or 0) + 5) for entry in day)


def test_leading_models_that_vanish_together_are_held() -> None:
    """Two of the leading ten at once are not believed to have left; nothing is told meanwhile."""
    lived = derive([FULL, _without(NEWCOMER, "m02", "m05")])

    assert lived.outcomes == ["changed", "suspect"]
    assert lived.reason == (
        "2 of the leading 10 are missing: m02, m05; held until another capture agrees"
    )
    assert alerts(lived) == set()


def test_the_next_capture_refutes_what_was_held() -> None:
    """They are back: the page was broken, and what is true is told as if it had not been."""
    broken = _without(NEWCOMER, "m02", "m05")
    told, _ = live([FULL, broken, _again(NEWCOMER)])
    lived = derive([FULL, broken, _again(NEWCOMER)])

    assert lived.outcomes == ["changed", "rejected", "changed"]
    assert lived.judged[1][1].endswith("; the next capture shows otherwise")
    assert told == alerts(derive([FULL, _again(NEWCOMER)]))


def test_the_next_capture_confirms_what_was_held() -> None:
    """They stay away: it is believed, told one capture late, and dated to when it was seen."""
    gone = _without(FULL, "m02", "m05")
    lived = derive([FULL, gone, _again(gone)])

    left = [move["observed_at"] for move in lived.rows["moves"] if move["status"] == "left"]
    assert lived.outcomes == ["changed", "changed", "changed"]
    assert left == [START + timedelta(days=1)] * 2


def test_the_same_bytes_again_confirm_nothing() -> None:
    """A page that is served again says no more than it did, until it has stood for long."""
    gone = _without(FULL, "m02", "m05")
    same: dict[int, dict[str, Any]] = {day: {"sha256": "same"} for day in range(1, 6)}

    assert derive([FULL, gone, gone, gone], facts=same).outcomes[1:] == ["suspect"] * 3
    assert derive([FULL, gone, gone, gone, gone], facts=same).outcomes[1] == "changed"


def test_more_than_a_small_share_missing_is_held() -> None:
    """Three of thirty models leave only if the next capture agrees."""
    lived = derive([FULL, _without(FULL, "m15", "m20", "m25")])

    assert lived.outcomes[1] == "suspect"
    assert "3 of 30 models are missing: m15, m20, m25" in lived.reason


@pytest.mark.parametrize("field", ["leading", "missing"])
def test_a_board_can_be_told_to_expect_more(field: str) -> None:
    """The source file sets how many may leave at once."""
    gate = Gate(leading=1, missing=0.5) if field == "leading" else Gate(missing=0.5)
    board = CHESS.model_copy(update={"gate": gate})
    gone = ("m02", "m05") if field == "leading" else ("m15", "m20", "m25")

    days = [FULL, _without(FULL, *gone)]
    outcomes = derive(days).outcomes[1], derive(days, board).outcomes[1]
    assert outcomes == ("suspect", "changed")


def test_one_missing_model_is_doubted_alone() -> None:
    """The rest of the page is believed at once; the departure waits for the next capture."""
    gone = _without(NEWCOMER, "m03")
    _, (_, at_once, later) = live([FULL, gone, _again(gone)])

    assert ("entered_top", 3, "new") in at_once
    assert not {fact for fact in at_once if fact[2] == "m03"}
    assert {("left_top", n, "m03") for n in (3, 5, 10)} <= later


def test_who_only_moves_up_for_a_doubted_absence_is_not_told() -> None:
    """m06 would be fifth if m03 had left; it has not."""
    told, _ = live([FULL, _without(FULL, "m03"), _again(FULL)])

    assert told == set()


def test_one_of_many_that_comes_back_does_not_refute_the_rest() -> None:
    """Seven leave, one is back the next day: six have left, and one was missing by mistake."""
    names = [f"m{number:02}" for number in range(2, 9)]
    gone = _without(FULL, *names)
    lived = derive([FULL, gone, _again(_without(FULL, *names[1:]))])

    left = {move["model"] for move in lived.rows["moves"] if move["status"] == "left"}
    assert lived.outcomes == ["changed"] * 3
    assert left == set(names[1:])


@pytest.mark.parametrize("field", ["organization", "votes", "score_low"])
def test_a_field_that_vanishes_is_held(field: str) -> None:
    """A column that is no longer read is the parser's fault until the board says it again."""
    bare = tuple(entry._replace(**{field: None}, score_high=None) for entry in FULL)

    assert derive([FULL, bare]).outcomes == ["changed", "suspect"]
    assert derive([FULL, bare, _again(FULL)]).outcomes == ["changed", "rejected", "changed"]
    lived = derive([FULL, bare, tuple(e._replace(score=(e.score or 0) + 1) for e in bare)])
    assert lived.outcomes == ["changed"] * 3


def test_scores_of_another_kind_are_held() -> None:
    """Where no bounds are declared, most scores must lie about where those before lay."""
    other = _board({name: score / 100 for name, score in SCORES.items()})

    assert derive([FULL, other], FREE).outcomes == ["changed", "suspect"]


def test_one_model_far_ahead_is_no_reason_to_hold() -> None:
    """A newcomer may be much better than all before."""
    lived = derive([FULL, _board(SCORES | {"new": 2900.0})], FREE)

    assert lived.outcomes == ["changed", "changed"]
    assert ("new_leader", None, "new") in alerts(lived)


def _moved(by: float, factor: float = 1.0) -> Day:
    return _board({name: score * factor + by for name, score in SCORES.items()})


@pytest.mark.parametrize("day", [_moved(90.0), _moved(0.0, 1.1)], ids=["shift", "factor"])
def test_a_rescale_begins_an_epoch_once_confirmed(day: Day) -> None:
    """All scores move alike: held, then no change of rank is derived across it."""
    lived = derive([FULL, day, _again(day)], FREE)

    assert derive([FULL, day], FREE).outcomes == ["changed", "suspect"]
    assert lived.outcomes == ["changed"] * 3
    assert str(lived.rows["snapshots"][1]["epoch"]).startswith("confirmed: 30 of 30 scores moved")
    assert lived.rows["moves"] == []


def test_a_rescale_for_a_day_is_refuted() -> None:
    """What is true of the next day is told as if the day between had not been."""
    lived = derive([FULL, _moved(90.0), _again(NEWCOMER)], FREE)

    assert lived.outcomes == ["changed", "rejected", "changed"]
    assert alerts(lived) == alerts(derive([FULL, _again(NEWCOMER)], FREE))


def test_an_old_copy_is_held_and_refuted() -> None:
    """A page that is what it was before the last update brings back nobody and sends off nobody."""
    told, _ = live([FULL, NEWCOMER, FULL, _again(NEWCOMER)])
    lived = derive([FULL, _again(NEWCOMER), FULL, _again(_again(NEWCOMER))])

    assert lived.outcomes[2] == "rejected"
    assert "the page is what it was before the last update" in lived.judged[2][1]
    assert told == alerts(derive([FULL, NEWCOMER]))


def test_a_page_of_an_earlier_date_is_held() -> None:
    """The publisher's own date went backwards."""
    dates: dict[int, dict[str, Any]] = {
        day: {"published_at": datetime(2026, 5, 20 - day)}  # noqa: DTZ001 - UTC without zone
        for day in (1, 2)
    }
    lived = derive([FULL, NEWCOMER, _again(FULL)], facts=dates)

    assert lived.outcomes == ["changed", "changed", "suspect"]
    assert "the page is of 2026-05-18, and one of 2026-05-19 was seen before" in lived.reason


def test_a_row_that_stands_twice_is_held() -> None:
    """The same name with the same figures is one row printed twice, not a newcomer."""
    twin = FULL[2]._replace(key="m03#2")
    lived = derive([FULL, rerank([*FULL, twin]), _again(FULL)])

    assert lived.outcomes == ["changed", "rejected", "changed"]
    assert "'m03' stands twice with the same figures" in lived.judged[1][1]


def test_rows_of_one_name_with_other_figures_are_two_models() -> None:
    """They stay two entries, each with its own history, whichever the page lists first."""
    twin = FULL[2]._replace(
        key="m03#2", score=1210.0, score_low=1202.0, score_high=1218.0, votes=70
    )
    first = rerank([*FULL, twin])
    swapped = rerank(
        entry._replace(key={"m03": "m03#2", "m03#2": "m03"}.get(entry.key, entry.key))
        for entry in _again(first)
    )

    lived = derive([first, swapped])
    assert lived.rows["moves"] == []
    assert len(lived.state.known) == 31


def test_a_row_without_rank_and_score_has_not_left() -> None:
    """It is listed, so it is on the board; it stands where it stood once it has a score again."""
    blank = FULL[11]._replace(rank=None, place=None, score=None, score_low=None, score_high=None)
    listed = (*_without(FULL, "m12"), blank)

    lived = derive([FULL, listed, _again(listed), _again(_again(FULL))])
    assert {move["status"] for move in lived.rows["moves"]} <= {"kept", "unseen"}
    assert alerts(lived) == set()


def test_a_declared_epoch_is_not_compared_across() -> None:
    """From the day on that the source file names, all is measured otherwise."""
    epochs = ({"since": (START + timedelta(days=1)).date(), "reason": "style control"},)
    board = Board.model_validate({**CHESS.model_dump(), "epochs": epochs})
    lived = derive([FULL, _again(_without(NEWCOMER, "m15")), _again(_again(NEWCOMER))], board)

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


def test_a_key_that_is_replaced_under_one_name_is_the_same_model() -> None:
    """Keys come first, then exact names: the publisher listed the same model anew."""
    keyed = [entry._replace(key=f"id-{entry.model}") for entry in FULL]
    anew = [
        e._replace(key="id-other", score=1490.0, score_low=1482.0, score_high=1498.0)
        if e.model == "m08"
        else e
        for e in keyed
    ]
    lived = derive([rerank(keyed), rerank(anew)])

    assert alerts(lived) == {
        *(("entered_top", n, "m08") for n in (1, 3, 5)),
        *(("left_top", n, f"m{n:02}") for n in (1, 3, 5)),
        ("new_leader", None, "m08"),
    }


def test_names_that_come_back_in_place_of_others_were_the_same_models() -> None:
    """For one capture leading models are spelt otherwise: nobody left, nobody entered."""
    other = [
        e._replace(key=e.key.upper(), model=e.model.upper(), votes=None)
        if e.rank in {2, 4, 6}
        else e
        for e in FULL
    ]
    plain = tuple(entry._replace(votes=None) for entry in FULL)
    told, _ = live([plain, rerank(other), _again(FULL)])

    assert told == set()
