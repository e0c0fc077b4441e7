"""`podium sql`: the record in SQL, read-only and locked down."""

import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from cli.asking import examples, settings
from cli.show import print_csv, print_json, print_table

if TYPE_CHECKING:
    from warehouse.sandbox import Stream

_TABLE_ROWS = 1000


@click.command(
    epilog=examples(
        'sql "FROM boards"',
        "sql \"SELECT rank, model, score FROM top('arena/webdev', 5)\"",
        'sql "FROM changes WHERE threshold = 5" --csv > top-five.csv',
        "sql - < question.sql",
    )
)
@click.argument("query", required=False)
@click.option("--json", "form", flag_value="json", help="Print one JSON list of objects.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, with formulas defused.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.1, max=86_400),
    default=30.0,
    show_default=True,
    help="How long it may take, until the last row is read.",
)
@click.option(
    "--memory",
    "megabytes",
    type=click.IntRange(min=16, max=1 << 20),
    default=1024,
    show_default=True,
    help="How many megabytes it may take.",
)
def sql(query: str | None, form: str | None, seconds: float, megabytes: int) -> None:
    """Ask the record: one SELECT (or FROM, WITH, DESCRIBE, SHOW, SUMMARIZE, EXPLAIN).

    QUERY is the SQL itself; `-`, or none, reads it from standard input. The query sees the record
    and nothing else: no files, no network, no settings.

    Views: boards, standings, changes, leaders, captures. Macros: standings_at(board, ts),
    history(board, model), top(board, n), best_by_organization(board, ts), peak(model),
    evidence(change_id).
    """
    from warehouse.sandbox import stream_sql

    text = _query(query)
    file = settings().published_file
    memory_bytes = megabytes << 20
    with stream_sql(file, text, seconds=seconds, memory_bytes=memory_bytes) as stream:
        _print(stream, form)


def _query(query: str | None) -> str:
    if query is not None and query != "-":
        return query
    if query is None and sys.stdin.isatty():
        raise click.UsageError('expected a query, such as podium sql "FROM boards"')
    return sys.stdin.read()


def _print(stream: "Stream", form: str | None) -> None:
    if form == "json":
        columns = stream.columns
        print_json(dict(zip(columns, row, strict=True)) for row in stream.rows)
    elif form == "csv":
        print_csv(stream.columns, stream.rows)
    else:
        rows = list(islice(stream.rows, _TABLE_ROWS))
        print_table(stream.columns, rows)
        if not rows:
            click.echo("no rows")
        elif len(rows) == _TABLE_ROWS and next(stream.rows, None) is not None:
            click.echo(f"\nthe first {_TABLE_ROWS} rows; --csv and --json print all", err=True)
