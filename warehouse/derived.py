"""What follows from captures, as rows: gathered while lines are derived, written at the end."""

from collections.abc import Iterable

import duckdb

from leaderboard.capture import Cause
from warehouse.compare import CARRIED, ENTERED, KEPT, LEFT, RETURNED, UNCOVERED, UNSEEN, Move
from warehouse.line import Snapshot
from warehouse.renames import Rename
from warehouse.sql import insert, query
from warehouse.state import State
from warehouse.trial import Trial

_DERIVED = ("moves", "unseen", "settled", "tops", "tested", "aliases", "renames", "snapshots")
_PRESENCE = {ENTERED, RETURNED, LEFT, UNCOVERED}


class Derived:
    """Rows to write, and snapshots to forget with all that was derived from them."""

    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self.rows: dict[str, list[dict[str, object]]] = {table: [] for table in _DERIVED}

    def added_by(self, *causes: Cause) -> tuple[str, ...]:
        """The names of the snapshots that are written, of these causes."""
        rows = (row for row in self.rows["snapshots"] if row["cause"] in causes)
        return tuple(str(row["snapshot_id"]) for row in rows)

    def forget(self, snapshots: Iterable[Snapshot]) -> None:
        """Remove snapshots before anything is written."""
        self.forgotten += [snapshot.snapshot_id for snapshot in snapshots]

    def add(self, trial: Trial, snapshot: Snapshot, after: State) -> None:
        """Take down a snapshot and what it changed."""
        self.rows["snapshots"].append(_snapshot_row(trial, snapshot))
        self.rows["renames"] += [
            _rename_row(trial, rename, state) for rename, state in trial.identified.renames
        ]
        self.rows["aliases"] += _alias_rows(trial)
        self.rows["unseen"] += _unseen_rows(snapshot, after)
        self.rows["settled"] += _settled_rows(snapshot, after)
        self.rows["tops"] += _top_rows(snapshot, after, max(trial.thresholds))
        if trial.comparison is not None:
            told = (move for move in trial.comparison.moves if _is_told(move))
            self.rows["moves"] += [_move_row(trial, move, snapshot.snapshot_id) for move in told]
            self.rows["tested"] += [
                {"snapshot_id": snapshot.snapshot_id, **each._asdict()} for each in trial.tested
            ]

    def write(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Write all of it, inside the caller's transaction."""
        if self.forgotten:
            for table in _DERIVED:
                columns = {"snapshot_ids": self.forgotten}
                connection.execute(query(f"forget_{table}"), columns)
        for table, rows in self.rows.items():
            insert(connection, f"insert_{table}", rows)


def _is_told(move: Move) -> bool:
    """Whether the model stands otherwise than it was known before."""
    old, new = move.pair.old, move.pair.new
    if move.status in _PRESENCE:
        return True
    if move.status in {UNSEEN, CARRIED} and old is not None:
        is_hidden_now = move.status == UNSEEN and not old.is_unseen
        return is_hidden_now or old.standing != move.standing
    if move.status != KEPT or old is None or new is None:
        return False
    before = (old.standing, old.entry.score, old.entry.model)
    return before != (move.standing, new.score, new.model)


def _move_row(trial: Trial, move: Move, snapshot_id: str) -> dict[str, object]:
    made, head, pair, found = trial.candidate, trial.state.head, move.pair, trial.identified
    assert head is not None
    old, new = pair.old, pair.new if pair.is_shown else None
    before = old.entry if old is not None else None
    return {
        "from_snapshot": head.snapshot_id if old is None else old.seen_in,
        "to_snapshot": snapshot_id,
        "board": made.board,
        "channel": made.channel,
        "key": pair.identity,
        "model": move.named.model,
        "old_model": before.model if before else None,
        "organization": move.named.organization or (before.organization if before else None),
        "status": move.status,
        "cause": Cause.ALIAS if pair.identity in found.decided else trial.cause,
        "observed_at": made.observed_at,
        "published_at": made.published_at,
        "old_rank": old.standing if old and old.entry.rank is not None else None,
        "new_rank": move.standing if new and new.rank is not None else None,
        "old_place": before.place if before else None,
        "new_place": new.place if new else None,
        "old_standing": move.old_standing,
        "new_standing": move.standing,
        "old_score": before.score if before else None,
        "new_score": new.score if new else None,
        "from_window": trial.state.widest,
        "to_window": trial.verdict.window,
        "own_move": move.own_move,
        "displaced_by": move.displaced_by,
        "is_alias": pair.identity in found.joined,
        "is_pending": pair.identity in found.proposed,
        "doubted_above": move.doubted_above,
    }


def _snapshot_row(trial: Trial, snapshot: Snapshot) -> dict[str, object]:
    made, head = trial.candidate, trial.state.head
    return {
        **snapshot._asdict(),
        "previous_id": head.snapshot_id if head else None,
        "capture_id": made.capture_id,
        "cause": trial.cause,
        "published_at": made.published_at,
        "models": len(trial.beside.shown),
    }


def _alias_rows(trial: Trial) -> list[dict[str, object]]:
    """The keys on the page that mean another identity than before."""
    made = trial.candidate
    return [
        {
            "board": made.board,
            "channel": made.channel,
            "key": key,
            "identity": identity,
            "since": made.observed_at,
            "snapshot_id": made.snapshot_id,
        }
        for key, identity in trial.identified.identities.items()
        if trial.state.identity(key) != identity
    ]


def _unseen_rows(snapshot: Snapshot, after: State) -> list[dict[str, object]]:
    return [
        {
            "snapshot_id": snapshot.snapshot_id,
            "seen_in": tracked.seen_in,
            **tracked.entry._asdict(),
            "key": identity,
            "shown_key": tracked.entry.key,
            "standing": tracked.standing,
        }
        for identity, tracked in after.known.items()
        if tracked.is_unseen
    ]


def _settled_rows(snapshot: Snapshot, after: State) -> list[dict[str, object]]:
    return [
        {"snapshot_id": snapshot.snapshot_id, "key": identity, "standing": tracked.standing}
        for identity, tracked in after.known.items()
        if not tracked.is_unseen and tracked.standing != tracked.entry.standing
    ]


def _top_rows(snapshot: Snapshot, after: State, top: int) -> list[dict[str, object]]:
    return [
        {
            "snapshot_id": snapshot.snapshot_id,
            "key": identity,
            "model": tracked.entry.model,
            "organization": tracked.entry.organization,
            "standing": tracked.standing,
        }
        for identity, tracked in after.known.items()
        if tracked.standing <= top
    ]


def _rename_row(trial: Trial, rename: Rename, state: str) -> dict[str, object]:
    made, old, new = trial.candidate, rename.old, rename.new
    return {
        "board": made.board,
        "channel": made.channel,
        "snapshot_id": made.snapshot_id,
        "observed_at": made.observed_at,
        "old_key": old.identity,
        "new_key": new.entry.key,
        "old_model": old.entry.model,
        "new_model": new.entry.model,
        "organization": new.entry.organization or old.entry.organization,
        "old_standing": old.standing,
        "new_standing": new.standing,
        "old_score": old.entry.score,
        "new_score": new.entry.score,
        "old_votes": old.entry.votes,
        "new_votes": new.entry.votes,
        "certainty": rename.certainty,
        "state": state,
    }
