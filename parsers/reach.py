"""How a reader comes to one table or list of a page again, and to no other one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers import delimited, markdown, tables, yaml_rows
from parsers.documents import embedded
from parsers.roles import Columns
from parsers.shapes import find_objects, find_rows
from parsers.survey import Candidate, Form, Part


@dataclass(frozen=True, slots=True)
class Reach:
    """The columns that are asked for, and what narrows the search where those do not do it.

    `within` is a selector or heading; `by_part` says that the object around the list is asked for
    by its name, which stands in the fragment of the address. `ends_open` is the readers' word for a
    file without a newline at its end, `leaves_out` says that a table has hidden rows, which are not
    read.
    """

    headers: tuple[str, ...]
    within: str = ""
    by_part: bool = False
    ends_open: bool = False
    leaves_out: bool = False


def reach(page: Page, candidate: Candidate, columns: Columns) -> Reach:
    """The least that has to be asked for.

    Raises:
        LayoutError: nothing tells it from others like it.
    """
    problems: list[str] = []
    for way in _ways(page, candidate, columns):
        try:
            found = _count(page, candidate, way)
        except LayoutError as error:
            problems.append(str(error))
            continue
        if found == len(candidate.rows):
            return way
        problems.append(f"found {found} rows")
    message = f"{candidate.name}: expected to tell it from others like it"
    raise LayoutError(f"{message}, found no way: {problems[0]}; write its parser by hand")


def _ways(page: Page, candidate: Candidate, columns: Columns) -> Iterator[Reach]:
    """What may be asked for, the simplest first."""
    used = tuple(column.name for column in columns.values())
    ends_open = not page.text().endswith("\n")
    if candidate.form in {Form.CSV, Form.YAML}:
        yield Reach(used, ends_open=ends_open)
        return
    narrowed = list(_narrowed(candidate, used))
    yield from narrowed
    if candidate.form is Form.HTML:
        yield from (replace(way, leaves_out=True) for way in narrowed)


def _narrowed(candidate: Candidate, used: tuple[str, ...]) -> Iterator[Reach]:
    yield Reach(used)
    if candidate.part is not None:
        yield Reach(used, by_part=True)
    if candidate.within:
        yield Reach(used, candidate.within)
    if candidate.form in {Form.HTML, Form.MARKDOWN, Form.FRAME}:
        named = [name for name in candidate.columns if name]
        others = [name for name in named if name not in used and named.count(name) == 1]
        yield Reach((*used, *others))
        yield Reach((*used, *others), candidate.within)


def _count(page: Page, candidate: Candidate, way: Reach) -> int:
    """How many rows the reader finds that way; errors as the reader's."""
    if candidate.is_of_objects:
        return _count_objects(page, candidate, way)
    if candidate.form is Form.HTML:
        hidden: tables.Hidden = "left out" if way.leaves_out else "refused"
        found = tables.find_table(page, way.headers, way.within or "body", hidden=hidden)
        return len(found.rows)
    if candidate.form is Form.MARKDOWN:
        return len(markdown.find_table(page, way.headers, way.within).rows)
    return len(delimited.read_csv(page, way.headers, ends_open=way.ends_open).rows)


def _count_objects(page: Page, candidate: Candidate, way: Reach) -> int:
    shape = _shape(candidate, way.headers)
    if candidate.form is Form.YAML:
        return len(yaml_rows.read_yaml(page, shape, ends_open=way.ends_open).rows)
    documents = [page.body] if candidate.form is Form.JSON else list(embedded(page))
    if candidate.form is Form.FRAME:
        return _count_cells(documents, way)
    if way.by_part and candidate.part is not None:
        return _count_in_part(documents, candidate.part)
    return len(find_rows(documents, shape).rows)


def required(candidate: Candidate, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the fields that every row has."""
    return tuple(name for name in names if all(name in row for row in candidate.rows))


def _shape(candidate: Candidate, names: Sequence[str]) -> type[msgspec.Struct]:
    """A shape that requires those of the fields that every row has."""
    wanted = required(candidate, names)
    fields = [(f"field_{number}", object) for number in range(len(wanted))]
    spelt = {field: name for (field, _), name in zip(fields, wanted, strict=True)}
    return msgspec.defstruct("Row", fields, rename=spelt)


def _count_in_part(documents: list[bytes], part: Part) -> int:
    fields = [("name", str), ("rows", list[dict[str, object]])]
    shape = msgspec.defstruct("Board", fields, rename={"name": part.name, "rows": part.rows})
    found = [each for each in find_objects(documents, shape) if _field(each, "name") == part.value]
    if len(found) != 1:
        raise LayoutError(f"expected one {part.value!r}, found {len(found)}")
    return len(msgspec.convert(_field(found[0], "rows"), list[object]))


def _count_cells(documents: list[bytes], way: Reach) -> int:
    shape = msgspec.defstruct("Frame", [("headers", list[str]), ("data", list[list[object]])])
    fitting = [
        frame
        for frame in find_objects(documents, shape)
        if set(way.headers) <= set(msgspec.convert(_field(frame, "headers"), list[str]))
    ]
    if len(fitting) != 1:
        raise LayoutError(f"expected one such data frame, found {len(fitting)}")
    return len(msgspec.convert(_field(fitting[0], "data"), list[object]))


def _field(struct: msgspec.Struct, name: str) -> object:
    value: object = getattr(struct, name)
    return value
