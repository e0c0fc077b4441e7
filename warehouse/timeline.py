"""Putting captures in order of time: which are snapshots, and what each changed.

What is derived depends on the captures and their times only, not on the order they were loaded in:
when one arrives late, what its line showed from that time on is derived again, up to the snapshot
after which all is as it was. What is in doubt at one capture is settled by the next, so that a
line is also derived again from what it left open.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

import duckdb

from leaderboard.capture import Outcome
from leaderboard.source import Board
from warehouse.derived import derive, forget, traces
from warehouse.identity import Decided
from warehouse.line import Candidate, Line, LineName, Snapshot, Span, Trace
from warehouse.sql import query
from warehouse.trial import Columns, Decisions, Trial, open_trials

SAME_STANDING = "same standing"

Judged = list[tuple[Candidate, Outcome, str]]
Replaced = dict[Snapshot, set[Trace]]


def replay(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    boards: Mapping[str, Board],
    capture_ids: Sequence[str] = (),
) -> None:
    """Derive snapshots and moves of each line from its span on, inside the caller's transaction.

    The lines are worked off in rounds, one candidate of each line a round, so that a cycle over
    many boards costs a handful of statements and not some for each board. `capture_ids` are new.
    """
    if not spans:
        return
    lines = _load(connection, spans, capture_ids)
    decisions = _decisions(connection)
    judged: Judged = []
    while nexts := [(line, c) for line in lines if (c := _next_other(line, judged)) is not None]:
        taken = _take(connection, nexts)
        trials = open_trials(connection, nexts, boards, decisions)
        for trial in trials:
            trial.judge()
        accepted = _tried(connection, trials, judged)
        derive(connection, accepted)
        _advance(connection, accepted, taken)
    forget(connection, [snapshot.snapshot_id for line in lines for snapshot in line.old])
    _write_down(connection, judged)


def _load(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    capture_ids: Sequence[str],
) -> list[Line]:
    firsts: Columns = {
        "boards": [name.board for name in spans],
        "channels": [name.channel for name in spans],
        "starts": [span.first for span in spans.values()],
    }
    found = connection.execute(query("starts"), {**firsts, "capture_ids": list(capture_ids)})
    columns = zip(*found.fetchall(), strict=True)
    starts: Columns = dict(zip(firsts, map(list, columns), strict=True))
    lines = {name: Line(span.last) for name, span in spans.items()}
    for row in connection.execute(query("heads"), starts).fetchall():
        line = lines[LineName(*row[:2])]
        *snapshot, line.method, line.most_moved, line.was_cut = row
        line.head = Snapshot(*snapshot)
    for row in connection.execute(query("snapshots_from"), starts).fetchall():
        lines[LineName(*row[:2])].old.append(Snapshot(*row))
    for row in connection.execute(query("candidates"), starts).fetchall():
        lines[LineName(*row[:2])].waiting.append(Candidate(*row))
    return list(lines.values())


def _decisions(connection: duckdb.DuckDBPyConnection) -> Decisions:
    pairs: defaultdict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    for board, old, new, is_accepted in connection.execute(query("decisions")).fetchall():
        pairs[board][old, new] = is_accepted
    return {board: Decided(decided) for board, decided in pairs.items()}


def _next_other(line: Line, judged: Judged) -> Candidate | None:
    """The line's next candidate that shows something else than its head."""
    while line.waiting:
        candidate = line.waiting.popleft()
        if line.head is None or candidate.standing_id != line.head.standing_id:
            return candidate
        judged.append((candidate, Outcome.UNCHANGED, SAME_STANDING))
    return None


def _tried(
    connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], judged: Judged
) -> list[Trial]:
    """The trials that end in a snapshot; what is in doubt is put to the capture that follows."""
    agreed = _ask_later(connection, [t for t in trials if t.verdict.held or t.verdict.doubted])
    accepted: list[Trial] = []
    for trial in trials:
        outcome, reason = _outcome(trial, agreed)
        judged.append((trial.candidate, outcome, reason))
        if outcome == Outcome.CHANGED:
            accepted.append(trial)
    refused = [trial.candidate.snapshot_id for trial in trials if trial not in accepted]
    if refused:
        connection.execute(query("forget_aliases"), {"snapshot_ids": refused})
    return accepted


