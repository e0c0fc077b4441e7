"""Keeping captures: one transaction writes them with all that follows from them."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import NamedTuple

import duckdb
import msgspec

from leaderboard.capture import SEEN, Address, Capture, Known
from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse import timeline
from warehouse.database import transaction
from warehouse.line import LineName, Span
from warehouse.silence import note_silences
from warehouse.sql import insert, query
from warehouse.telling import Happened, Tell, say_nothing


class Kept(NamedTuple):
    """What was kept of a capture, after all captures were put in order of time."""

    outcome: str
    reason: str


def known_addresses(
    connection: duckdb.DuckDBPyConnection, urls: Iterable[str]
) -> dict[Address, Known]:
    """The last capture of each address with one of these urls at which its board was seen."""
    rows = connection.execute(query("known_addresses"), {"urls": list(urls)}).fetchall()
    return {Address(*address): Known(**fields) for *address, fields in rows}


def first_seen(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """The earliest time that is on record of each board."""
    return dict(connection.execute(query("first_seen")).fetchall())


def last_attempts(connection: duckdb.DuckDBPyConnection) -> dict[str, datetime]:
    """When a page of each board was last asked for."""
    return dict(connection.execute(query("last_attempts")).fetchall())


def decided_by(captures: Iterable[Capture]) -> set[str]:
    """What keeping captures decides about: their boards, and whether their standings are stored."""
    captures = list(captures)
    standings = {standing_id_of(each) for each in captures if each.standing is not None}
    return {each.board for each in captures} | {f"standing {name}" for name in standings}


def keep(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[Capture],
    boards: Iterable[Board],
    tell: Tell = say_nothing,
) -> list[Kept]:
    """Write the captures, their entries, what they change and what is told of it, all or nothing.

    The outcome of a capture can differ from the one it came with: a page that says the same as the
    one before it is `unchanged`, one that is not believed beside it `rejected`.
    """
    ids = [capture_id(_address(capture), capture.attempted_at) for capture in captures]
    standings = [standing_id_of(capture) for capture in captures]
    by_name = {board.name: board for board in boards}
    with transaction(connection):
        spans = _spans(captures, standings)
        for line in _still(connection, spans, captures, standings):
            del spans[line]
        read = insert_entries(connection, captures, standings)
        _insert_captures(connection, captures, ids, standings)
        replayed = timeline.replay(connection, spans, by_name, ids, read)
        touched = frozenset(capture.board for capture in captures)
        silent = note_silences(connection, touched)
        happened = Happened(touched, replayed, silent, is_news=True, standings=frozenset(read))
        tell(connection, happened)
        return outcomes_of(connection, ids)


def rejudge(
    connection: duckdb.DuckDBPyConnection,
    spans: dict[LineName, Span],
    boards: Iterable[Board],
    tell: Tell,
    *,
    is_news: bool,
) -> None:
    """Derive lines again from their spans on, inside the caller's transaction.

    A span must hold all captures of its line that are now read or meant otherwise. It `is_news`
    what follows where a person let it be told.
    """
    replayed = timeline.replay(connection, spans, {board.name: board for board in boards})
    touched = frozenset(line.board for line in spans)
    silent = note_silences(connection, touched)
    tell(connection, Happened(touched, replayed, silent, is_news=is_news))


def _spans(captures: Sequence[Capture], standings: Sequence[str | None]) -> dict[LineName, Span]:
    """From when to when each line was added to."""
    times: dict[LineName, list[datetime]] = {}
    for capture, standing_id in zip(captures, standings, strict=True):
        if standing_id is not None:
            line = LineName(capture.board, capture.channel)
            times.setdefault(line, []).append(capture.observed_at)
    return {line: Span(min(added), max(added)) for line, added in times.items()}


def _still(
    connection: duckdb.DuckDBPyConnection,
    spans: Mapping[LineName, Span],
    captures: Sequence[Capture],
    standings: Sequence[str | None],
) -> list[LineName]:
    """The lines of which bytes came again that show what stands there already."""
    shown: dict[LineName, set[str | None]] = {}
    for capture, standing_id in zip(captures, standings, strict=True):
        is_repeat = capture.standing is None and capture.outcome in SEEN
        line = LineName(capture.board, capture.channel)
        shown.setdefault(line, set()).add(standing_id if is_repeat else None)
    repeated = {line: ids.pop() for line, ids in shown.items() if len(ids) == 1}
    lines = [line for line, standing_id in repeated.items() if standing_id is not None]
    if not lines:
        return []
    columns = {
        "boards": [line.board for line in lines],
        "channels": [line.channel for line in lines],
        "standing_ids": [repeated[line] for line in lines],
        "starts": [spans[line].first for line in lines],
    }
    rows = connection.execute(query("still_lines"), columns).fetchall()
    return [LineName(*row) for row in rows]


def capture_id(address: Address, attempted_at: datetime) -> str:
    """The name of an attempt: the same attempt has the same one, however often it is kept."""
    text = "|".join((*address, str(attempted_at)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _address(capture: Capture) -> Address:
    return Address(capture.board, capture.channel, capture.url)


def standing_id_of(capture: Capture) -> str | None:
    """The digest of the entries, so that the same content has the same name whenever it is seen."""
    if capture.standing is None:
        return capture.standing_id
    return hashlib.sha256(msgspec.json.encode(capture.standing.entries)).hexdigest()[:32]


def insert_entries(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[Capture],
    standings: Sequence[str | None],
) -> dict[str, tuple[Entry, ...]]:
    """Write the rows that were read, but for those of standings on record; returns all of them."""
    read = {
        standing_id: capture.standing.entries
        for capture, standing_id in zip(captures, standings, strict=True)
        if capture.standing is not None and standing_id is not None
    }
    if not read:
        return read
    stored = connection.execute(query("stored_standings"), {"ids": list(read)}).fetchall()
    known = {standing_id for (standing_id,) in stored}
    fresh = [(name, entry) for name, rows in read.items() if name not in known for entry in rows]
    if fresh:
        columns = zip(*(entry for _, entry in fresh), strict=True)
        fields = dict(zip(Entry._fields, map(list, columns), strict=True))
        names = [name for name, _ in fresh]
        connection.execute(query("insert_entries"), {"standing_id": names, **fields})
    return read


def _insert_captures(
    connection: duckdb.DuckDBPyConnection,
    captures: Sequence[Capture],
    ids: Sequence[str],
    standings: Sequence[str | None],
) -> None:
    rows = [
        {**fields_of(capture), "capture_id": name, "standing_id": standing_id}
        for name, capture, standing_id in zip(ids, captures, standings, strict=True)
    ]
    insert(connection, "insert_captures", rows)


def fields_of(capture: Capture) -> dict[str, object]:
    """A capture by the names of its fields."""
    return {field.name: getattr(capture, field.name) for field in fields(capture)}


def outcomes_of(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Kept]:
    """What was kept of captures, in the order of their ids."""
    rows = connection.execute(query("kept"), {"ids": list(ids)}).fetchall()
    outcomes = {name: Kept(outcome, reason) for name, outcome, reason in rows}
    return [outcomes[name] for name in ids]
