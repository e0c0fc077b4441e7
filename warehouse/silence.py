"""When a source fell silent: it was reached, and showed nothing new for longer than it should."""

from collections.abc import Collection

import duckdb

from warehouse.sql import query


def note_silences(connection: duckdb.DuckDBPyConnection, boards: Collection[str]) -> frozenset[str]:
    """Derive the silences of these boards again, inside the caller's transaction.

    Only captures that reached the source count: that we failed to look says nothing of it. Returns
    the snapshots after which there is a silence now, and was none before.
    """
    if not boards:
        return frozenset()
    columns = {"boards": sorted(boards)}
    before = connection.execute(query("forget_silences"), columns).fetchall()
    after = connection.execute(query("insert_silences"), columns).fetchall()
    return frozenset(name for (name,) in {*after} - {*before})
