"""`podium history`: the ranks and scores of a model through time."""

from itertools import groupby
from operator import itemgetter
from typing import Any

import click

from cli.asking import as_json, examples, find_board, published, unknown_model
from cli.show import print_json, print_table
from leaderboard.text import clean
from warehouse.reading import Reader

Row = dict[str, Any]


@click.command(
    epilog=examples(
        "history qwen3.7-max-20260517",
        "history Fun-Realtime-TTS-Preview --board artificial-analysis/text-to-speech",
        "history glm-5.1 --json",
    )
)
@click.argument("model")
@click.option("--board", help="Only on this board.")
@as_json
def history(model: str, board: str | None, *, as_json: bool) -> None:
    """Every interval of constant rank and score of MODEL, on each board that ever showed it.

    MODEL is the exact name, or the key by which the publisher knows it. An interval without an end
    holds now. A model that was renamed keeps its line.
    """
    with published() as reader:
        if board is not None:
            find_board(reader, board)
        intervals = _intervals(reader, model, board)
    if as_json:
        print_json(intervals)
        return
    for title, rows in groupby(intervals, key=itemgetter("title")):
        _print(title, list(rows))


def _intervals(reader: Reader, model: str, board: str | None) -> list[Row]:
    asked: dict[str, object] = {"model": model, "board": board}
    boards = reader.ask("boards_of_model", asked).records()
    if not boards:
        names = [name for (name,) in reader.ask("model_names", {"board": board}).rows]
        raise unknown_model(model, names, board)
    intervals = []
    for each in boards:
        rows = reader.ask("history_on_board", {"board": each["board"], "model": model}).records()
        best = min((s for row in rows if (s := _standing(row)) is not None), default=None)
        first = next((row for row in rows if _standing(row) == best), None)
        intervals += [each | row | {"is_peak": row is first} for row in rows]
    return intervals


def _standing(row: Row) -> int | None:
    standing: int | None = row["place"] if row["rank"] is None else row["rank"]
    return standing


def _print(title: str, rows: list[Row]) -> None:
    click.echo(clean(title))
    peak = next((row for row in rows if row["is_peak"]), None)
    if peak is not None and _standing(peak) is not None:
        day = f"{peak['valid_from']:%Y-%m-%d}"
        click.echo(f"best rank {_standing(peak)}, first on {day}")
    columns = ["valid_from", "valid_to", "rank", "score"]
    if any(_standing(row) != row["place"] for row in rows):
        columns.insert(3, "place")
    columns += [c for c in ("model", "channel") if len({row[c] for row in rows}) > 1]
    heads = ["from", "until", *columns[2:]]
    print_table(heads, [[_value(row, column) for column in columns] for row in rows])
    click.echo()


def _value(row: Row, column: str) -> object:
    if column == "rank":
        return _standing(row)
    return "now" if column == "valid_to" and row[column] is None else row[column]
