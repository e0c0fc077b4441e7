"""Printing rows: a table on a terminal, aligned text elsewhere, JSON or CSV where asked for.

What a page says is written harmlessly (`leaderboard.text`), and rich sees no markup in it.
JSON has its times in ISO 8601 with a Z, for they are UTC.
"""

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import click

from leaderboard.text import clean, moment, number

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDE_ENOUGH = 100_000
_JSON_SAFE = (bool, int, str, type(None))


def cell(value: object) -> str:
    """A value as a table shows it: nothing for None, times to the minute, numbers without noise."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case datetime():
            text = moment(value)
        case float():
            text = number(value)
        case timedelta():
            text = duration(value)
        case list() | dict():
            text = json.dumps(_plain(value))
        case _:
            text = str(value)
    return clean(text)


def duration(span: timedelta) -> str:
    """A span as source files write it: 1d, 6h, 30m."""
    for letter, unit in (("d", timedelta(days=1)), ("h", timedelta(hours=1))):
        if span and span % unit == timedelta(0):
            return f"{span // unit}{letter}"
    return f"{span // timedelta(minutes=1)}m"


def counted(count: int, what: str) -> str:
    """So many of something, in words."""
    many = f"{what[:-1]}ies" if what.endswith("y") and what[-2] not in "aeiou" else f"{what}s"
    return f"{count} {what if count == 1 else many}"


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their columns; on a terminal within its width, elsewhere in full."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    kept = [list(row) for row in rows]
    on_terminal = sys.stdout.isatty()
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for position, name in enumerate(columns):
        numeric = all(_is_number(row[position]) for row in kept)
        justify: Any = "right" if numeric and kept else "left"
        table.add_column(Text(clean(name)), justify=justify, overflow="fold")
    for row in kept:
        table.add_row(*(Text(cell(value)) for value in row))
    console = Console(
        file=io.StringIO(),
        force_terminal=on_terminal,
        width=None if on_terminal else _WIDE_ENOUGH,
    )
    with console.capture() as printed:
        console.print(table, crop=False)
    for line in printed.get().splitlines():
        click.echo(line.rstrip())


def print_json(records: Iterable[Mapping[str, Any]]) -> None:
    """Print one JSON document, a list with an object a line."""
    separator = "["
    for record in records:
        click.echo(separator + json.dumps(_plain(record)), nl=False)
        separator = ",\n "
    click.echo("[]" if separator == "[" else "]")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print CSV with a header; text that a spreadsheet would take for a formula is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in _after([list(columns)], rows):
        writer.writerow([_defused(value) for value in row])
        click.echo(buffer.getvalue(), nl=False)
        buffer.seek(0)
        buffer.truncate()


def _after(
    first: Iterable[Sequence[object]], rest: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    yield from first
    yield from rest


def _defused(value: object) -> object:
    if isinstance(value, str):
        return f"'{clean(value)}" if value.startswith(_FORMULA) else clean(value)
    plain = _plain(value)
    return json.dumps(plain) if isinstance(plain, list | dict) else plain


def _plain(value: object) -> object:
    """A value as JSON can say it; a number that is none is null."""
    match value:
        case datetime():
            plain: object = f"{value.replace(tzinfo=None).isoformat()}Z"
        case timedelta():
            plain = duration(value)
        case float() | Decimal():
            plain = float(value) if math.isfinite(value) else None
        case list() | tuple():
            plain = [_plain(item) for item in value]
        case Mapping():
            plain = {str(key): _plain(item) for key, item in value.items()}
        case _:
            plain = value if isinstance(value, _JSON_SAFE) else str(value)
    return plain


def _is_number(value: object) -> bool:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return is_number or value is None
