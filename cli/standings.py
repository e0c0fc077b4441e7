"""`podium standings`: who stands where."""

from datetime import datetime
from typing import Any

import click

from cli.asking import Moment, as_json, examples, find_board, now, published
from cli.show import print_json, print_table
from leaderboard.text import clean, moment, number
from warehouse.reading import Reader

_COLUMNS = ("rank", "model", "organization", "score", "interval", "votes")

Row = dict[str, Any]


@click.command(
    epilog=examples(
        "standings arena/webdev --top 5",
        "standings artificial-analysis/text-to-speech --at 2026-05-28",
        "standings arena/webdev --json",
    )
)
@click.argument("board")
@click.option(
    "--at",
    type=Moment(closing=True),
    help="As of a day (what it closed with), a time in UTC, or a duration ago.",
)
@click.option("--top", type=click.IntRange(min=1), help="Only the first so many ranks.")
@click.option("--unseen", is_flag=True, help="Also models the page does not show, as last known.")
@as_json
def standings(
    board: str, at: datetime | None, top: int | None, *, unseen: bool, as_json: bool
) -> None:
    """Who stands where on BOARD, now or at a time."""
    with published() as reader:
        about = find_board(reader, board)
        as_of = at or now()
        rows = reader.ask("board_standing", {"board": board, "as_of": as_of}).records()
        empty = "" if rows else _why_empty(reader, board, as_of)
    shown = [row for row in rows if unseen or not row["unseen"]]
    if top is not None:
        shown = [row for row in shown if _standing(row) is not None and _standing(row) <= top]
    if as_json:
        print_json(shown)
    elif empty:
        click.echo(empty)
    else:
        _print(about, shown, hidden=0 if unseen else sum(row["unseen"] for row in rows))


def _standing(row: Row) -> Any:  # noqa: ANN401 - an int, or None
    return row["place"] if row["rank"] is None else row["rank"]


def _print(about: Row, rows: list[Row], hidden: int) -> None:
    for line in _heading(about, rows):
        click.echo(line)
    print_table(_COLUMNS, [_cells(row) for row in rows])
    if hidden:
        left_out = f"{hidden} models that the page does not show are left out"
        click.echo(f"\n{left_out}; --unseen shows them")


def _heading(about: Row, rows: list[Row]) -> list[str]:
    title = clean(f"{about['title']} ({about['metric']}, {about['unit']})")
    times = ""
    if rows:
        first = rows[0]
        times = f", standing so since {moment(first['observed_at'])} UTC"
        if first["published_at"] is not None:
            times += f", published {moment(first['published_at'])}"
    return [f"{title}{times}", clean(f"{about['attribution']}, {about['url']}"), ""]


def _cells(row: Row) -> list[object]:
    rank = "not shown" if row["unseen"] else _standing(row)
    values = (row["model"], row["organization"], row["score"], interval(row), row["votes"])
    return [rank, *values]


def interval(row: Row) -> str:
    """The half-width of the published interval: ±16, or +14/-12 where the sides differ."""
    score, low, high = row["score"], row["score_low"], row["score_high"]
    if score is None or low is None or high is None:
        return ""
    above, below = number(round(high - score, 6)), number(round(score - low, 6))
    return f"±{above}" if above == below else f"+{above}/-{below}"


def _why_empty(reader: Reader, board: str, as_of: datetime) -> str:
    ((first,),) = reader.ask("first_standing", {"board": board}).rows
    if first is None:
        return (
            f"nothing is on record of {board} yet; "
            f"`podium run {board}` or `podium backfill {board} --since DAY` captures it"
        )
    return (
        f"nothing is on record of {board} as of {moment(as_of)}; "
        f"its first standing was observed {moment(first)} UTC"
    )
