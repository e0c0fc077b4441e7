"""When a source fell silent: it was reached, and showed nothing new for longer than it should."""

from collections.abc import Collection
from typing import Any

import duckdb

from warehouse.sql import insert, query, records


def note_silences(connection: duckdb.DuckDBPyConnection, boards: Collection[str]) -> frozenset[str]:
    """Derive the silences of these boards again, inside the caller's transaction.

    Only captures that reached the source count: that we failed to look says nothing of it. Returns
    the snapshots after which there is a silence now, and was none before.
    """
    if not boards:
        return frozenset()
    columns = {"boards": sorted(boards)}
    before = {row["snapshot_id"]: row for row in _rows(connection, "silences_on_record", columns)}
    after = {row["snapshot_id"]: row for row in _rows(connection, "silences_of", columns)}
    changed = [name for name, row in before.items() if after.get(name) != row]
    if changed:
        connection.execute(query("forget_silences"), {"snapshot_id": changed})
    made = [row for name, row in after.items() if before.get(name) != row]
    insert(connection, "insert_silences", made)
    return frozenset(after.keys() - before.keys())


def _rows(
    connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, list[str]]
) -> list[dict[str, Any]]:
    return records(connection.execute(query(name), columns))
