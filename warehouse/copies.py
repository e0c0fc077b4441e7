"""What is on record already of pages that come from other archives."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import duckdb

from leaderboard.capture import Address
from warehouse.sql import query


class KeptPage(NamedTuple):
    """A capture whose page is archived; the time is UTC without zone."""

    url: str
    attempted_at: datetime
    archived: str


def answered(connection: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> set[Address]:
    """The addresses with one of these urls that gave their page, whatever was read of it."""
    if not (urls := list(urls)):
        return set()
    rows = connection.execute(query("answered"), {"urls": urls}).fetchall()
    return {Address(*row) for row in rows}


def on_record(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> set[str]:
    """Those of the captures that are on record."""
    rows = connection.execute(query("kept"), {"ids": list(ids)}).fetchall()
    return {capture_id for capture_id, *_ in rows}


def kept_pages(connection: duckdb.DuckDBPyConnection, urls: Iterable[str]) -> list[KeptPage]:
    """The captures of these urls whose pages are archived, newest first."""
    rows = connection.execute(query("kept_pages"), {"urls": list(urls)}).fetchall()
    return [KeptPage(*row) for row in rows]
