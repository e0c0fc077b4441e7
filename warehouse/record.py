"""Keeping captures: one transaction writes them with all that follows from them."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import duckdb
import msgspec

from leaderboard.capture import Address, Capture, Known
from leaderboard.source import Board, Source
from leaderboard.standing import Entry
from warehouse import timeline
from warehouse.database import transaction
from warehouse.line import LineName, Span
from warehouse.sql import query


class Kept(NamedTuple):
    """What was kept of a capture, after all captures were put in order of time."""

    outcome: str
    reason: str


def declare(connection: duckdb.DuckDBPyConnection, sources: Iterable[Source]) -> None:
    """Write down the boards and channels of these publishers, in place of what stood there.

    What is on record of a publisher without a source file stays as it was.
    """
    pairs = [(source, board) for source in sources for board in source.all_boards]
    fields = ("name", "publisher", "title", "metric", "unit", "higher_is_better", "url", "cadence")
    boards = [
        (*(getattr(board, field) for field in fields), source.attribution)
        for source, board in pairs
    ]
    channels = [(b.name, c.name, place) for _, b in pairs for place, c in enumerate(b.channels)]
    with transaction(connection):
        publishers = {"publishers": [source.publisher for source, _ in pairs]}
        connection.execute(query("forget_channels"), publishers)
        connection.execute(query("forget_boards"), publishers)
        _insert(connection, "insert_boards", (*fields, "attribution"), boards)
        _insert(connection, "insert_channels", ("board", "channel", "position"), channels)


def known_addresses(
    connection: duckdb.DuckDBPyConnection, urls: Iterable[str]
) -> dict[Address, Known]:
    """The last capture of each address with one of these urls at which its board was seen."""
    rows = connection.execute(query("known_addresses"), {"urls": list(urls)}).fetchall()
    return {Address(*address): Known(**fields) for *address, fields in rows}


def last_seen(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When each board was last seen."""
    return dict(connection.execute(query("last_seen")).fetchall())


def keep(
    connection: duckdb.DuckDBPyConnection, captures: Sequence[Capture], boards: Iterable[Board]
) -> list[Kept]:
    """Write the captures, their entries and what they change, all or nothing.

    The outcome of a capture can differ from the one it came with: a page that says the same as the
    one before it is `unchanged`, one that is not believed beside it `rejected`.
    """
    ids = [_capture_id(capture) for capture in captures]
    standings = [_standing_id(capture) for capture in captures]
    by_name = {board.name: board for board in boards}
    with transaction(connection):
        _insert_entries(connection, captures, standings)
        _insert_captures(connection, captures, ids, standings)
        timeline.replay(connection, _spans(captures, standings), by_name, ids)
        return _kept(connection, ids)


def _spans(captures: Sequence[Capture], standings: Sequence[str | None]) -> dict[LineName, Span]:
    """From when to when each line was added to."""
    times: dict[LineName, list[datetime]] = {}
    for capture, standing_id in zip(captures, standings, strict=True):
        if standing_id is not None:
            line = LineName(capture.board, capture.channel)
            times.setdefault(line, []).append(capture.observed_at)
    return {line: Span(min(added), max(added)) for line, added in times.items()}


def _capture_id(capture: Capture) -> str:
    text = "|".join((capture.board, capture.channel, capture.url, str(capture.attempted_at)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _standing_id(capture: Capture) -> str | None:
    """The digest of the entries, so that the same content has the same name whenever it is seen."""
    if capture.standing is None:
        return capture.standing_id
    return hashlib.sha256(msgspec.json.encode(capture.standing.entries)).hexdigest()[:32]


def _insert_entries(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[Capture],
    standings: Sequence[str | None],
) -> None:
    read = {
        standing_id: capture.standing.entries
        for capture, standing_id in zip(captures, standings, strict=True)
        if capture.standing is not None
    }
    stored = connection.execute(query("stored_standings"), {"ids": list(read)}).fetchall()
    for (standing_id,) in stored:
        del read[standing_id]
    rows = ((name, *entry) for name, entries in read.items() for entry in entries)
    _insert(connection, "insert_entries", ("standing_id", *Entry._fields), rows)


def _insert_captures(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[Capture],
    ids: Sequence[str],
    standings: Sequence[str | None],
) -> None:
    fields = (
        *("board", "channel", "cause", "url", "attempted_at", "observed_at", "published_at"),
        *("outcome", "reason", "http_status", "size_bytes", "sha256", "archived"),
        *("etag", "last_modified", "notice"),
    )
    rows = (
        (name, *(getattr(capture, field) for field in fields), standing_id, capture.method)
        for name, capture, standing_id in zip(ids, captures, standings, strict=True)
    )
    _insert(connection, "insert_captures", ("capture_id", *fields, "standing_id", "method"), rows)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    fields: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> None:
    """Execute a query that unnests one list a field."""
    columns = list(zip(*rows, strict=True))
    if columns:
        lists = [list(column) for column in columns]
        connection.execute(query(name), dict(zip(fields, lists, strict=True)))


def _kept(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Kept]:
    rows = connection.execute(query("kept"), {"ids": list(ids)}).fetchall()
    outcomes = {name: Kept(outcome, reason) for name, outcome, reason in rows}
    return [outcomes[name] for name in ids]
