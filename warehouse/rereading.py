"""Reading again: what pages on record say now takes the place of what they said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import duckdb

from leaderboard.capture import Capture
from leaderboard.source import Board
from warehouse.database import transaction
from warehouse.line import LineName, Span
from warehouse.record import (
    Kept,
    fields_of,
    insert_entries,
    outcomes_of,
    rejudge,
    standing_id_of,
)
from warehouse.sql import insert, query
from warehouse.telling import Tell, say_nothing


class Parsed(NamedTuple):
    """A capture whose page was parsed, and what was read; times are UTC without zone."""

    capture_id: str
    board: str
    channel: str
    sha256: str
    url: str
    archived: str
    cause: str
    attempted_at: datetime
    observed_at: datetime
    published_at: datetime | None
    reason: str
    method: str | None
    notice: str
    standing_id: str | None

    def is_read_otherwise(self, capture: Capture) -> bool:
        """Whether a capture that was made of the same page says something else.

        Outcome and reason are those of the reading only where it gave no standing.
        """
        standing_id = standing_id_of(capture)
        if standing_id is None and capture.reason != self.reason:
            return True
        facts = ("observed_at", "published_at", "method", "notice")
        was = (self.standing_id, *(getattr(self, fact) for fact in facts))
        return was != (standing_id, *(getattr(capture, fact) for fact in facts))


def parsed_pages(connection: duckdb.DuckDBPyConnection, boards: Sequence[str]) -> list[Parsed]:
    """Every capture of these boards whose page was parsed, in order of time."""
    rows = connection.execute(query("parsed_pages"), {"boards": list(boards)}).fetchall()
    return [Parsed(*row) for row in rows]


def reread(
    connection: duckdb.DuckDBPyConnection,
    pages: Sequence[tuple[Parsed, Capture]],
    boards: Iterable[Board],
    reread_at: datetime,
    tell: Tell = say_nothing,
) -> list[Kept]:
    """Write what pages on record are read as now, and all that follows, all or nothing.

    What repeated the bytes of a page follows it.
    """
    captures = [capture for _, capture in pages]
    standings = [standing_id_of(capture) for capture in captures]
    ids = [page.capture_id for page, _ in pages]
    rows = [
        {**fields_of(c), "capture_id": name, "standing_id": standing_id, "reread_at": reread_at}
        for name, c, standing_id in zip(ids, captures, standings, strict=True)
    ]
    with transaction(connection):
        insert_entries(connection, captures, standings)
        before = _touched(connection, ids)
        insert(connection, "reread_captures", rows)
        spans = _spans(before, _touched(connection, ids))
        rejudge(connection, spans, boards, tell, is_news=False)
        return outcomes_of(connection, ids)


def _touched(
    connection: duckdb.DuckDBPyConnection, capture_ids: Sequence[str]
) -> dict[LineName, Span]:
    """From when to when captures show the bytes or the standing that one of these shows."""
    columns = {"capture_ids": list(capture_ids)}
    rows = connection.execute(query("captures_of_pages"), columns).fetchall()
    return {LineName(board, channel): Span(*span) for board, channel, *span in rows}


def _spans(*spans: Mapping[LineName, Span]) -> dict[LineName, Span]:
    """The spans of lines, each from the first to the last of its times."""
    joined: dict[LineName, Span] = {}
    for line, span in (pair for each in spans for pair in each.items()):
        other = joined.get(line, span)
        joined[line] = Span(min(span.first, other.first), max(span.last, other.last))
    return joined
