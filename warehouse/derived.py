"""What is derived of accepted captures: snapshots, and what each changed."""

from collections import defaultdict
from collections.abc import Sequence

import duckdb

from warehouse.line import Trace
from warehouse.sql import query
from warehouse.trial import Columns, Trial, insert_renames

_DERIVED = ("moves", "unseen", "settled", "aliases", "renames", "snapshots")


def traces(
    connection: duckdb.DuckDBPyConnection, snapshot_ids: Sequence[str]
) -> defaultdict[tuple[str, bool], set[Trace]]:
    """What snapshots leave to those after them, that which lasts (True) and the rest."""
    left: defaultdict[tuple[str, bool], set[Trace]] = defaultdict(set)
    if snapshot_ids:
        rows = connection.execute(query("traces"), {"snapshot_ids": list(snapshot_ids)})
        for snapshot_id, is_lasting, *trace in rows.fetchall():
            left[snapshot_id, is_lasting].add(Trace(*trace))
    return left


def forget(connection: duckdb.DuckDBPyConnection, snapshot_ids: Sequence[str]) -> None:
    """Remove snapshots with all that was derived from them."""
    if snapshot_ids:
        for table in _DERIVED:
            connection.execute(query(f"forget_{table}"), {"snapshot_ids": list(snapshot_ids)})


def derive(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]) -> None:
    """Write the snapshots of a round and what each changed."""
    if not trials:
        return
    snapshots = [trial.snapshot for trial in trials]
    accepted: Columns = {
        "snapshot_ids": [snapshot.snapshot_id for snapshot in snapshots],
        "previous_ids": [t.line.head.snapshot_id if t.line.head else None for t in trials],
        "capture_ids": [trial.candidate.capture_id for trial in trials],
        "models": [trial.beside.models for trial in trials],
        "windows": [snapshot.window_rows for snapshot in snapshots],
        "cut_scores": [trial.beside.cut_score for trial in trials],
        "opens": [snapshot.is_open for snapshot in snapshots],
        "moved": [snapshot.moved for snapshot in snapshots],
        "epochs": [snapshot.epoch for snapshot in snapshots],
    }
    connection.execute(query("insert_snapshots"), accepted)
    insert_renames(connection, trials)
    # The first snapshot of a line changes nothing, nor is one compared across an epoch.
    compared = [t for t in trials if t.line.head is not None and not t.verdict.epoch]
    if compared:
        connection.execute(query("compare"), _comparing(compared))
        for table in ("moves", "unseen", "settled"):
            connection.execute(query(f"insert_{table}"))


def _comparing(trials: Sequence[Trial]) -> Columns:
    carried = [(t.beside.candidate, each.key) for t in trials for each in t.carried]
    pending = [
        (trial.beside.candidate, key)
        for trial in trials
        if trial.is_pending
        for rename, state in trial.renames
        if state == "proposed"
        for key in (rename.old.key, rename.new.key)
    ]
    return {
        "candidates": [trial.beside.candidate for trial in trials],
        "snapshot_ids": [trial.candidate.snapshot_id for trial in trials],
        "carried_candidates": [candidate for candidate, _ in carried],
        "carried_keys": [key for _, key in carried],
        "pending_candidates": [candidate for candidate, _ in pending],
        "pending_keys": [key for _, key in pending],
    }
