"""What people decide about renames, and what follows from it."""

from datetime import datetime

import duckdb

from leaderboard.errors import UnknownRenameError
from leaderboard.place import Place
from leaderboard.source import Board
from warehouse.database import transaction, writing
from warehouse.line import LineName, Span
from warehouse.record import rejudge
from warehouse.sql import query
from warehouse.telling import Tell, say_nothing


def decide(
    place: Place,
    board: Board,
    names: tuple[str, str],
    *,
    is_accepted: bool,
    decided_at: datetime,
    tell: Tell = say_nothing,
) -> None:
    """Accept or refuse that a model of the first name took the second; the last decision holds.

    All that follows from it is derived again, all or nothing. It holds wherever the one name takes
    the place of the other, also on a page that is held or refuted for now.

    Raises:
        UnknownRenameError: no update of the board shows one name gone and the other new.
        WarehouseBusyError: another process is writing.
    """
    rename = {"board": board.name, "old_model": names[0], "new_model": names[1]}
    with writing(place) as connection, transaction(connection):
        spans = _spans(connection, rename)
        decision = {**rename, "is_accepted": is_accepted, "decided_at": decided_at}
        connection.execute(query("insert_decision"), decision)
        rejudge(connection, spans, [board], tell, is_news=True)


def _spans(connection: duckdb.DuckDBPyConnection, rename: dict[str, str]) -> dict[LineName, Span]:
    """Where the old name is gone and the new one is there, on each line."""
    rows = connection.execute(query("updates_of_rename"), rename).fetchall()
    if not rows:
        raise UnknownRenameError(
            f"{rename['board']}: expected an update in which {rename['old_model']!r} is gone and "
            f"{rename['new_model']!r} is new, found none; "
            "`podium renames --all` lists the names that may be meant"
        )
    return {LineName(board, channel): Span(*span) for board, channel, *span in rows}
