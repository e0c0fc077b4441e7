"""What a record tells as days go by: once, to whom, and what becomes of it later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leaderboard.capture import Outcome
from tests.alerts.telling import FIRST, TOP_FIVE, Told, live, on
from tests.record import make_entries

UP = FIRST | {"fay": 1475.0}  # above dan and eve: into the top five, eve falls out
ENTERED = "fay climbs from No. 6 to No. 4 of Chess with 1475: into the top five; eve falls out, from 5 to 6"


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
    from tests.record import make_capture

    with Told(tmp_path) as told:
        told.keep(*(make_capture(make_entries(s), day) for day, s in enumerate((FIRST, UP))))

        assert told.messages == []


def test_what_is_not_so_is_taken_back_from_those_who_got_it(tmp_path: Path) -> None:
    """A late page shows that it was so before: the team, who was told, is told; ops is told the truth."""
    with Told(tmp_path, receivers=("ops", "team")) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 2))
        told.mark_sent("team")
        told.keep(live(UP, 1))

        (_, first), (reason, lines), (again, truth) = told.said
        assert (first, reason, again) == ([ENTERED], "corrected", "first")
        assert lines == [ENTERED, f"[{ENTERED}]"]
        assert truth == [ENTERED]
        assert told.deliveries() == [
            ("ops", "first", "cancelled"),
            ("team", "first", "sent"),
            ("team", "corrected", "due"),
            ("ops", "first", "due"),
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
    rules = "rules:\n  out:\n    kinds: [entered_top, left_top]\n    top: [5]\n    hysteresis: 1\n"
    with Told(tmp_path, rules) as told:
        back = FIRST | {"fay": 1450.0}
        told.days(FIRST, UP, back, UP, back)
        assert [lines for _, lines in told.said] == [
            [
                "fay climbs from No. 6 to No. 4 of Chess with 1475: into the top five; eve falls out, from 5 to 6"
            ]
        ]
        told.keep(live(back | {"fay": 1430.0, "gus": 1445.0}, 6))

        # placed below the last assertion of what was told before
        assert told.said[-1][1] == []


def test_a_sick_source_inhibits_its_own_board(told: Told) -> None:
    """What came in one batch with a page that is not believed waits until the source is well."""
    broken = live({name: FIRST[name] for name in ("dan", "eve", "fay", "gus")}, 2)
    told.keep(live(FIRST, 0))
    assert told.keep(live(UP, 1), broken)[1] == Outcome.SUSPECT
    assert told.messages == []

    told.keep(live(UP, 3))

    assert told.said == [("first", [ENTERED])]
