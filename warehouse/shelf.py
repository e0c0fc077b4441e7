"""Reading what a line is derived from: its state before, its candidates, and their rows."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence

import duckdb

from leaderboard.standing import Entry
from warehouse.line import Candidate, Line, LineName, Snapshot, Span
from warehouse.sql import query
from warehouse.state import State, Tracked

# Rows that are read ahead at once, and that are held: some 200 bytes each.
_ROWS_AHEAD, _ROWS_HELD = 20_000, 80_000


class Shelf:
    """The rows of candidates, read ahead in the order of their lines."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        lines: Iterable[Line],
        read: Mapping[str, Sequence[Entry]],
    ) -> None:
        self._connection = connection
        self._read = read
        waiting = (candidate for line in lines for candidate in line.waiting)
        self._ahead = OrderedDict(
            (each.standing_id, each.rows) for each in waiting if each.standing_id not in read
        )
        self._held: OrderedDict[str, list[Entry]] = OrderedDict()
        self._rows = 0

    def entries(self, candidate: Candidate) -> Sequence[Entry]:
        """The rows of a candidate."""
        if (rows := self._read.get(candidate.standing_id)) is not None:
            return rows
        if candidate.standing_id not in self._held:
            self._fetch(candidate)
        return self._held[candidate.standing_id]

    def _fetch(self, candidate: Candidate) -> None:
        wanted, rows = [candidate.standing_id], candidate.rows
        self._ahead.pop(candidate.standing_id, None)
        while self._ahead and rows < _ROWS_AHEAD:
            standing_id, more = self._ahead.popitem(last=False)
            wanted.append(standing_id)
            rows += more
        while self._held and self._rows + rows > _ROWS_HELD:
            self._rows -= len(self._held.popitem(last=False)[1])
        self._held |= {standing_id: [] for standing_id in wanted}
        self._rows += rows
        found = self._connection.execute(query("entries_of"), {"standing_ids": wanted})
        for standing_id, *fields in found.fetchall():
            self._held[standing_id].append(Entry(*fields))


def load_lines(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    capture_ids: Sequence[str],
) -> list[Line]:
    """The lines with what waits on them, from their spans or from what they left open on."""
    firsts = _columns((name, span.first) for name, span in spans.items())
    begun = connection.execute(query("starts"), {**firsts, "capture_ids": list(capture_ids)})
    rows = begun.fetchall()
    starts = _columns((LineName(board, channel), start) for board, channel, start in rows)
    lines = {
        name: Line(name, start, spans[name].last)
        for name, start in ((LineName(board, channel), start) for board, channel, start in rows)
    }
    for row in connection.execute(query("snapshots_from"), starts).fetchall():
        lines[LineName(*row[:2])].old.append(Snapshot(*row))
    for row in connection.execute(query("candidates"), starts).fetchall():
        lines[LineName(*row[:2])].waiting.append(Candidate(*row))
    for line in lines.values():
        _reach(line, set(capture_ids))
    return list(lines.values())


def load_states(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[Line]
) -> dict[LineName, State]:
    """The state of each line before its first candidate; of the models only where it matters."""
    states = {line.name: State() for line in lines}
    heads = connection.execute(query("heads"), _starts(lines)).fetchall()
    for row in heads:
        state = states[LineName(*row[:2])]
        (
            *snapshot,
            state.method,
            state.most_moved,
            state.was_cut,
            state.widest,
            state.published_at,
        ) = row
        state.head = Snapshot(*snapshot)
    moving = [line for line in lines if _moves(line, states[line.name])]
    if moving:
        _load_models(connection, moving, states)
    return states


def _load_models(
    connection: duckdb.DuckDBPyConnection, lines: Sequence[Line], states: Mapping[LineName, State]
) -> None:
    heads = [state.head for line in lines if (state := states[line.name]).head is not None]
    ids = {"snapshot_ids": [head.snapshot_id for head in heads if head is not None]}
    for board, channel, identity, *fields in connection.execute(
        query("known_models"), ids
    ).fetchall():
        *entry, standing, seen_in, is_unseen = fields
        tracked = Tracked(Entry(*entry), standing, seen_in, is_unseen)
        states[LineName(board, channel)].known[identity] = tracked
    starts = _starts(lines)
    for board, channel, key, identity in connection.execute(query("identities"), starts).fetchall():
        states[LineName(board, channel)].identities[key] = identity
    for board, channel, identity in connection.execute(query("departed"), starts).fetchall():
        states[LineName(board, channel)].departed.add(identity)


def _moves(line: Line, state: State) -> bool:
    """Whether a candidate shows something else than the snapshot before."""
    shown = state.head.standing_id if state.head is not None else None
    return any(candidate.standing_id != shown for candidate in line.waiting)


def _reach(line: Line, new: set[str]) -> None:
    """A standing that is now known to have been shown before may be judged otherwise later on."""
    added = {each.standing_id for each in line.waiting if each.capture_id in new}
    again = [each.observed_at for each in line.waiting if each.standing_id in added]
    line.last_added = max([line.last_added, *again])


def _starts(lines: Sequence[Line]) -> dict[str, list[object]]:
    return _columns((line.name, line.start) for line in lines)


def _columns(starts: Iterable[tuple[LineName, object]]) -> dict[str, list[object]]:
    pairs = list(starts)
    return {
        "boards": [name.board for name, _ in pairs],
        "channels": [name.channel for name, _ in pairs],
        "starts": [start for _, start in pairs],
    }
