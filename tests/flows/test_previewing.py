"""What a preview says of a record is what was told while it was lived through."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from alerts.rules import Rules
from flows.previewing import Previewed, preview
from leaderboard.alert import Message, Reason
from leaderboard.capture import Capture, Cause, Outcome
from tests.alerts.changes import rules
from tests.alerts.telling import FIRST, UP, Told, live, on
from tests.record import BOARD, Record, make_capture, make_entries

READY_MADE = (Path(__file__).resolve().parents[2] / "rules.yml").read_text(encoding="utf-8")
_TOPS = "kinds: [entered_top, left_top, new_leader, entered, left, returned]"
OTHERS = {
    "all-of-it": f"{{{_TOPS}}}",
    "three-captures": f"{{{_TOPS}, confirm: {{captures: 3}}}}",
    "forty-hours": f"{{{_TOPS}, confirm: {{hours: 40}}}}",
    "sticky": f"{{{_TOPS}, hysteresis: 2}}",
    "each-fact": f"{{{_TOPS}, group: fact}}",
    "all-at-once": f"{{{_TOPS}, group: fact, hysteresis: 1, confirm: {{captures: 2}}}}",
    "moves": "{kinds: [climbed, fell, score_moved], min_rank_change: 2}",
}
TEXT = "\n".join([READY_MADE, *(f"  {name}: {rule}" for name, rule in OTHERS.items())])
LATER = on(99)
ONE = "rules:\n  top:\n    kinds: [entered_top]\n    top: [5]\n"


class Both(NamedTuple):
    """The messages made as days went by, and those previewed of the same days."""

    told: list[Message]
    previewed: list[Message]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Some weeks, kept one by one while rules tell of them, and kept at once and previewed."""
    with Told(tmp_path_factory.mktemp("live"), TEXT) as told:
        for capture in lived():
            told.keep(capture)
            told.mark_sent("team")
        messages = told.messages
        wanted = told.teller.rules
    assert wanted is not None
    with Record(tmp_path_factory.mktemp("later")) as record:
        record.keep(*(replace(capture, cause=Cause.BACKFILL) for capture in lived()))
        return Both(
            messages, [each.message for each in preview(record.connection, wanted, None, on(99))]
        )


def lived(seed: int = 5) -> Iterator[Capture]:
    """Some weeks of a board: moves, newcomers, days without news, pages not seen, a silence."""
    chance = random.Random(seed)  # noqa: S311 - the same days every time
    scores = {f"m{number:02}": 1500.0 - 6 * number for number in range(14)}
    for day in range(40):
        if chance.random() < 0.7 and not 8 < day < 33:
            for name in chance.sample(sorted(scores), 3):
                scores[name] += chance.choice((-19.0, -5.0, 8.0, 24.0))
            if chance.random() < 0.3:
                scores[f"new{day}"] = 1420.0 + chance.randrange(90)
        capture = live(dict(scores), day)
        yield capture if day % 11 != 7 else not_seen(capture)


def not_seen(capture: Capture) -> Capture:
    """An attempt at the same time that came to nothing."""
    return replace(capture, outcome=Outcome.FAILED, standing=None, sha256=None, reason="no answer")


def what(messages: Sequence[Message], rule: str) -> list[tuple[object, ...]]:
    """Of each message of a rule its group and revision, when, why and what it says, in order."""
    return sorted(
        (m.made_at, m.group_id, m.revision, m.reason, m.lines, m.rows)
        for m in messages
        if m.rule == rule
    )


@pytest.mark.parametrize(
    "rule", ["top-five-anywhere", "new-leader", "stale-source", *OTHERS], ids=str
)
def test_what_is_previewed_is_what_was_told(both: Both, rule: str) -> None:
    """The same messages at the same times, with the same lines and rows, for each kind of rule."""
    assert what(both.told, rule)
    assert what(both.previewed, rule) == what(both.told, rule)


def test_a_silence_is_told_again_and_ends(both: Both) -> None:
    """A source that shows nothing new for weeks: stale, again after a week, and well again."""
    reasons = [m.reason for m in both.previewed if m.rule == "stale-source"]

    assert reasons[-3:] == [Reason.FIRST, Reason.REPEATED, Reason.RESOLVED]


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Record]:
    """Three days kept at once: fay comes into the top five on the second, and stays."""
    with Record(tmp_path) as record:
        pages = enumerate((FIRST, UP, UP | {"gus": 1441.0}))
        record.keep(*(make_capture(make_entries(s, half_width=10), day) for day, s in pages))
        yield record


def foretold(
    record: Record, text: str, since: datetime | None = None, until: datetime = LATER
) -> list[Previewed]:
    """What is previewed with rules of this text."""
    folder = Path(record.rows("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL")[0][0])
    wanted: Rules = rules(folder.parent, text)
    return preview(record.connection, wanted, since, until)


def test_the_time_asked_for_bounds_what_is_shown(days: Record) -> None:
    """A message stands at the time when it would have been made, both ends included."""
    (only,) = foretold(days, ONE, on(1), on(1))

    assert (only.message.board, only.message.made_at) == (BOARD, on(1))
    assert foretold(days, ONE, on(1.5)) == []
    assert foretold(days, ONE, None, on(0.5)) == []


def test_what_waited_when_the_time_began_is_told_in_it(days: Record) -> None:
    """A fact of the day before, confirmed on this one, is a message of this day."""
    (only,) = foretold(days, f"{ONE}    confirm: {{captures: 2}}\n", on(1.5))

    assert (only.message.made_at, only.message.observed_at) == (on(2), on(1))


def test_a_silence_that_began_before_ends_in_the_time_asked_for(tmp_path: Path) -> None:
    """That the source is well again is told, as it was told before that it was not."""
    stale = "rules:\n  stale:\n    kinds: [source_stale, source_recovered]\n"
    with Record(tmp_path) as record:
        days = ((0, FIRST), (15, FIRST), (20, UP))
        record.keep(*(make_capture(make_entries(s, half_width=10), day) for day, s in days))
        told = [each.message for each in foretold(record, stale, on(18))]

    assert [(m.made_at, m.reason, m.revision) for m in told] == [(on(20), Reason.RESOLVED, 2)]


def test_when_it_would_be_sent(days: Record) -> None:
    """At once; at the time of the digest; never, where the rule is silenced."""
    digest = '    digest: {every: 1d, at: "08:00"}\n'
    silent = "    silence_until: 2027-01-01\n"

    due = [foretold(days, ONE + more)[0].due_at for more in ("", digest, silent)]
    assert due == [on(1), on(1) + timedelta(hours=2), None]


def test_nothing_is_written(days: Record) -> None:
    """No event, message or delivery comes of a preview."""
    assert foretold(days, ONE)

    counts = "SELECT (SELECT count(*) FROM record.events), (SELECT count(*) FROM record.messages)"
    assert days.rows(counts) == [(0, 0)]


def test_a_rule_that_is_off_foretells_nothing(days: Record) -> None:
    """As it would tell nothing."""
    assert foretold(days, f"{ONE}    on: false\n") == []


def test_a_preview_has_epochs(tmp_path: Path) -> None:
    """They are told live, and so they are in a preview."""
    text = "rules:\n  epochs:\n    kinds: [epoch_started]\n"
    with Record(tmp_path) as record:
        days = [make_capture(make_entries(s, half_width=10), d) for d, s in enumerate((FIRST, UP))]
        record.keep(*(replace(day, method=f"mean of {n}") for n, day in enumerate(days)))
        told = preview(record.connection, rules(tmp_path, text), None, LATER)

    assert [message.lines[0].kind for message, _ in told] == ["epoch_started"]
