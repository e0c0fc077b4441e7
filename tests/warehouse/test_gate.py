"""What is held, what is believed, and what the next capture says of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from leaderboard.gate import Gate
from tests.record import START
from tests.warehouse.live import CHESS, alerts, derive, live, rerank
from tests.warehouse.thirty import FREE, FULL, NEWCOMER, SCORES, again, board_of, without


def test_leading_models_that_vanish_together_are_held() -> None:
    """Two of the leading ten at once are not believed to have left; nothing is told meanwhile."""
    lived = derive([FULL, without(NEWCOMER, "m02", "m05")])

    assert lived.outcomes == ["changed", "suspect"]
    assert lived.reason == (
        "2 of the leading 10 are missing: m02, m05; held until another capture agrees"
    )
    assert alerts(lived) == set()


def test_the_next_capture_refutes_what_was_held() -> None:
    """They are back: the page was broken, and what is true is told as if it had not been."""
    broken = without(NEWCOMER, "m02", "m05")
    told, _ = live([FULL, broken, again(NEWCOMER)])
    lived = derive([FULL, broken, again(NEWCOMER)])

    assert lived.outcomes == ["changed", "rejected", "changed"]
    assert lived.judged[1][1].endswith("; the next capture shows otherwise")
    assert told == alerts(derive([FULL, again(NEWCOMER)]))


def test_the_next_capture_confirms_what_was_held() -> None:
    """They stay away: it is believed, told one capture late, and dated to when it was seen."""
    gone = without(FULL, "m02", "m05")
    lived = derive([FULL, gone, again(gone)])

    left = [move["observed_at"] for move in lived.rows["moves"] if move["status"] == "left"]
    assert lived.outcomes == ["changed", "changed", "changed"]
    assert left == [START + timedelta(days=1)] * 2


def test_the_same_bytes_again_confirm_nothing() -> None:
    """A page that is served again says no more than it did, until it has stood for long."""
    gone = without(FULL, "m02", "m05")
    same: dict[int, dict[str, Any]] = {day: {"sha256": "same"} for day in range(1, 6)}

    assert derive([FULL, gone, gone, gone], facts=same).outcomes[1:] == ["suspect"] * 3
    assert derive([FULL, gone, gone, gone, gone], facts=same).outcomes[1] == "changed"


def test_more_than_a_small_share_missing_is_held() -> None:
    """Three of thirty models leave only if the next capture agrees."""
    lived = derive([FULL, without(FULL, "m15", "m20", "m25")])

    assert lived.outcomes[1] == "suspect"
    assert "3 of 30 models are missing: m15, m20, m25" in lived.reason


@pytest.mark.parametrize("field", ["leading", "missing"])
def test_a_board_can_be_told_to_expect_more(field: str) -> None:
    """The source file sets how many may leave at once."""
    gate = Gate(leading=1, missing=0.5) if field == "leading" else Gate(missing=0.5)
    board = CHESS.model_copy(update={"gate": gate})
    gone = ("m02", "m05") if field == "leading" else ("m15", "m20", "m25")

    days = [FULL, without(FULL, *gone)]
    outcomes = derive(days).outcomes[1], derive(days, board).outcomes[1]
    assert outcomes == ("suspect", "changed")


def test_one_missing_model_is_doubted_alone() -> None:
    """The rest of the page is believed at once; the departure waits for the next capture."""
    gone = without(NEWCOMER, "m03")
    _, (_, at_once, later) = live([FULL, gone, again(gone)])

    assert ("entered_top", 3, "new") in at_once
    assert not {fact for fact in at_once if fact[2] == "m03"}
    assert {("left_top", n, "m03") for n in (3, 5, 10)} <= later


def test_who_only_moves_up_for_a_doubted_absence_is_not_told() -> None:
    """m06 would be fifth if m03 had left; it has not."""
    told, _ = live([FULL, without(FULL, "m03"), again(FULL)])

    assert told == set()


def test_one_of_many_that_comes_back_does_not_refute_the_rest() -> None:
    """Seven leave, one is back the next day: six have left, and one was missing by mistake."""
    names = [f"m{number:02}" for number in range(2, 9)]
    gone = without(FULL, *names)
    lived = derive([FULL, gone, again(without(FULL, *names[1:]))])

    left = {move["model"] for move in lived.rows["moves"] if move["status"] == "left"}
    assert lived.outcomes == ["changed"] * 3
    assert left == set(names[1:])


@pytest.mark.parametrize("field", ["organization", "votes", "score_low"])
def test_a_field_that_vanishes_is_held(field: str) -> None:
    """A column that is no longer read is the parser's fault until the board says it again."""
    bare = tuple(entry._replace(**{field: None}, score_high=None) for entry in FULL)

    assert derive([FULL, bare]).outcomes == ["changed", "suspect"]
    assert derive([FULL, bare, again(FULL)]).outcomes == ["changed", "rejected", "changed"]
    lived = derive([FULL, bare, tuple(e._replace(score=(e.score or 0) + 1) for e in bare)])
    assert lived.outcomes == ["changed"] * 3


