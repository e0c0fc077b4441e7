"""The SQL files of this room, by folder and name."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

_FOLDER = Path(__file__).resolve().parent


@cache
def query(name: str) -> str:
    """The text of `queries/<name>.sql`."""
    return (_FOLDER / "queries" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def _parameters(name: str) -> tuple[str, ...]:
    """The parameters of a query, each once."""
    return tuple(sorted(set(re.findall(r"\$(\w+)", query(name)))))


def insert(
    connection: "duckdb.DuckDBPyConnection", name: str, rows: Sequence[Mapping[str, object]]
) -> None:
    """Execute a query that unnests one list a parameter, filled from the rows."""
    if rows:
        columns = {field: [row[field] for row in rows] for field in _parameters(name)}
        connection.execute(query(name), columns)


def literal(text: str) -> str:
    """The text as SQL has it, for statements that take no parameters."""
    return "'" + text.replace("'", "''") + "'"


def records(result: "duckdb.DuckDBPyConnection") -> list[dict[str, Any]]:
    """The rows of what was executed, each as a mapping from column to value."""
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def migrations() -> list[tuple[str, str]]:
    """Name and text of every migration, in order."""
    return _texts("migrations")


def definitions() -> list[str]:
    """The statements that make the macros and views, each after those it builds on."""
    first = (
        "as_of",
        "snapshot_at",
        "board_line",
        "names_of",
        "alias_spans",
        "shown",
        "named",
        "attempts",
        "changes",
        "standings",
        "standings_at",
    )
    texts = dict(_texts("macros") + _texts("views"))
    return [texts[name] for name in (*first, *sorted(set(texts) - set(first)))]


def _texts(folder: str) -> list[tuple[str, str]]:
    paths = sorted((_FOLDER / folder).glob("*.sql"))
    return [(path.stem, path.read_text(encoding="utf-8")) for path in paths]
