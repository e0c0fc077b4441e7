"""Where a fact comes twice, is otherwise by now, or reaches some and not others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flows.telling import Teller
from leaderboard.capture import SAME_BYTES, Outcome
from leaderboard.standing import Entry, keyed_by_name, ranked
from tests.alerts.telling import ENTERED, FIRST, SILENT, TOP_FIVE, UP, Told, live, on, reread
from warehouse.record import standing_id_of

EVENTS = "SELECT model, observed_at, state FROM record.events ORDER BY observed_at, model"


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """A record whose top five is told to the team."""
    with Told(tmp_path) as record:
        yield record


def test_days_in_one_batch_confirm_each_other_as_days_one_by_one(tmp_path: Path) -> None:
    """What came, went and came again stands since it came again, also for a rule of one kind."""
    confirmed = TOP_FIVE.replace(", left_top", "") + "    confirm: {captures: 2}\n"
    with Told(tmp_path, confirmed) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 1), live(FIRST | {"gus": 1441.0}, 2), live(UP | {"gus": 1442.0}, 3))
        waiting = [(model, at) for model, at, state in told.rows(EVENTS) if state == "waiting"]
        assert (told.messages, waiting) == ([], [("fay", on(3))])

        told.keep(live(UP | {"gus": 1443.0}, 4))

        assert told.said == [("first", [ENTERED])]


def test_what_waits_and_is_otherwise_by_now_is_not_told(tmp_path: Path) -> None:
    """A rule for what is beyond the margin, and a page that is read again before it was told."""
    text = TOP_FIVE + "    significance: [significant]\n    confirm: {captures: 2}\n"
    with Told(tmp_path, text) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(FIRST | {"fay": 1520.0}, 1))
        reread(told, UP)
        told.keep(live(UP | {"gus": 1399.0}, 2))

        assert told.messages == []


def test_a_rule_that_tells_less_by_now_takes_nothing_back(tmp_path: Path) -> None:
    """A line of a kind that the rule had when it was told is still so."""
    text = TOP_FIVE + "    hysteresis: 1\n"
    new = FIRST | {"hal": 1475.0}
    with Told(tmp_path, text) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(new, 1))
        told.mark_sent("team")
        told.say(text.replace("[entered_top, left_top]", "[left_top]"))
        told.keep(live(new | {"eve": 1445.0}, 2))

        entered = "hal enters Chess at No. 4 with 1475, five points behind cyd (1480)"
        left = "eve falls out of the top five of Chess, from 5 to 6, pushed down by hal"
        assert told.said == [("first", [entered]), ("new in group", [left, entered])]


def test_what_a_sentence_told_already_is_no_message(tmp_path: Path) -> None:
    """Eve fell to rank 6 for fay, which was told with her; that she fell further says no more."""
    with Told(tmp_path, TOP_FIVE + "    hysteresis: 1\n") as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 1))
        told.mark_sent("team")
        told.keep(live(UP | {"eve": 1430.0}, 2))

        assert told.said == [("first", [ENTERED])]


def test_a_correction_takes_back_only_what_is_otherwise(tmp_path: Path) -> None:
    """Of a page that is read again, the line that says the same is one that was told before."""
    with Told(tmp_path, TOP_FIVE.replace("[entered_top,", "[new_leader, entered_top,")) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP | {"bob": 1501.0}, 1))
        told.mark_sent("team")
        reread(told, UP | {"bob": 1501.0, "fay": 1476.0})

        lead = "bob takes the lead of Chess with 1501, one point ahead of ada (1500), up from No. 2"
        right = ENTERED.replace("1475", "1476")
        assert told.said[1:] == [("corrected", [right, f"[{ENTERED}]", lead])]
        assert [line.is_new for line in told.messages[1].lines] == [True, True, False]


def test_what_comes_late_while_the_rules_cannot_be_read_loses_nothing(told: Told) -> None:
    """What was put off and is derived again before it was told is told, and once only."""
    right = told.teller
    told.keep(live(FIRST, 0))
    told.teller = Teller(None)
    told.keep(live(UP, 3))
    told.keep(live(FIRST | {"gus": 1401.0}, 1))

    told.teller = replace(right)
    told.keep(live(FIRST | {"gus": 1402.0}, 2))
    told.keep(live(UP | {"gus": 1399.0}, 5))

    assert told.said == [("first", [ENTERED])]


def test_what_was_told_before_the_rules_could_not_be_read_is_no_news(told: Told) -> None:
    """What is derived again meanwhile as it was is not judged anew by other rules."""
    right = told.teller
    told.keep(live(FIRST, 0))
    told.keep(live(UP, 3))
    told.teller = Teller(None)
    told.keep(live(FIRST | {"gus": 1401.0}, 1))
    told.keep(live(FIRST | {"gus": 1402.0}, 2))

    told.teller = replace(right)
    told.say(TOP_FIVE + "  other:\n    kinds: [entered_top]\n")
    told.keep(live(UP | {"gus": 1399.0}, 5))

    assert told.said == [("first", [ENTERED])]


def test_a_silence_from_before_a_rule_is_not_told_by_it(tmp_path: Path) -> None:
    """A rule that is new tells of a source that falls silent from then on."""
    with Told(tmp_path, "rules:\n  none:\n    kinds: [left]\n") as told:
        told.keep(live(FIRST, 0), live(FIRST, 15))
        told.say(SILENT)
        told.keep(live(FIRST, 16))
        assert told.messages == []

        told.keep(live(UP, 17))
        told.keep(live(UP, 40))

        assert [reason for reason, _ in told.said] == ["first"]


def test_a_silence_while_the_rules_cannot_be_read_is_told_later(tmp_path: Path) -> None:
    """Where it still lasts."""
    with Told(tmp_path, SILENT) as told:
        right = told.teller
        told.keep(live(FIRST, 0))
        told.teller = Teller(None)
        told.keep(live(FIRST, 15))
        told.teller = replace(right)
        told.keep(live(FIRST, 16))
        told.keep(live(FIRST, 17))

        assert [reason for reason, _ in told.said] == ["first"]


def test_a_silence_after_a_page_that_is_read_again_is_the_same(tmp_path: Path) -> None:
    """It is not taken back, not told twice, and its end is told in the same group."""
    with Told(tmp_path, SILENT) as told:
        told.keep(live(FIRST, 0))
        page = live(UP, 1)
        told.keep(page)
        again = {"sha256": page.sha256, "url": page.url, "standing_id": standing_id_of(page)}
        same = replace(live(UP, 16), standing=None, outcome=Outcome.NOT_MODIFIED, reason=SAME_BYTES)
        told.keep(replace(same, **again))
        reread(told, UP | {"fay": 1476.0})
        told.keep(live(FIRST | {"gus": 1399.0}, 17))

        assert [reason for reason, _ in told.said] == ["first", "resolved"]
        assert len({message.group_id for message in told.messages}) == 1


def test_a_correction_is_about_what_its_receiver_got(tmp_path: Path) -> None:
    """A line of a revision that did not reach the team is new to it when that is corrected."""
    text = "rules:\n  one:\n    kinds: [new_leader, left_top]\n    top: [5]\n    hysteresis: 1\n"
    new = FIRST | {"bob": 1501.0, "hal": 1475.0}
    with Told(tmp_path, text, receivers=("ops", "team")) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(new, 2))
        told.mark_sent("ops", "team")
        told.keep(live(new | {"eve": 1445.0}, 3))
        told.mark_sent("ops")
        told.keep(live(FIRST | {"bob": 1501.0}, 1))

        lead = "bob takes the lead of Chess with 1501, one point ahead of ada (1500), up from No. 2"
        left = "eve falls out of the top five of Chess, from 5 to 6, pushed down by hal"
        assert told.said[2:] == [
            ("corrected", [lead, f"[{lead}]", left]),
            ("corrected", [lead, left, f"[{lead}]"]),
        ]
        assert told.deliveries()[2:] == [
            ("ops", "new in group", "sent"),
            ("team", "new in group", "cancelled"),
            ("ops", "corrected", "due"),
            ("team", "corrected", "due"),
        ]


def test_two_models_of_one_name_have_a_line_each(tmp_path: Path) -> None:
    """A name that stands on the page twice is told for both."""
    first = (("ada", 1500.0), ("dup", 1490.0), ("bob", 1480.0), ("cyd", 1400.0), ("dup", 1390.0))
    then = (("ada", 1500.0), ("dup", 1479.0), ("bob", 1480.0), ("cyd", 1400.0), ("dup", 1401.0))
    with Told(tmp_path, "rules:\n  one:\n    kinds: [climbed, fell]\n") as told:
        told.keep(live(_page(first), 0))
        told.keep(live(_page(then), 1))

        ((_, lines),) = told.said
        assert sorted(line.partition(" of Chess")[0] for line in lines) == [
            "bob climbs from No. 3 to No. 2",
            "cyd falls from No. 4 to No. 5",
            "dup climbs from No. 5 to No. 4",
            "dup falls from No. 2 to No. 3",
        ]


def _page(rows: tuple[tuple[str, float], ...]) -> tuple[Entry, ...]:
    entries = keyed_by_name([Entry(key="", model=name, score=score) for name, score in rows])
    best_first = sorted(entries, key=lambda entry: -(entry.score or 0.0))
    placed = [entry._replace(rank=rank) for rank, entry in enumerate(best_first, start=1)]
    return ranked(placed, higher_is_better=True)


def test_a_silence_that_never_was_is_not_repeated(tmp_path: Path) -> None:
    """A late page takes it back, though the week is over after which it would be told again."""
    with Told(tmp_path, SILENT) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(FIRST, 15))
        told.now = on(23)
        told.keep(live(UP, 10), live(UP, 20.5))

        assert told.rows("SELECT kind, state FROM record.events") == [("source_stale", "withdrawn")]
