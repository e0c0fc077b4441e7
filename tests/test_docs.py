"""The documents say what is so."""

import re
from pathlib import Path

from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from tests.record import Record

ROOT = Path(__file__).resolve().parents[1]
COLUMN = re.compile(r"`([a-z_0-9]+)`")
OBJECTS = """
    SELECT view_name, view_name FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
    UNION ALL
    SELECT function_name, concat(function_name, '(', list_aggregate(
        list_transform(parameters, lambda name: if(name = 'ts', '''2026-01-01''', '''x''')),
        'string_agg', ', '
    ), ')')
    FROM duckdb_functions()
    WHERE schema_name = 'main' AND function_type = 'table_macro' AND NOT internal
"""


def _sections() -> dict[str, str]:
    """The text below each heading of docs/sql.md, by every name that the heading mentions."""
    sections: dict[str, str] = {}
    for part in (ROOT / "docs" / "sql.md").read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = part.partition("\n")
        for name in re.findall(r"`([a-z_]+)", heading):
            sections[name] = body
    return sections


def test_the_boards_are_as_many_as_the_readme_says() -> None:
    """Every board and publisher of the source files is counted there."""
    sources = load_sources(load_settings().sources)

    boards, publishers = len(find_boards(sources)), len(sources)
    assert boards >= 35
    assert publishers >= 14
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{boards} boards of {publishers} publishers" in readme


def test_every_column_of_the_interface_is_described(tmp_path: Path) -> None:
    """Each view and macro has a section, and each of its columns stands there."""
    sections = _sections()
    with Record(tmp_path) as record:
        objects = dict(record.rows(OBJECTS))
        found = {name: record.rows(f"DESCRIBE FROM {call}") for name, call in objects.items()}
    described = {name: set(COLUMN.findall(sections.get(name, ""))) for name in found}
    missing = {
        name: sorted({str(column[0]) for column in columns} - described[name])
        for name, columns in found.items()
    }

    assert {name: columns for name, columns in missing.items() if columns} == {}
    assert set(sections) <= set(found)
