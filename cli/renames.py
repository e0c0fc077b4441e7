"""`podium renames`: names that may have changed, and what a person says of them."""

from typing import Any

import click

from cli.asking import as_json, examples, find_board, now, published, settings
from cli.show import print_json, print_table
from leaderboard.errors import PodiumError
from leaderboard.text import clean, number

_COLUMNS = ("observed", "board", "old name", "new name", "rank", "score", "votes", "certainty")


@click.group(
    invoke_without_command=True,
    epilog=examples(
        "renames",
        "renames --all --board arena/webdev",
        "renames accept arena/webdev kimi-k3 kimi-k3-max",
        "renames refuse arena/webdev kimi-k3 kimi-k3-max",
    ),
)
@click.option("--board", help="Only of this board.")
@click.option("--all", "everything", is_flag=True, help="Also those applied, accepted or refused.")
@as_json
@click.pass_context
def renames(ctx: click.Context, board: str | None, *, everything: bool, as_json: bool) -> None:
    """Names that may have changed, on boards that publish no key.

    A rename that is certain enough is applied by itself, with a mark. One that may be is proposed:
    nothing is told of it until it expires, as a rule with the next capture, and counts as a
    departure and an entry. `accept` and `refuse` decide, now or later, until the other is said.
    """
    if ctx.invoked_subcommand is not None:
        return
    with published() as reader:
        if board is not None:
            find_board(reader, board)
        asked: dict[str, object] = {"board": board, "all": everything}
        rows = reader.ask("list_renames", asked).records()
    if as_json:
        print_json(rows)
    elif rows:
        print_table((*_COLUMNS, "state"), [_cells(row) for row in rows])
    else:
        shown = "on record" if everything else "undecided; --all shows those applied"
        click.echo(f"no rename is {shown}")


@renames.command(epilog=examples("renames accept arena/webdev kimi-k3 kimi-k3-max"))
@click.argument("board")
@click.argument("old")
@click.argument("new")
def accept(board: str, old: str, new: str) -> None:
    """Say that on BOARD the model OLD is the one now called NEW: its history is joined."""
    _decide(board, (old, new), is_accepted=True)
    click.echo(clean(f"{old} is {new} on {board}; `podium history` shows both names as one model"))


@renames.command(epilog=examples("renames refuse arena/webdev kimi-k3 kimi-k3-max"))
@click.argument("board")
@click.argument("old")
@click.argument("new")
def refuse(board: str, old: str, new: str) -> None:
    """Say that on BOARD the models OLD and NEW are two: one left, the other entered."""
    _decide(board, (old, new), is_accepted=False)
    click.echo(clean(f"{old} and {new} are two models on {board}"))


def _decide(name: str, names: tuple[str, str], *, is_accepted: bool) -> None:
    from flows.telling import teller_of
    from leaderboard.source import find_boards, load_sources
    from warehouse.deciding import decide
    from warehouse.publish import publish

    used = settings()
    boards = find_boards(load_sources(used.sources), (name,))
    if boards[0].name != name:
        raise PodiumError(f"expected a board, found the publisher {name!r}; name one of its boards")
    teller, fault = teller_of(used)
    if fault:
        click.echo(clean(f"note: {fault}"), err=True)
    decide(used.warehouse, boards[0], names, is_accepted=is_accepted, decided_at=now(), tell=teller)
    publish(used.warehouse, used.published_file)


def _cells(row: dict[str, Any]) -> list[object]:
    return [
        row["observed_at"],
        row["board"],
        row["old_model"],
        row["new_model"],
        _from_to(row, "standing"),
        _from_to(row, "score"),
        _from_to(row, "votes"),
        f"{row['certainty']:.4f}",
        row["state"],
    ]


def _from_to(row: dict[str, Any], field: str) -> str:
    old, new = (row[f"{side}_{field}"] for side in ("old", "new"))
    if old is None or new is None:
        return ""
    return number(old) if old == new else f"{number(old)} to {number(new)}"