def test_scores_of_another_kind_are_held() -> None:
    """Where no bounds are declared, most scores must lie about where those before lay."""
    other = board_of({name: score / 100 for name, score in SCORES.items()})

    assert derive([FULL, other], FREE).outcomes == ["changed", "suspect"]


def test_one_model_far_ahead_is_no_reason_to_hold() -> None:
    """A newcomer may be much better than all before."""
    lived = derive([FULL, board_of(SCORES | {"new": 2900.0})], FREE)

    assert lived.outcomes == ["changed", "changed"]
    assert ("new_leader", None, "new") in alerts(lived)


def test_an_old_copy_is_held_and_refuted() -> None:
    """A page that is what it was before the last update brings back nobody and sends off nobody."""
    told, _ = live([FULL, NEWCOMER, FULL, again(NEWCOMER)])
    lived = derive([FULL, again(NEWCOMER), FULL, again(again(NEWCOMER))])

    assert lived.outcomes[2] == "rejected"
    assert "the page is what it was before the last update" in lived.judged[2][1]
    assert told == alerts(derive([FULL, NEWCOMER]))


def test_a_page_of_an_earlier_date_is_held() -> None:
    """The publisher's own date went backwards."""
    dates: dict[int, dict[str, Any]] = {
        day: {"published_at": datetime(2026, 5, 20 - day)}  # noqa: DTZ001 - UTC without zone
        for day in (1, 2)
    }
    lived = derive([FULL, NEWCOMER, again(FULL)], facts=dates)

    assert lived.outcomes == ["changed", "changed", "suspect"]
    assert "the page is of 2026-05-18, and one of 2026-05-19 was seen before" in lived.reason


def test_a_row_that_stands_twice_is_held() -> None:
    """The same name with the same figures is one row printed twice, not a newcomer."""
    twin = FULL[2]._replace(key="m03#2")
    lived = derive([FULL, rerank([*FULL, twin]), again(FULL)])

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
        for entry in again(first)
    )

    lived = derive([first, swapped])
    assert lived.rows["moves"] == []
    assert len(lived.state.known) == 31


def test_a_row_without_rank_and_score_has_not_left() -> None:
    """It is listed, so it is on the board; it stands where it stood once it has a score again."""
    blank = FULL[11]._replace(rank=None, place=None, score=None, score_low=None, score_high=None)
    listed = (*without(FULL, "m12"), blank)

    lived = derive([FULL, listed, again(listed), again(again(FULL))])
    assert {move["status"] for move in lived.rows["moves"]} <= {"kept", "unseen"}
    assert alerts(lived) == set()


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
    told, _ = live([plain, rerank(other), again(FULL)])

    assert told == set()
