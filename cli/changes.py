"""`podium changes`: what changed, each fact in a sentence."""

from datetime import datetime
from typing import Any

import click

from cli.asking import Moment, as_json, examples, find_board, published
from cli.evidence import evidence_lines
from cli.show import print_json
from leaderboard import words
from leaderboard.text import moment
from warehouse.reading import Reader, Table

_UNLIMITED = 1 << 62
_HELPERS = {
    *("above_model", "above_score", "below_model", "below_score", "level_model", "fell_out"),
    *("old_standing", "new_standing", "is_return", "total", "weight", "base_model", "version"),
    *("new_half_width", "compared_score", "compared_half_width"),
}


@click.command(
    epilog=examples(
        "changes --since 2026-05-26 --until 2026-05-28",
        "changes --board arena/webdev --top 5",
        "changes --since 90d --kind new_leader --json",
        "changes --evidence --limit 3",
    )
)
@click.option("--since", type=Moment(), help="From this day, time or duration ago (90d) on.")
@click.option("--until", type=Moment(closing=True), help="Until this day or time, included.")
@click.option("--board", help="Only of this board.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(words.KINDS),
    metavar="KIND",
    help=f"Only of this kind; may stand more than once. Kinds: {', '.join(words.KINDS)}.",
)
@click.option("--top", type=int, help="Only who entered or left the top so many.")
@click.option("--all", "everything", is_flag=True, help="Every fact, not one headline a model.")
@click.option("--limit", type=click.IntRange(min=0), default=50, help="At most so many; 0: all.")
@click.option("--evidence", is_flag=True, help="With the captures behind each change.")
@as_json
def changes(
    *,
    since: datetime | None,
    until: datetime | None,
    board: str | None,
    kinds: tuple[str, ...],
    top: int | None,
    limit: int,
    everything: bool,
    evidence: bool,
    as_json: bool,
) -> None:
    """What changed on the boards, newest first, each fact in a sentence.

    Without --all, --kind or --top, one headline for each model and update: who took the lead,
    entered or left the board or its top, came back, or was renamed. Where the scores say how sure
    they are, the first bracket tells what the difference means; the last holds the change's id.
    """
    with published() as reader:
        if board is not None:
            find_board(reader, board)
        if top is not None:
            _expect_threshold(reader, top)
        asked: dict[str, object] = {
            "board": board,
            "since": since,
            "until": until,
            "snapshots": None,
            "kinds": list(kinds),
            "threshold": top,
            "headlines": not (everything or kinds or top),
            "limit": limit or _UNLIMITED,
        }
        told = reader.ask("told_changes", asked)
        if as_json:
            print_json(_fields(change) for change in told.records())
        elif told.rows:
            _print(reader, told, evidence=evidence)
        else:
            click.echo(_why_empty(reader, asked))


def _expect_threshold(reader: Reader, top: int) -> None:
    rows = reader.run("FROM record.thresholds ORDER BY threshold").rows
    thresholds = [threshold for (threshold,) in rows]
    if top not in thresholds:
        expected = ", ".join(map(str, thresholds))
        raise click.BadParameter(f"expected one of {expected}, found {top}", param_hint="--top")


def _fields(change: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in change.items() if name not in _HELPERS}
    return kept | {"sentence": words.sentence(change)}


def _print(reader: Reader, told: Table, *, evidence: bool) -> None:
    for change in told.records():
        when, said = moment(change["observed_at"]), words.sentence(change)
        margin = f"  [{meant}]" if (meant := words.margin(change)) else ""
        click.echo(f"{when}  {said}{margin}  [{change['change_id']}]")
        if evidence:
            for line in evidence_lines(reader, change["change_id"]):
                click.echo(f"    {line}")
    total = told.records()[0]["total"]
    if total > len(told.rows):
        click.echo(f"\n{len(told.rows)} of {total}, newest first; --limit 0 shows all")


def _why_empty(reader: Reader, asked: dict[str, object]) -> str:
    first, last = reader.ask("span_of_changes", {"board": asked["board"]}).rows[0]
    where = f" of {asked['board']}" if asked["board"] else ""
    if first is None:
        return f"no change{where} is on record yet: a change needs two standings that differ"
    return (
        f"no change{where} matches; changes are on record from {moment(first)} to "
        f"{moment(last)} UTC, and --all shows more than the headlines"
    )
