"""What a parser is written from, and how text and lists are spelt in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.reach import Reach
from parsers.roles import Column, Columns, Kind, Role
from parsers.survey import Candidate

WIDTH = 100
READ = {Kind.FIGURE, Kind.SCORE_WITH_INTERVAL, Kind.DELTAS, Kind.BOUNDS}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a parser is written from: the board's name, its table, what was guessed of it."""

    board: str
    candidate: Candidate
    columns: Columns
    reach: Reach

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that are not used, each once."""
        used = {column.name for column in self.columns.values()}
        if not self.candidate.is_of_objects:
            used |= set(self.reach.headers)
        return tuple(dict.fromkeys(n for n in self.candidate.columns if n and n not in used))


def literal(text: str) -> str:
    """The text as a Python literal in ASCII, quoted as `ruff format` quotes."""
    single = ascii(text)
    if text.count('"') > text.count("'"):
        return single
    inner = single[1:-1]
    inner = inner.replace("\\'", "'") if single[0] == "'" else inner
    return '"' + (inner.replace('"', '\\"') if single[0] == "'" else inner) + '"'


def wrapped(before: str, parts: Sequence[str], after: str, indent: str = "") -> Iterator[str]:
    """Parts between brackets: in one line, or where that is too long one a line."""
    comma = "," if len(parts) == 1 and after == ")" and before.endswith("= (") else ""
    whole = f"{indent}{before}{', '.join(parts)}{comma}{after}"
    if len(whole) <= WIDTH:
        yield whole
        return
    yield f"{indent}{before}"
    for part in parts:
        yield f"{indent}    {part},"
    yield f"{indent}{after}"


def marks(draft: Draft) -> list[str]:
    """The marks for what is missing, of all columns that are read with them."""
    found = {
        mark
        for role, column in draft.columns.items()
        if column.kind in READ or _is_marked_text(role, column)
        for mark in column.missing
    }
    is_absent = any(c.is_optional and c.kind in READ for c in draft.columns.values())
    return sorted(found | ({""} if is_absent else set()))


def _is_marked_text(role: Role, column: Column) -> bool:
    """Whether an organization is missing by more than an empty text."""
    is_plain = role is Role.ORGANIZATION and column.kind is Kind.TEXT
    return is_plain and any(column.missing)


def value(draft: Draft, role: Role) -> str:
    """The expression for what stands in the column of the role; a text, where texts are read."""
    column = draft.columns[role]
    if not draft.candidate.is_of_objects:
        return f"row[{literal(column.name)}]"
    is_absent = column.is_optional and column.kind in READ
    return f'(row.{role.value} or "")' if is_absent else f"row.{role.value}"


def has_marks(column: Column) -> bool:
    """Whether a column may hold no value."""
    return bool(column.missing) or column.is_optional


def number(draft: Draft, role: Role, reader: str) -> str:
    """The expression for a number: as it stands, or read from text with its unit and marks."""
    column = draft.columns.get(role)
    if column is None:
        return ""
    text = value(draft, role)
    if column.kind in {Kind.NUMBER, Kind.DISTANCE}:
        return text
    unit = f', unit="{column.unit}"' if column.unit else ""
    return f"{reader}({text}{unit}{', missing=MISSING' if has_marks(column) else ''})"
