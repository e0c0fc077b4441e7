"""Sources that fail or fall silent, and rules and boards that are silenced."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from leaderboard.capture import Outcome
from tests.alerts.telling import ENTERED, FIRST, SILENT, TOP_FIVE, UP, Told, live


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Told]:
    """A record whose top five is told to the team."""
    with Told(tmp_path) as record:
        yield record


def test_a_sick_source_inhibits_its_own_board(told: Told) -> None:
    """What came in one batch with a page that is not believed waits until the source is well."""
    broken = live({name: FIRST[name] for name in ("dan", "eve", "fay", "gus")}, 2)
    told.keep(live(FIRST, 0))
    assert told.keep(live(UP, 1), broken)[1] == Outcome.SUSPECT
    assert told.messages == []

    told.keep(live(UP, 3))

    assert told.said == [("first", [ENTERED])]


def test_a_source_that_fell_silent_and_speaks_again(tmp_path: Path) -> None:
    """Stale is told once and again after a week; that it is over is told to those who heard it."""
    with Told(tmp_path, SILENT) as told:
        told.keep(live(FIRST, 0))
        for day in (15, 16, 23, 24):
            told.keep(live(FIRST, day))
        told.keep(live(UP, 25))

        stale = "Chess has shown nothing new for longer than it should"
        assert told.said == [
            ("first", [stale]),
            ("repeated", [stale]),
            ("resolved", ["Chess shows something new again", stale]),
        ]
        assert len({message.group_id for message in told.messages}) == 1


def test_who_was_not_told_of_a_silence_is_not_told_of_its_end(tmp_path: Path) -> None:
    """A source that was stale before there were rules, and well again, is no news."""
    with Told(tmp_path, "rules:\n  none:\n    kinds: [left]\n") as told:
        told.keep(live(FIRST, 0), live(FIRST, 15))
        told.say(SILENT)
        told.keep(live(UP, 16))

        assert told.messages == []


def test_silenced_is_noted_and_not_sent(tmp_path: Path) -> None:
    """It stands in the record, and what comes of it later is not sent either."""
    with Told(tmp_path, TOP_FIVE + "    silence_until: 2026-05-03\n") as told:
        told.days(FIRST, UP)
        told.keep(live(UP | {"fay": 1476.0}, 1.5))

        assert told.deliveries() == [("team", "first", "cancelled")]
        assert told.said == [("first", [ENTERED])]


def test_somebody_may_silence_a_board(told: Told) -> None:
    """By its name or a pattern of it, until a time."""
    told.connection.execute("INSERT INTO record.quieted VALUES ('acme/*', '2026-05-03', now())")
    told.days(FIRST, UP)

    assert told.deliveries() == [("team", "first", "cancelled")]
