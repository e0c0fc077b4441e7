"""Putting captures in order of time: which are snapshots, and what each changed.

What is derived depends on the captures and their times only, not on the order they were loaded in:
when one arrives late, what its line showed from that time on is derived again, up to the snapshot
after which all is as it was.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import duckdb

from leaderboard.capture import Outcome
from leaderboard.source import Board
from warehouse.accept import Beside, judge
from warehouse.line import Candidate, Line, LineName, Snapshot, Span, Step, Traces
from warehouse.sql import query

SAME_STANDING = "same standing"

Columns = dict[str, list[object]]


def replay(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    boards: Mapping[str, Board],
) -> None:
    """Derive snapshots and moves of each line from its span on, inside the caller's transaction.

    The lines are worked off in rounds, one candidate of each line a round, so that a cycle over
    many boards costs a handful of statements and not some for each board.
    """
    if not spans:
        return
    lines = _load(connection, spans)
    judged: list[tuple[Candidate, Outcome, str]] = []
    while steps := _next_steps(connection, lines, boards, judged):
        _settle(connection, steps)
    _forget(connection, [snapshot for line in lines for snapshot in line.old])
    _write_down(connection, judged)


def _load(connection: duckdb.DuckDBPyConnection, spans: Mapping[LineName, Span]) -> list[Line]:
    starts: Columns = {
        "boards": [name.board for name in spans],
        "channels": [name.channel for name in spans],
        "starts": [span.first for span in spans.values()],
    }
    lines = {name: Line(span.last) for name, span in spans.items()}
    for row in connection.execute(query("heads"), starts).fetchall():
        lines[LineName(*row[:2])].head = Snapshot(*row)
    for row in connection.execute(query("snapshots_from"), starts).fetchall():
        lines[LineName(*row[:2])].old.append(Snapshot(*row))
    for row in connection.execute(query("candidates"), starts).fetchall():
        lines[LineName(*row[:2])].waiting.append(Candidate(*row))
    return list(lines.values())


def _next_steps(
    connection: duckdb.DuckDBPyConnection,
    lines: Sequence[Line],
    boards: Mapping[str, Board],
    judged: list[tuple[Candidate, Outcome, str]],
) -> list[Step]:
    """The next accepted candidate of each line, passing over those that change nothing."""
    steps: list[Step] = []
    pending = list(lines)
    while pending:
        nexts = [(line, c) for line in pending if (c := _next_other(line, judged)) is not None]
        pending = []
        for line, candidate, beside in _beside(connection, nexts):
            verdict = judge(beside, boards[candidate.board].channel(candidate.channel))
            if verdict.refusal:
                judged.append((candidate, Outcome.REJECTED, verdict.refusal))
                pending.append(line)
            else:
                judged.append((candidate, Outcome.CHANGED, ""))
                steps.append(Step(line, candidate, beside, verdict))
    return steps


def _next_other(line: Line, judged: list[tuple[Candidate, Outcome, str]]) -> Candidate | None:
    """The line's next candidate that shows something else than its head."""
    while line.waiting:
        candidate = line.waiting.popleft()
        if line.head is None or candidate.standing_id != line.head.standing_id:
            return candidate
        judged.append((candidate, Outcome.UNCHANGED, SAME_STANDING))
    return None


def _beside(
    connection: duckdb.DuckDBPyConnection, nexts: Sequence[tuple[Line, Candidate]]
) -> list[tuple[Line, Candidate, Beside]]:
    if not nexts:
        return []
    facts: Columns = {
        "candidates": list(range(len(nexts))),
        "standing_ids": [candidate.standing_id for _, candidate in nexts],
        "previous_ids": [line.head.snapshot_id if line.head else None for line, _ in nexts],
        "boards": [candidate.board for _, candidate in nexts],
    }
    rows = connection.execute(query("facts"), facts).fetchall()
    return [(*pair, Beside(*row)) for pair, row in zip(nexts, rows, strict=True)]


def _settle(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step]) -> None:
    """Put the snapshots of a round in place of the old ones; end the lines that have converged."""
    taken = [_taken(step) for step in steps]
    replaced = [snapshot for snapshots in taken for snapshot in snapshots]
    before = _traces(connection, replaced)
    _forget(connection, replaced)
    _derive(connection, steps)
    after = _traces(connection, [step.snapshot for step in steps] if replaced else [])
    for step, snapshots in zip(steps, taken, strict=True):
        line = step.line
        line.head = head = step.snapshot
        line.left_before |= {key for old in snapshots for key in before[old.snapshot_id].left}
        line.left_now |= after[head.snapshot_id].left
        is_as_before = (
            head in snapshots
            and before[head.snapshot_id].unseen == after[head.snapshot_id].unseen
            and line.left_before == line.left_now
        )
        if is_as_before and head.observed_at > line.last_added:
            line.waiting.clear()
            line.old.clear()


def _taken(step: Step) -> list[Snapshot]:
    """Take the line's old snapshots up to the candidate's place in time."""
    old, place = step.line.old, (step.candidate.observed_at, step.candidate.standing_id)
    taken: list[Snapshot] = []
    while old and (old[0].observed_at, old[0].standing_id) <= place:
        taken.append(old.popleft())
    return taken


def _traces(
    connection: duckdb.DuckDBPyConnection, snapshots: Sequence[Snapshot]
) -> defaultdict[str, Traces]:
    traces: defaultdict[str, Traces] = defaultdict(Traces)
    if snapshots:
        rows = connection.execute(query("traces"), _names(snapshots)).fetchall()
        for snapshot_id, key, seen_in in rows:
            if seen_in is None:
                traces[snapshot_id].left.add(key)
            else:
                traces[snapshot_id].unseen.add((key, seen_in))
    return traces


def _forget(connection: duckdb.DuckDBPyConnection, snapshots: Sequence[Snapshot]) -> None:
    if snapshots:
        for table in ("moves", "unseen", "snapshots"):
            connection.execute(query(f"forget_{table}"), _names(snapshots))


def _names(snapshots: Sequence[Snapshot]) -> Columns:
    return {"snapshot_ids": [snapshot.snapshot_id for snapshot in snapshots]}


def _derive(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step]) -> None:
    """Write the snapshots of a round and what each changed."""
    accepted: Columns = {
        "snapshot_ids": [step.candidate.snapshot_id for step in steps],
        "previous_ids": [s.line.head.snapshot_id if s.line.head else None for s in steps],
        "capture_ids": [step.candidate.capture_id for step in steps],
        "models": [step.beside.models for step in steps],
        "windows": [step.verdict.window for step in steps],
        "cut_scores": [step.beside.cut_score for step in steps],
    }
    connection.execute(query("insert_snapshots"), accepted)
    following = [s.candidate.snapshot_id for s in steps if s.line.head is not None]
    if following:  # the first snapshot of a line changes nothing
        connection.execute(query("compare"), {"snapshot_ids": following})
        connection.execute(query("insert_moves"))
        connection.execute(query("insert_unseen"))


def _write_down(
    connection: duckdb.DuckDBPyConnection, judged: Sequence[tuple[Candidate, Outcome, str]]
) -> None:
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
