"""When a source fell silent: it was reached, and showed nothing new for longer than it should."""

from collections.abc import Collection

import duckdb

from warehouse.sql import query


def note_silences(connection: duckdb.DuckDBPyConnection, boards: Collection[str]) -> None:
    """Derive the silences of these boards again, inside the caller's transaction.

    Only captures that reached the source count: that we failed to look says nothing of it.
    """
    if boards:
        columns = {"boards": sorted(boards)}
        connection.execute(query("forget_silences"), columns)
        connection.execute(query("insert_silences"), columns)
