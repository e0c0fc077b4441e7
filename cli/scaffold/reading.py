"""The function of a new parser that reads the page."""

from cli.scaffold.draft import Draft, literal, wrapped
from parsers.roles import Role
from parsers.survey import Form

_OF_HIDDEN = "    # decide: are the hidden rows of the board, only folded away?"


def parse_function(draft: Draft) -> str:
    """`parse`: the page, its one table or list, the entries."""
    found, rows, unknown = _found(draft)
    about = "The publisher's own key stays when a name changes."
    if Role.KEY not in draft.columns:
        about = "Names are all there is to recognise a model by."
    entries = f"    entries = keyed_by_name([_entry(row) for row in {rows}])"
    if Role.KEY in draft.columns:
        entries = f"    entries = tuple(_entry(row) for row in {rows})"
    head = ["def parse(page: Page) -> Standing:", f'    """{about}"""']
    return "\n".join([*head, *found, entries, f"    return Standing(entries, unknown={unknown})"])


def _found(draft: Draft) -> tuple[list[str], str, str]:
    """The lines that find the rows; the names of the rows, and of what is unknown in them."""
    reach, form = draft.reach, draft.candidate.form
    ignored = "IGNORED" if draft.ignored else ""
    ends_open = ", ends_open=True" if reach.ends_open else ""
    if not draft.candidate.is_of_objects:
        reader = "read_csv" if form is Form.CSV else "find_table"
        within = [f"within={literal(reach.within)}"] if reach.within else []
        hidden = ['hidden="left out"'] if reach.leaves_out else []
        asked = ["page", "USED", *within, *hidden, *([ends_open[2:]] if ends_open else [])]
        unknown = "table.unknown({*USED, *IGNORED})" if ignored else "table.unknown(USED)"
        lines = [
            *([_OF_HIDDEN] if hidden else []),
            *wrapped(f"table = {reader}(", asked, ")", "    "),
        ]
        return lines, "table.rows", unknown
    if form is Form.YAML:
        line = f"    found = read_yaml(page, Row{ends_open})"
        return [line], "found.rows", f"found.unknown({ignored})"
    documents = "[page.body]" if form is Form.JSON else "embedded(page)"
    if form is Form.FRAME:
        return _found_frame(documents), "rows", _unknown_of("cells", ignored)
    if reach.by_part:
        return _found_part(documents), "rows", _unknown_of("boards[0].rows", ignored)
    return [f"    found = find_rows({documents}, Row)"], "found.rows", f"found.unknown({ignored})"


def _unknown_of(rows: str, ignored: str) -> str:
    return f"unknown({rows}, Row, IGNORED)" if ignored else f"unknown({rows}, Row)"


def _found_part(documents: str) -> list[str]:
    return [
        f"    found = find_objects({documents}, Board)",
        "    boards = [board for board in found if board.name == page.part]",
        "    if len(boards) != 1:",
        '        raise LayoutError(f"expected one board {page.part!r}, found {len(boards)}")',
        "    rows = rows_shaped(boards[0].rows, Row, page.part)",
    ]


def _found_frame(documents: str) -> list[str]:
    return [
        f"    found = find_objects({documents}, Frame)",
        "    frames = [frame for frame in found if set(USED) <= set(frame.headers)]",
        "    if len(frames) != 1:",
        '        raise LayoutError(f"expected one such table, found {len(frames)}")',
        "    cells = [dict(zip(frames[0].headers, line, strict=True)) for line in frames[0].data]",
        '    rows = rows_shaped(cells, Row, "row")',
    ]
