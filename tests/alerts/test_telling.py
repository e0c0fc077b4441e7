"""What a record tells as days go by: once, to whom, and what becomes of it later."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.telling import Teller
from tests.alerts.telling import ENTERED, FIRST, TOP_FIVE, UP, Told, live, on, reread
from tests.record import make_capture, make_entries


def down(score: float) -> dict[str, float]:
    """The first standing, with another score of fay."""
    return FIRST | {"fay": score}


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """A record whose top five is told to the team."""
    with Told(tmp_path) as record:
        yield record


def test_an_update_is_one_message(told: Told) -> None:
    """Who came in and who fell out for it are told together, in one sentence."""
    told.days(FIRST, UP)

    assert told.said == [("first", [ENTERED])]
    assert told.deliveries() == [("team", "first", "due")]
    assert [line.move for line in told.messages[0].lines] == [("its own move",)]


def test_the_rows_around_it_before_and_after(told: Told) -> None:
    """The whole top and the one below it, with where each stood before."""
    told.days(FIRST, UP)

    rows = [(row.standing, row.was, row.model, row.is_told) for row in told.messages[0].rows]
    assert rows == [
        (1, 1, "ada", False),
        (2, 2, "bob", False),
        (3, 3, "cyd", False),
        (4, 6, "fay", True),
        (5, 4, "dan", False),
        (6, 5, "eve", True),
    ]


def test_the_evidence_is_both_captures(told: Told) -> None:
    """When, from where, and the hash of each."""
    told.days(FIRST, UP)

    proofs = told.messages[0].evidence
    assert [(proof.side, proof.observed_at) for proof in proofs] == [
        ("before", on(0)),
        ("after", on(1)),
    ]
    assert all(proof.sha256 and proof.archived and proof.url for proof in proofs)


def test_nothing_is_told_twice(told: Told) -> None:
    """The same page again, and one that changes nothing of it, say nothing more."""
    told.days(FIRST, UP, UP, UP | {"gus": 1399.0})

    assert len(told.messages) == 1


def test_a_record_of_the_past_tells_nothing(tmp_path: Path) -> None:
    """What an archive showed long ago is no news."""
    with Told(tmp_path) as told:
        told.keep(*(make_capture(make_entries(s), day) for day, s in enumerate((FIRST, UP))))

        assert told.messages == []


def test_what_is_not_so_is_taken_back_from_those_who_got_it(tmp_path: Path) -> None:
    """It was so a day before: the team, who was told, is told so; ops hears what is true."""
    with Told(tmp_path, receivers=("ops", "team")) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 2))
        told.mark_sent("team")
        told.keep(live(UP, 1))

        (_, first), (reason, lines), (again, truth) = told.said
        assert (first, reason, again) == ([ENTERED], "corrected", "first")
        assert lines == [ENTERED, f"[{ENTERED}]"]
        assert [line.move for line in told.messages[1].lines] == [
            ("seen at 2026-05-02 06:00 UTC",),
            ("told of 2026-05-03 06:00 UTC",),
        ]
        assert truth == [ENTERED]
        assert told.deliveries() == [
            ("ops", "first", "cancelled"),
            ("team", "first", "sent"),
            ("ops", "first", "due"),
            ("team", "corrected", "due"),
        ]


def test_what_never_was_is_taken_back_alone(told: Told) -> None:
    """A late page that shows another order in between leaves nothing of it."""
    told.keep(live(FIRST, 0))
    told.keep(live(UP, 3))
    told.mark_sent("team")
    told.keep(live(FIRST | {"fay": 1475.5}, 1))
    told.keep(live(UP, 2))

    assert [reason for reason, _ in told.said] == ["first", "corrected"]
    assert told.said[1][1][1] == f"[{ENTERED}]"


def test_what_was_not_sent_yet_is_not_corrected(told: Told) -> None:
    """Nobody hears of what was wrong: what is so goes out in its place."""
    told.keep(live(FIRST, 0))
    told.keep(live(UP, 2))
    told.keep(live(FIRST | {"fay": 1478.0}, 1))

    due = [row for row in told.deliveries() if row[2] == "due"]
    assert due == [("team", "first", "due")]


def test_confirmation_waits_for_captures(tmp_path: Path) -> None:
    """A rule that wants two captures tells with the second, and of a flap nothing at all."""
    with Told(tmp_path, TOP_FIVE + "    confirm: {captures: 2}\n") as told:
        told.days(FIRST, UP)
        assert told.messages == []
        told.keep(live(UP, 2))
        assert told.said == [("first", [ENTERED])]


def test_what_is_undone_before_it_was_confirmed_is_not_told(tmp_path: Path) -> None:
    """Neither that it came nor that it went."""
    with Told(tmp_path, TOP_FIVE + "    confirm: {captures: 2}\n") as told:
        told.days(FIRST, UP, FIRST, FIRST, FIRST)

        assert told.messages == []
        assert told.rows("SELECT DISTINCT state FROM record.events") == [("dropped",)]


def test_hours_count_when_somebody_looked(tmp_path: Path) -> None:
    """A day passed is no confirmation without a capture after it."""
    with Told(tmp_path, TOP_FIVE + "    confirm: {hours: 24}\n") as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 1))
        told.keep(live(UP, 1.5))
        assert told.messages == []
        told.keep(live(UP, 2.25))
        assert len(told.messages) == 1


def test_hysteresis_lets_the_edge_go_by(tmp_path: Path) -> None:
    """To and fro between 5 and 6 is told once; leaving is told from 7 on."""
    with Told(tmp_path, TOP_FIVE + "    hysteresis: 1\n") as told:
        told.days(FIRST, UP, down(1450.1), UP | {"gus": 1399.0}, down(1450.2))
        assert told.said == [("first", [ENTERED])]

        told.keep(live(down(1430.0), 6))

        assert told.said[1:] == [("first", ["fay falls out of the top five of Chess, from 4 to 6"])]


def test_a_name_with_several_addresses_is_several_receivers(told: Told) -> None:
    """Each of them has a delivery of its own, whether a rule names them or not."""
    told.say(TOP_FIVE + "    receivers: [team, desk]\n")
    members = {"team": ("team.1", "team.2")}
    told.teller = replace(told.teller, members=lambda name: members.get(name, (name,)))
    told.days(FIRST, UP)

    names = [receiver for receiver, _, _ in told.deliveries()]
    assert names == ["desk", "team.1", "team.2"]


def test_new_rules_are_about_what_happens_from_then_on(tmp_path: Path) -> None:
    """A rule that is added, or lets more through, does not tell of the past."""
    with Told(tmp_path, "rules:\n  none:\n    kinds: [left]\n") as told:
        told.days(FIRST, UP)
        told.say(TOP_FIVE)
        told.keep(live(UP | {"gus": 1399.0}, 2))

        assert told.messages == []


def test_each_fact_alone_where_a_rule_wants_that(tmp_path: Path) -> None:
    """`group: fact` makes a message of each."""
    with Told(tmp_path, TOP_FIVE + "    group: fact\n") as told:
        told.days(FIRST, UP)

        assert len({message.group_id for message in told.messages}) == 2
        assert [len(lines) for _, lines in told.said] == [1, 1]


def test_without_rules_that_can_be_read_nothing_is_lost(told: Told) -> None:
    """What happens meanwhile is told once they can be, and once only."""
    right = told.teller
    told.teller = Teller(None)
    told.days(FIRST, UP, UP | {"gus": 1399.0})
    assert told.messages == []

    told.teller = replace(right)
    told.keep(live(UP | {"gus": 1398.0}, 4))
    told.keep(live(UP | {"gus": 1397.0}, 5))

    assert told.said == [("first", [ENTERED])]


def test_a_page_that_is_read_otherwise_corrects_what_was_told(told: Told) -> None:
    """The same fact under another name is no news; where its words differ, it is corrected."""
    told.keep(live(FIRST, 0))
    told.keep(live(UP, 1))
    told.mark_sent("team")
    reread(told, UP | {"gus": 1401.0})
    assert len(told.messages) == 1

    reread(told, UP | {"fay": 1476.0, "gus": 1401.0})

    right = ENTERED.replace("1475", "1476")
    assert told.said[1:] == [("corrected", [right, f"[{ENTERED}]"])]


def test_a_threshold_of_a_rule_is_derived_for_all_that_is_on_record(tmp_path: Path) -> None:
    """A top two that nobody asked for before is there for the past, and told from then on."""
    with Told(tmp_path, TOP_FIVE) as told:
        told.days(FIRST, FIRST | {"cyd": 1495.0})
        told.say("rules:\n  two:\n    kinds: [entered_top]\n    top: [2]\n")
        told.declare()
        tops = told.rows("SELECT model FROM changes WHERE threshold = 2 AND kind = 'entered_top'")
        assert (tops, told.messages) == ([("cyd",)], [])

        told.keep(live(FIRST | {"cyd": 1495.0, "dan": 1496.0}, 2))

        assert len(told.messages) == 1


def test_a_new_epoch_is_told(tmp_path: Path) -> None:
    """Another method of the publisher, though its cause is its own; and no rank across it."""
    text = "rules:\n  epochs:\n    kinds: [epoch_started, entered_top, left_top]\n"
    with Told(tmp_path, text) as told:
        told.keep(replace(live(FIRST, 0), method="mean of 2"))
        told.keep(replace(live(UP, 1), method="mean of 3"))

        ((reason, lines),) = told.said
        assert (reason, len(lines)) == ("first", 1)
        assert lines[0].startswith("a new epoch begins on Chess")
