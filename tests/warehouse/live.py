"""Boards as they are lived with: one capture after the other, and what was told by then.

Lines are derived in memory here, as `warehouse.timeline` derives them; a test holds the facts that
are read off the rows to what the view `changes` says of the same rows.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from leaderboard.capture import Cause, Outcome
from leaderboard.source import Board
from leaderboard.standing import Entry, ranked
from tests.record import BOARD, START, make_source
from warehouse.line import Candidate, Line, LineName
from warehouse.state import State
from warehouse.timeline import Replaying

Day = Sequence[Entry]
Fact = tuple[str, int | None, str]
Facts = Mapping[int, dict[str, Any]]
THRESHOLDS = (1, 3, 5, 10)
(CHESS,) = make_source().all_boards


class Pages:
    """The rows of days, as a warehouse would give them back; `facts` says more of some captures."""

    def __init__(self, days: Sequence[Day], facts: Facts) -> None:
        self.days = days
        self.facts = facts

    def entries(self, candidate: Candidate) -> Day:
        """The rows of a candidate."""
        return self.days[int(candidate.capture_id)]

    def candidates(self) -> list[Candidate]:
        """A capture a day."""
        made: list[Candidate] = []
        for day, rows in enumerate(self.days):
            standing_id = hashlib.sha256(repr(rows).encode()).hexdigest()
            is_repeat = any(each.standing_id == standing_id for each in made)
            candidate = _candidate(day, standing_id, len(rows), is_repeat=is_repeat)
            made.append(candidate._replace(**self.facts.get(day, {})))
        return made


class Lived(NamedTuple):
    """What follows from days: the rows of each table, and how things stand in the end."""

    rows: dict[str, list[dict[str, object]]]
    state: State
    judged: list[tuple[str, str]]

    @property
    def outcomes(self) -> list[str]:
        """What became of each capture, in order."""
        return [outcome for outcome, _ in self.judged]

    @property
    def reason(self) -> str:
        """Why the last capture that was not simply believed was not."""
        return next(reason for _, reason in reversed(self.judged) if reason)


def derive(days: Sequence[Day], board: Board = CHESS, facts: Facts = MappingProxyType({})) -> Lived:
    """All that follows from the days, in order."""
    pages = Pages(days, facts)
    replaying = Replaying({board.name: board}, {}, THRESHOLDS, pages)  # type: ignore[arg-type]
    line = Line(LineName(BOARD, "archive"), START, START + timedelta(days=len(days)))
    line.waiting = deque(pages.candidates())
    state = replaying.work_off(line, State())
    judged = [(str(outcome), reason) for _, outcome, reason in replaying.judged]
    return Lived(replaying.derived.rows, state, judged)


def live(days: Sequence[Day], board: Board = CHESS) -> tuple[set[Fact], list[set[Fact]]]:
    """All that was ever told while the days came one by one, and what is told after each."""
    after = [alerts(derive(days[:count], board)) for count in range(1, len(days) + 1)]
    return set().union(*after), after


def alerts(lived: Lived) -> set[Fact]:
    """What is told about the top of a board."""
    moves = [move for move in lived.rows["moves"] if not move["is_pending"]]
    return {fact for move in moves for fact in _facts(move)}


def rerank(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with ranks in the order of their scores, as a board would publish them."""
    best_first = sorted(entries, key=lambda e: (-(e.score or 0), e.rank or 0, e.model))
    return as_listed(best_first)


def as_listed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries with ranks 1, 2, 3 in their order."""
    numbered = [entry._replace(rank=rank) for rank, entry in enumerate(entries, start=1)]
    return ranked(numbered, higher_is_better=True)


def _facts(move: dict[str, object]) -> Iterable[Fact]:
    old, new, name = move["old_standing"], move["new_standing"], str(move["model"])
    window, cut, doubted = move["from_window"], move["to_window"], move["doubted_above"]
    is_unseen = move["status"] == "unseen"
    for top in THRESHOLDS:
        was_out = (window is None or top <= window) if old is None else old > top  # type: ignore[operator]
        if not is_unseen and new is not None and new + doubted <= top and was_out:  # type: ignore[operator]
            yield "entered_top", top, name
        is_out = move["status"] == "left" or (new is not None and new > top)  # type: ignore[operator]
        is_sure = not is_unseen or cut is None or cut >= top  # type: ignore[operator]
        if old is not None and old <= top and is_out and is_sure:  # type: ignore[operator]
            yield "left_top", top, name
    if not is_unseen and new is not None and new + doubted == 1 and old != 1:  # type: ignore[operator]
        yield "new_leader", None, name


def _candidate(day: int, standing_id: str, rows: int, *, is_repeat: bool) -> Candidate:
    taken_at = START + timedelta(days=day)
    return Candidate(
        board=BOARD,
        channel="archive",
        capture_id=str(day),
        cause=Cause.SOURCE,
        attempted_at=taken_at,
        observed_at=taken_at,
        published_at=None,
        standing_id=standing_id,
        outcome=Outcome.CHANGED,
        reason="",
        sha256=f"{day}-{standing_id}",
        method=None,
        reread_at=None,
        rows=rows,
        is_repeat=is_repeat,
    )
