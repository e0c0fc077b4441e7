"""What people decide about renames, and what follows from it."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb

from leaderboard.errors import UnknownRenameError
from leaderboard.source import Board
from warehouse.database import transaction, writing
from warehouse.line import LineName, Span
from warehouse.record import rejudge
from warehouse.sql import query


def decide(
    writer_file: Path,
    board: Board,
    names: tuple[str, str],
    *,
    is_accepted: bool,
    decided_at: datetime,
) -> None:
    """Accept or refuse that a model of the first name took the second; the last decision holds.

    All that follows from it is derived again, all or nothing.

    Raises:
        UnknownRenameError: no update of the board shows one name gone and the other new.
        WarehouseBusyError: another process is writing.
    """
    rename = {"board": board.name, "old_model": names[0], "new_model": names[1]}
    with writing(writer_file) as connection, transaction(connection):
        spans = _spans(connection, rename)
        decision = {**rename, "is_accepted": is_accepted, "decided_at": decided_at}
        connection.execute(query("insert_decision"), decision)
        rejudge(connection, spans, [board])
        ((stated,),) = connection.execute(query("states_of_rename"), rename).fetchall()
        if is_accepted and "accepted" not in stated:
            raise UnknownRenameError(_message(board, names))


def _spans(
    connection: duckdb.DuckDBPyConnection, rename: dict[str, str]
) -> dict[LineName, Span]:
    """Where the old name is gone and the new one is there, on each line."""
    rows = connection.execute(query("updates_of_rename"), rename).fetchall()
    if not rows:
        names = rename["old_model"], rename["new_model"]
        raise UnknownRenameError(_message(rename["board"], names))
    return {LineName(board, channel): Span(*span) for board, channel, *span in rows}


def _message(board: Board | str, names: Iterable[str]) -> str:
    old, new = names
    name = board if isinstance(board, str) else board.name
    return (
        f"{name}: expected an update in which {old!r} is gone and {new!r} is new, found none; "
        "`podium renames --all` lists the names that may be meant"
    )
