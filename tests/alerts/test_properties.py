"""Whatever comes in whatever order: what is told is what is so, each fact once."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.rules import Rules
from leaderboard.alert import Line
from leaderboard.capture import Capture
from tests.alerts.telling import FIRST, NAMES, Told, live
from warehouse.outbox import Found, gather
from warehouse.telling import Connection, Happened

RULES = """
rules:
  tops:
    kinds: [entered_top, left_top, new_leader, left, returned]
    top: [3, 5]
  moves:
    kinds: [climbed, fell]
    min_rank_change: 2
"""
TOPS = """
rules:
  tops:
    kinds: [entered_top, left_top, new_leader, first_of_organization_in_top]
    top: [2, 3]
"""
TRUE = """
    SELECT change_id FROM changes
    WHERE (kind IN ('entered_top', 'left_top') AND threshold IN (3, 5))
        OR kind IN ('new_leader', 'left', 'returned')
        OR (
            kind IN ('climbed', 'fell')
            AND abs(coalesce(new_rank, new_place) - coalesce(old_rank, old_place)) >= 2
        )
"""
EVENTS = "SELECT change_id FROM record.events WHERE state = '{}'"
HELD = "SELECT DISTINCT board FROM boards WHERE state <> 'ok'"

moves = st.dictionaries(st.sampled_from(NAMES), st.integers(-25, 25), min_size=1, max_size=3)


@st.composite
def batches(draw: st.DrawFn) -> list[list[Capture]]:
    """Some days of a board on which a few models move, shuffled, in batches."""
    board, days = dict(FIRST), []
    for moved in draw(st.lists(moves, min_size=2, max_size=6)):
        board |= {name: board[name] + by for name, by in moved.items()}
        gone = draw(st.sets(st.sampled_from(NAMES), max_size=1))
        days.append({name: score for name, score in board.items() if name not in gone})
    captures = draw(st.permutations([live(page, day) for day, page in enumerate(days)]))
    made: list[list[Capture]] = [[]]
    for capture in captures:
        made[-1].append(capture)
        if draw(st.booleans()):
            made.append([])
    return [batch for batch in made if batch]


@given(batches())
@settings(max_examples=15, deadline=None)
def test_what_was_told_in_the_end_is_what_is_so(made: list[list[Capture]]) -> None:
    """Every change that a rule speaks of was told, or waits for a sick source; nothing else was."""
    with tempfile.TemporaryDirectory() as folder, Told(Path(folder), RULES) as told:
        for batch in made:
            told.keep(*batch)
            told.mark_sent("team")
        spoken_of, so = names(told, TRUE), names(told, "SELECT change_id FROM changes")
        said, waiting = names(told, EVENTS.format("told")), names(told, EVENTS.format("waiting"))
        held = told.rows(HELD)
        last = {message.group_id: message for message in told.messages}
        revisions = [(m.group_id, m.revision, m.reason) for m in told.messages]
        keys = names(told, "SELECT key FROM record.deliveries")
        (deliveries,) = told.rows("SELECT count(*) FROM record.deliveries")

    assert spoken_of <= said | waiting <= so
    assert waiting == set() or held != []
    lines = [line for message in last.values() for line in message.lines]
    assert {line.change_id for line in lines if not line.is_withdrawn} <= said
    assert not _as_told(line for line in lines if line.is_withdrawn) & _as_told(
        line for line in lines if not line.is_withdrawn
    )
    assert len(revisions) == len(set(revisions))
    assert len(keys) == deliveries[0]


@given(batches())
@settings(max_examples=10, deadline=None)
def test_what_is_not_looked_at_could_not_have_mattered(made: list[list[Capture]]) -> None:
    """Down to where rules look they find all that is found where everything is looked at."""
    with tempfile.TemporaryDirectory() as folder, Told(Path(folder), TOPS) as told:
        rules = told.teller.rules
        assert rules is not None
        found: list[tuple[set[str], set[str]]] = []

        def compare(connection: Connection, happened: Happened) -> None:
            shallow, deep = (
                gather(connection, happened, rules.kinds, depth) for depth in (rules.depth, None)
            )
            found.append((_spoken_of(rules, shallow), _spoken_of(rules, deep)))

        told.teller = compare
        for batch in made:
            told.keep(*batch)

    assert rules.depth == 3
    assert [shallow for shallow, _ in found] == [deep for _, deep in found]


def _spoken_of(rules: Rules, found: Found) -> set[str]:
    """The fresh changes that a rule speaks of."""
    return {
        name
        for name in found.fresh
        if any(rule.speaks_of(found.changes[name]) for rule in rules.active)
    }


def names(told: Told, sql: str) -> set[object]:
    """The values of a column."""
    return {name for (name,) in told.rows(sql)}


def _as_told(lines: Iterable[Line]) -> set[tuple[object, ...]]:
    """Which facts lines tell, in which words, of which time."""
    return {(line.change_id, line.sentence, line.observed_at) for line in lines}
