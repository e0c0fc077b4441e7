"""The text of a parser for one table or list of a page, from what was guessed of its columns.

What the page calls its columns is hostile until shown otherwise: it comes into the text only as a
literal in ASCII, and never into its comments or names.
"""

import ast
from collections.abc import Iterable, Iterator, Sequence

from cli.scaffold.draft import WIDTH, Draft, literal, marks, wrapped
from cli.scaffold.entry import entry_function
from cli.scaffold.reading import parse_function
from parsers.reach import required
from parsers.roles import Column, Kind, Role
from parsers.survey import Form

_READERS = {
    Form.HTML: ("parsers.tables", "find_table"),
    Form.MARKDOWN: ("parsers.markdown", "find_table"),
    Form.CSV: ("parsers.delimited", "read_csv"),
}
_HOMES = {
    "LayoutError": "leaderboard.errors",
    "Page": "leaderboard.page",
    **dict.fromkeys(("Entry", "Standing", "keyed_by_name"), "leaderboard.standing"),
    "embedded": "parsers.documents",
    **dict.fromkeys(("rows_shaped", "unknown"), "parsers.payloads"),
    **dict.fromkeys(("find_objects", "find_rows"), "parsers.shapes"),
    "read_yaml": "parsers.yaml_rows",
    **dict.fromkeys(
        (
            *("bounds", "deltas", "half_width", "half_width_of_stderr", "interval", "number"),
            *("rank", "score_with_interval", "whole"),
        ),
        "parsers.numbers",
    ),
}
_STRUCT_OF_ROW = '''class Row(msgspec.Struct):
    """A row, as far as it is read."""
'''
_STRUCT_OF_NAME = '''class Named(msgspec.Struct):
    """What is known by its name."""

    name: str
'''
_STRUCT_OF_FRAME = '''class Frame(msgspec.Struct):
    """A table: the names of its columns, and its cells row by row."""

    headers: list[str]
    data: list[list[object]]
'''


def parser_text(draft: Draft) -> str:
    """A whole file, as `ruff format` would leave it."""
    blocks = [*_structs(draft), parse_function(draft), entry_function(draft)]
    body = "\n\n\n".join(block.rstrip("\n") for block in blocks)
    constants = "\n".join(_constants(draft))
    between = f"\n\n{constants}\n\n\n" if constants else "\n\n\n"
    form = draft.candidate.form
    about = f"{draft.board}, read from its {form}: which column is what was guessed."
    if len(f'"""{about}"""') > WIDTH:
        about = f"One board, read from its {form}: which column is what was guessed."
    return f'"""{about}"""\n\n{_imports(draft, body)}{between}{body}\n'


def _imports(draft: Draft, body: str) -> str:
    """The import lines for the names that the text uses."""
    homes = dict(_HOMES)
    if draft.candidate.form in _READERS:
        home, reader = _READERS[draft.candidate.form]
        homes |= {
            reader: home,
            "Row": "parsers.rows",
        }
    modules: dict[str, list[str]] = {}
    for name in _words(body) & homes.keys():
        modules.setdefault(homes[name], []).append(name)
    lines = [
        f"from {module} import {', '.join(sorted(names, key=_by_type))}"
        for module, names in sorted(modules.items())
    ]
    third = ["import msgspec", ""] if "msgspec" in _words(body) else []
    return "\n".join([*third, *lines])


def _words(body: str) -> set[str]:
    """The names that the code uses."""
    names = (node for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)}


def _by_type(name: str) -> tuple[bool, str]:
    return name[0].islower(), name


def _constants(draft: Draft) -> Iterator[str]:
    """What stands above the functions: columns that are used, ignored, and marks of nothing."""
    form = draft.candidate.form
    if not draft.candidate.is_of_objects or form is Form.FRAME:
        yield from wrapped("USED = (", [literal(name) for name in draft.reach.headers], ")")
    if draft.ignored:
        yield from _set_of(draft.ignored)
    if found := marks(draft):
        yield from wrapped("MISSING = (", [literal(mark) for mark in found], ")")


def _set_of(names: Sequence[str]) -> Iterator[str]:
    """`IGNORED` in as few lines as can be: names in rows, each row a tuple of its own."""
    whole = f"IGNORED = {{{', '.join(map(literal, names))}}}"
    if len(whole) <= WIDTH:
        yield whole
        return
    yield "IGNORED = {"
    for row in _in_rows(names):
        if len(row) > 1:
            yield f"    *({', '.join(map(literal, row))}),"
        else:
            yield from _in_pieces(row[0])
    yield "}"


def _in_rows(names: Iterable[str]) -> Iterator[list[str]]:
    row: list[str] = []
    for name in names:
        if row and len(f"    *({', '.join(map(literal, [*row, name]))}),") > WIDTH:
            yield row
            row = []
        row.append(name)
    if row:
        yield row


def _in_pieces(name: str) -> Iterator[str]:
    """A literal; one that is too long for a line in several, which Python joins."""
    if len(f"    {literal(name)},") <= WIDTH:
        yield f"    {literal(name)},"
        return
    pieces = [""]
    for sign in name:
        if len(f"        {literal(pieces[-1] + sign)}") > WIDTH:
            pieces.append("")
        pieces[-1] += sign
    yield "    ("
    yield from (f"        {literal(piece)}" for piece in pieces)
    yield "    ),"


def _structs(draft: Draft) -> Iterator[str]:
    """The shapes of what is read, where it is objects."""
    if not draft.candidate.is_of_objects:
        return
    if any(column.kind is Kind.NAMED for column in draft.columns.values()):
        yield _STRUCT_OF_NAME
    needed = set(required(draft.candidate, [c.name for c in draft.columns.values()]))
    fields = [(role, column, column.name in needed) for role, column in draft.columns.items()]
    lines = [_field(*each) for each in sorted(fields, key=lambda field: not field[2])]
    yield "\n".join([_STRUCT_OF_ROW, *lines])
    if draft.candidate.form is Form.FRAME:
        yield _STRUCT_OF_FRAME
    elif draft.reach.by_part:
        yield _struct_of_part(draft)


def _field(role: Role, column: Column, is_required: bool) -> str:  # noqa: FBT001 - one of a triple
    types = {Kind.TEXT: "str", Kind.NAMED: "Named", Kind.NAMES: "list[str]"}
    of_number = "int" if role in {Role.RANK, Role.VOTES} else "float"
    is_number = column.kind in {Kind.NUMBER, Kind.DISTANCE}
    kind = of_number if is_number else types.get(column.kind, "str")
    kind = f"{kind} | None" if column.is_optional else kind
    if column.name == role.value:
        return f"    {role.value}: {kind}{'' if is_required else ' = None'}"
    default = "" if is_required else ", default=None"
    return f"    {role.value}: {kind} = msgspec.field(name={literal(column.name)}{default})"


def _struct_of_part(draft: Draft) -> str:
    part = draft.candidate.part
    assert part is not None
    lines = ["class Board(msgspec.Struct):", '    """One board of the page, by its name."""', ""]
    lines.append("    name: str" + _spelt("name", part.name))
    lines.append("    rows: list[dict[str, object]]" + _spelt("rows", part.rows))
    return "\n".join(lines)


def _spelt(attribute: str, name: str) -> str:
    return "" if attribute == name else f" = msgspec.field(name={literal(name)})"
