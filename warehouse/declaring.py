"""What is watched, on record as the source files have it now."""

from collections.abc import Iterable, Mapping, Sequence

import duckdb

from leaderboard.source import Board, Source
from warehouse import timeline
from warehouse.database import transaction
from warehouse.line import LineName, Span
from warehouse.silence import note_silences
from warehouse.sql import insert, query, records
from warehouse.telling import Happened, Tell, say_nothing
from warehouse.units import go_alone


def declare(
    connection: duckdb.DuckDBPyConnection,
    sources: Iterable[Source],
    tell: Tell = say_nothing,
    thresholds: Iterable[int] = (),
) -> None:
    """Write down the boards and channels of these publishers, in place of what stood there.

    What is on record of a publisher without a source file stays as it was. Where a board's contract
    is another than before, all that is on record of it is judged anew, and where its patience is,
    its silences are. So is everything where `thresholds` has one that was not there.
    """
    boards = [_board_row(source, board) for source in sources for board in source.all_boards]
    channels = [
        {"board": board.name, "channel": channel.name, "position": position}
        for source in sources
        for board in source.all_boards
        for position, channel in enumerate(board.channels)
    ]
    by_name = {board.name: board for source in sources for board in source.all_boards}
    with transaction(connection):
        outdated, impatient = _outdated(connection, boards), _impatient(connection, boards)
        _write_down(connection, boards, channels)
        outdated |= _deepened(connection, thresholds, by_name)
        replayed = timeline.replay(connection, outdated, by_name)
        touched = impatient | {line.board for line in outdated}
        silent = note_silences(connection, touched)
        tell(connection, Happened(frozenset(touched), replayed, silent, is_news=False))


def _write_down(
    connection: duckdb.DuckDBPyConnection,
    boards: Sequence[Mapping[str, object]],
    channels: Sequence[Mapping[str, object]],
) -> None:
    """Put boards and channels in place of what stood there; nothing is written that stands there.

    On a lake whoever finds something else goes on alone.
    """
    publishers = {"publishers": sorted({str(row["publisher"]) for row in boards})}
    parts = ("boards", boards), ("channels", channels)
    on_record = [
        records(connection.execute(query(f"{name}_of_publishers"), publishers)) for name, _ in parts
    ]
    if [_in_order(rows) for rows in on_record] == [_in_order(rows) for _, rows in parts]:
        return
    go_alone()
    connection.execute(query("forget_channels"), publishers)
    connection.execute(query("forget_boards"), publishers)
    for name, rows in parts:
        insert(connection, f"insert_{name}", rows)


def _in_order(rows: Iterable[Mapping[str, object]]) -> list[list[tuple[str, str]]]:
    """Rows as they are compared: by all their values, in whatever order they come."""
    return sorted(sorted((name, str(value)) for name, value in row.items()) for row in rows)


def _board_row(source: Source, board: Board) -> dict[str, object]:
    columns = ("publisher", "title", "metric", "unit", "higher_is_better", "url", "cadence")
    return {
        "board": board.name,
        **{column: getattr(board, column) for column in columns},
        "attribution": source.attribution,
        "stale_after": board.patience,
        "contract": board.contract,
    }


def _outdated(
    connection: duckdb.DuckDBPyConnection, boards: Sequence[dict[str, object]]
) -> dict[LineName, Span]:
    """The lines, from beginning to end, whose board has another contract than before."""
    columns = {field: [row[field] for row in boards] for field in ("board", "contract")}
    rows = connection.execute(query("outdated"), columns).fetchall()
    return {LineName(board, channel): Span(*span) for board, channel, *span in rows}


def _deepened(
    connection: duckdb.DuckDBPyConnection, thresholds: Iterable[int], boards: Mapping[str, Board]
) -> dict[LineName, Span]:
    """Add thresholds that are not there; every line of these boards, whole, if there was one."""
    known = {each for (each,) in connection.execute(query("thresholds")).fetchall()}
    if not (new := set(thresholds) - known):
        return {}
    go_alone()
    connection.execute(query("add_thresholds"), {"thresholds": sorted(new)})
    rows = connection.execute(query("whole_lines"), {"boards": list(boards)}).fetchall()
    return {LineName(board, channel): Span(*span) for board, channel, *span in rows}


def _impatient(
    connection: duckdb.DuckDBPyConnection, boards: Sequence[dict[str, object]]
) -> set[str]:
    """The boards that have another patience than before."""
    columns = {field: [row[field] for row in boards] for field in ("board", "stale_after")}
    rows = connection.execute(query("impatient"), columns).fetchall()
    return {board for (board,) in rows}
