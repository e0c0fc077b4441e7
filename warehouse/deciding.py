"""What people decide about renames, and what follows from it."""

from datetime import datetime

import duckdb

from leaderboard.errors import UnknownRenameError
from leaderboard.place import Place
from leaderboard.source import Board
from warehouse.line import LineName, Span
from warehouse.record import rejudge
from warehouse.sql import query
from warehouse.telling import Tell, say_nothing
from warehouse.units import carry_out


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
    decision = {**rename, "is_accepted": is_accepted, "decided_at": decided_at}

    def work(connection: duckdb.DuckDBPyConnection) -> None:
        spans = _spans(connection, rename)
        connection.execute(query("insert_decision"), decision)
        rejudge(connection, spans, [board], tell, is_news=True)

    carry_out(place, work, touching=[board.name])


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
