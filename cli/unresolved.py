"""`podium unresolved`: names that the catalogue lacks."""

import click

from cli.asking import as_json, examples, find_board, published
from cli.show import print_json, print_table

_COLUMNS = ("name", "printed_organization", "missing", "best_rank", "boards")
_SHOWN_BOARDS = 3


@click.command(
    epilog=examples("unresolved", "unresolved --board arena/webdev", "unresolved --json")
)
@click.option("--board", help="Only on this board.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True)
@as_json
def unresolved(board: str | None, limit: int, *, as_json: bool) -> None:
    """Names on today's boards that the catalogue lacks something of, the highest standing first.

    The catalogue (catalogue/models.yml and organizations.yml) says which names mean the same model,
    who made it and in which country that is. What it lacks is never guessed: such a model belongs
    to no country, and joins no other board. Add the name there; the next cycle takes it up.
    """
    with published() as reader:
        if board is not None:
            find_board(reader, board)
        rows = reader.ask("unresolved", {"board": board}).records()
    for row in rows:
        row["missing"] = [
            what for what in ("base_model", "organization", "country") if row[what] is None
        ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        click.echo("every name is in the catalogue")
        return
    print_table(_COLUMNS, [[_short(row, column) for column in _COLUMNS] for row in rows[:limit]])
    if len(rows) > limit:
        click.echo(f"\n{len(rows) - limit} more; --limit shows them")


def _short(row: dict[str, object], column: str) -> object:
    value = row[column]
    if not isinstance(value, list):
        return value
    more = f" and {len(value) - _SHOWN_BOARDS} more" if len(value) > _SHOWN_BOARDS else ""
    return ", ".join(value[:_SHOWN_BOARDS]) + more
