"""Putting captures in order of time: which are snapshots, and what each changed.

What is derived depends on the captures and their times only, not on the order they were loaded in:
when one arrives late, what its line showed from that time on is derived again, up to the snapshot
after which all is as it was. What is in doubt at one capture is settled by the next, so that a
line is also derived again from what it left open.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import duckdb

from leaderboard.capture import Cause, Outcome
from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.derived import Derived
from warehouse.line import Candidate, Line, LineName, Snapshot, Span
from warehouse.renames import Decided
from warehouse.shelf import Shelf, load_lines, load_states
from warehouse.sql import query
from warehouse.state import State
from warehouse.trial import Trial

SAME_STANDING = "same standing"

Judged = list[tuple[Candidate, Outcome, str]]


class Replayed(NamedTuple):
    """The snapshots that were derived, and those forgotten for it.

    `live` are those derived that a source showed as it happened; where there is one, `known` are
    the versions of changes of that kind that showed in those forgotten.
    """

    added: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()


def replay(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    boards: Mapping[str, Board],
    capture_ids: Sequence[str] = (),
    read: Mapping[str, Sequence[Entry]] = MappingProxyType({}),
) -> Replayed:
    """Derive snapshots and moves of each line from its span on, inside the caller's transaction.

    `capture_ids` are new; `read` has the rows of standings that need not be looked up.
    """
    if not spans:
        return Replayed()
    lines = load_lines(connection, spans, capture_ids)
    states = load_states(connection, lines)
    replaying = Replaying(
        boards, _decisions(connection), _thresholds(connection), Shelf(connection, lines, read)
    )
    for line in lines:
        replaying.work_off(line, states[line.name])
    derived = replaying.derived
    live = derived.added_by(Cause.SOURCE)
    known = versions_of(connection, derived.forgotten if live else ())
    derived.write(connection)
    _write_down(connection, replaying.judged)
    return Replayed(derived.added_by(*Cause), tuple(derived.forgotten), live, known)


@dataclass(slots=True)
class Replaying:
    """Lines in the middle of being derived again; nothing is written until all of them are."""

    boards: Mapping[str, Board]
    decisions: Mapping[str, Decided]
    thresholds: Sequence[int]
    shelf: Shelf
    derived: Derived = field(default_factory=Derived)
    judged: Judged = field(default_factory=list)

    def work_off(self, line: Line, state: State) -> State:
        """Judge every waiting candidate, up to where all is as it was; the state after the last."""
        while line.waiting:
            candidate = line.waiting.popleft()
            if state.head is not None and candidate.standing_id == state.head.standing_id:
                self.judged.append((candidate, Outcome.UNCHANGED, SAME_STANDING))
                continue
            trial = self._trial(line, state, candidate)
            replaced = _taken(line, candidate)
            self.derived.forget(replaced)
            ruling = trial.ruling
            self.judged.append((candidate, ruling.outcome, ruling.reason))
            if not ruling.is_accepted:
                continue
            snapshot, after = trial.conclude()
            self.derived.add(trial, snapshot, after)
            state = after
            if snapshot in replaced and snapshot.observed_at > line.last_added:
                return state
        self.derived.forget(line.old)
        return state

    def _trial(self, line: Line, state: State, candidate: Candidate) -> Trial:
        return Trial(
            line,
            state,
            candidate,
            self.boards[candidate.board],
            self.decisions.get(candidate.board, Decided({})),
            self.shelf.entries,
            self.thresholds,
        )


def _taken(line: Line, candidate: Candidate) -> list[Snapshot]:
    """What an earlier derivation has up to the candidate's place in time."""
    place = (candidate.observed_at, candidate.standing_id)
    taken: list[Snapshot] = []
    while line.old and (line.old[0].observed_at, line.old[0].standing_id) <= place:
        taken.append(line.old.popleft())
    return taken


def versions_of(connection: duckdb.DuckDBPyConnection, snapshots: Sequence[str]) -> frozenset[str]:
    """The changes that snapshots showed as it happened, each as it is now."""
    if not snapshots:
        return frozenset()
    rows = connection.execute(
        query("versions_of_changes"), {"snapshots": list(snapshots)}
    ).fetchall()
    return frozenset(version for (version,) in rows)


def _decisions(connection: duckdb.DuckDBPyConnection) -> dict[str, Decided]:
    pairs: defaultdict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    for board, old, new, is_accepted in connection.execute(query("decisions")).fetchall():
        pairs[board][old, new] = is_accepted
    return {board: Decided(decided) for board, decided in pairs.items()}


def _thresholds(connection: duckdb.DuckDBPyConnection) -> list[int]:
    rows = connection.execute(query("thresholds")).fetchall()
    return [threshold for (threshold,) in rows]


def _write_down(connection: duckdb.DuckDBPyConnection, judged: Judged) -> None:
    """Correct the outcomes of captures; one with the same bytes as before stays as it is."""
    corrected = [
        (candidate.capture_id, outcome, reason)
        for candidate, outcome, reason in judged
        if (candidate.outcome, candidate.reason) != (outcome, reason)
        and not candidate.repeats_bytes
    ]
    if corrected:
        names, outcomes, reasons = (list(column) for column in zip(*corrected, strict=True))
        columns = {"capture_ids": names, "outcomes": outcomes, "reasons": reasons}
        connection.execute(query("judge_captures"), columns)