def _outcome(trial: Trial, agreed: Mapping[int, tuple[set[str], bool]]) -> tuple[Outcome, str]:
    verdict = trial.verdict
    if verdict.refusal:
        return Outcome.REJECTED, verdict.refusal
    if not verdict.held and not verdict.doubted:
        return Outcome.CHANGED, ""
    later = agreed.get(trial.beside.candidate)
    if not verdict.held:
        shown_again = {each.shown_key for each in verdict.doubted} if later is None else later[0]
        trial.is_open = later is None
        trial.carried = [each for each in verdict.doubted if each.shown_key in shown_again]
        return Outcome.CHANGED, ""
    if later is None:
        return Outcome.SUSPECT, f"{verdict.held}; held until another capture agrees"
    shown_again, is_nearer = later
    if shown_again or (verdict.is_moved and not is_nearer):
        return Outcome.REJECTED, f"{verdict.held}; the next capture shows otherwise"
    return Outcome.CHANGED, ""


def _ask_later(
    connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]
) -> dict[int, tuple[set[str], bool]]:
    """What the next capture with other bytes says: the doubted models it shows, and the scores.

    A candidate is left out if there is none yet.
    """
    pairs = [(t, later) for t in trials if (later := t.confirming) is not None]
    if not pairs:
        return {}
    missing = [(t.beside.candidate, each.shown_key) for t, _ in pairs for each in t.verdict.doubted]
    columns: Columns = {
        "candidates": [trial.beside.candidate for trial, _ in pairs],
        "later_ids": [later.standing_id for _, later in pairs],
        "missing_candidates": [candidate for candidate, _ in missing],
        "missing_keys": [key for _, key in missing],
    }
    rows = connection.execute(query("agreement"), columns).fetchall()
    return {candidate: (set(keys), is_nearer) for candidate, keys, is_nearer in rows}


def _take(
    connection: duckdb.DuckDBPyConnection, nexts: Sequence[tuple[Line, Candidate]]
) -> Replaced:
    """Take what an earlier replay derived up to each candidate's place in time, and forget it."""
    taken = {id(line): _taken(line, candidate) for line, candidate in nexts}
    replaced = [snapshot.snapshot_id for snapshot in chain(*taken.values())]
    left = traces(connection, replaced)
    forget(connection, replaced)
    for line, _ in nexts:
        for snapshot in taken[id(line)]:
            line.traces_before |= left[snapshot.snapshot_id, True]
    return {snapshot: left[snapshot.snapshot_id, False] for snapshot in chain(*taken.values())}


def _taken(line: Line, candidate: Candidate) -> list[Snapshot]:
    place = (candidate.observed_at, candidate.standing_id)
    taken: list[Snapshot] = []
    while line.old and (line.old[0].observed_at, line.old[0].standing_id) <= place:
        taken.append(line.old.popleft())
    return taken


def _advance(
    connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], taken: Replaced
) -> None:
    """Make each snapshot the head of its line; end the lines that have converged."""
    heads = [trial.snapshot for trial in trials]
    left = traces(connection, [head.snapshot_id for head in heads] if taken else [])
    for trial, head in zip(trials, heads, strict=True):
        line = trial.line
        line.advance(head, trial.candidate.method)
        line.traces_now |= left[head.snapshot_id, True]
        is_as_before = (
            head in taken
            and taken[head] == left[head.snapshot_id, False]
            and line.traces_before == line.traces_now
        )
        if is_as_before and head.observed_at > line.last_added:
            line.waiting.clear()
            line.old.clear()


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
        columns: Columns = {"capture_ids": names, "outcomes": outcomes, "reasons": reasons}
        connection.execute(query("judge_captures"), columns)
