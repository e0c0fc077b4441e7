"""Columns and rows: renamed, removed, added, put in another order, missing here and there."""

import random
from collections.abc import Callable, Iterator

from tests.mutations.listing import Listing, Row
from tests.mutations.mutant import (
    Mutant,
    apart_from,
    either,
    exactly,
    is_computed,
    lacking,
    ordered,
    same,
    without,
)

Path = tuple[str, ...]
Change = Callable[[Row, str], object]
# The step of a path that stands for every element of a list.
EACH = "[]"


def paths(row: object, before: Path = ()) -> list[Path]:
    """The ways to each field of a row, however deep it is."""
    if isinstance(row, list):
        return list(dict.fromkeys(p for each in row for p in paths(each, (*before, EACH))))
    if not isinstance(row, dict):
        return []
    return [
        p for name, value in row.items() for p in ((*before, name), *paths(value, (*before, name)))
    ]


def change(row: object, path: Path, how: Change) -> None:
    """Change the field at the end of the path, in every mapping that has it."""
    step, rest = path[0], path[1:]
    if step == EACH:
        for each in row if isinstance(row, list) else ():
            change(each, rest, how)
    elif isinstance(row, dict) and step in row:
        if rest:
            change(row[step], rest, how)
        else:
            how(row, step)


def mutants(listing: Listing) -> Iterator[Mutant]:
    """All changes of columns and rows."""
    if _is_wide(listing):
        yield from _of_models(listing)
        return
    for path in dict.fromkeys(path for row in listing.rows for path in paths(row)):
        if listing.is_table or path != ("",):  # the names of a mapping are no field
            yield from _of_column(listing, path)
    yield from _added(listing)
    yield from _reordered(listing)
    yield from _dropped(listing)
    yield from _doubled(listing)


def in_all(listing: Listing, path: Path, how: Change) -> tuple[bytes, ...]:
    """The page with that field changed in every row."""
    rows = listing.copied()
    for row in rows:
        change(row, path, how)
    return listing.bodies(rows)


def in_one(listing: Listing, path: Path, how: Change, at: int) -> tuple[bytes, ...]:
    """The page with that field changed in one row."""
    rows = listing.copied()
    change(rows[at], path, how)
    return listing.bodies(rows)


def _is_wide(listing: Listing) -> bool:
    """Whether columns are models, and rows are days."""
    return {entry.model for entry in listing.subject.listed} <= listing.rows[0].keys()


def _of_models(listing: Listing) -> Iterator[Mutant]:
    """Columns that are models: one that is renamed is renamed, one that is gone is gone."""
    subject = listing.subject
    for entry in subject.listed:
        path = (entry.model,)
        new = f"other {entry.model}"
        changed = [e._replace(key=new, model=new) if e == entry else e for e in subject.listed]
        yield Mutant(
            "column renamed", new, in_all(listing, path, _rename("other {}")), exactly(changed)
        )
        yield Mutant("column removed", new, in_all(listing, path, _lose), without(subject, entry))
        for at in range(len(listing.rows)):
            name = f"{entry.model} in row {at}"
            yield Mutant("cell emptied", name, in_one(listing, path, _empty, at), same(subject))
            yield Mutant("cell lost", name, in_one(listing, path, _lose, at), same(subject))
    for at in range(len(listing.rows)):
        rows = [row for place, row in enumerate(listing.rows) if place != at]
        yield Mutant("row dropped", f"row {at}", listing.bodies(rows), same(subject))
    yield from _reordered(listing)
    yield from _doubled(listing)


def _of_column(listing: Listing, path: Path) -> Iterator[Mutant]:
    subject, name = listing.subject, ".".join(path)
    unmeant = same(subject)
    unsaid = either(lacking(subject, listing.entries), unmeant)
    yield Mutant("column renamed", name, in_all(listing, path, _rename("other {}")), unmeant)
    yield Mutant("column renamed", f"{name} (case)", in_all(listing, path, _recase), unmeant)
    yield Mutant("column removed", name, in_all(listing, path, _lose), unsaid)
    if len(listing.rows[0]) < len(path):
        return
    for at in sorted({0, len(listing.rows) - 1}):
        yield from _of_cell(listing, path, at)
    if not listing.is_table:
        for what, how in _types(listing):
            right = unsaid if what == "null" else unmeant
            yield Mutant("another type", f"{name}: {what}", in_all(listing, path, how), right)


def _of_cell(listing: Listing, path: Path, at: int) -> Iterator[Mutant]:
    name, entry = f"{'.'.join(path)} in row {at}", listing.entries[at]
    right = either(lacking(listing.subject, [entry]), without(listing.subject, entry))
    if is_computed(listing.subject):
        right = either(right, apart_from(listing.subject, entry))
    if listing.is_table:
        yield Mutant("cell emptied", name, in_one(listing, path, _empty, at), right)
        yield Mutant("cell lost", name, in_one(listing, path, _lose, at), right)
        return
    yield Mutant("field lost in a row", name, in_one(listing, path, _lose, at), right)
    for what, how in _types(listing):
        is_right = right if what == "null" else same(listing.subject)
        yield Mutant("another type", f"{name}: {what}", in_one(listing, path, how, at), is_right)


def _rename(pattern: str) -> Change:
    def how(row: Row, name: str) -> None:
        _in_place(row, name, pattern.format(name))

    return how


def _recase(row: Row, name: str) -> None:
    _in_place(row, name, name.swapcase() or "no name")


def _in_place(row: Row, old: str, new: str) -> None:
    items = [(new if name == old else name, value) for name, value in row.items()]
    row.clear()
    row.update(items)


def _lose(row: Row, name: str) -> None:
    del row[name]


def _empty(row: Row, name: str) -> None:
    cell = str(row[name])
    row[name] = f"{cell.partition('>')[0]}></td>" if cell.startswith("<t") else ""


def _as_text(row: Row, name: str) -> None:
    row[name] = row[name] if isinstance(row[name], dict | list) else str(row[name])


def _as_list(row: Row, name: str) -> None:
    row[name] = [row[name]]


def _as_null(row: Row, name: str) -> None:
    row[name] = None


def _as_number(row: Row, name: str) -> None:
    if isinstance(row[name], str):
        row[name] = 7


def _as_bool(row: Row, name: str) -> None:
    if isinstance(row[name], int | float) and not isinstance(row[name], bool):
        row[name] = True


_TYPES: dict[str, Change] = {
    "text": _as_text,
    "list": _as_list,
    "null": _as_null,
    "number": _as_number,
    "yes": _as_bool,
}


def _types(listing: Listing) -> Iterator[tuple[str, Change]]:
    """Types of other kinds; a column of a Parquet file has one type, which is no list."""
    for what, how in _TYPES.items():
        if what != "list" or listing.edit is not None:
            yield what, how


def _added(listing: Listing) -> Iterator[Mutant]:
    right = same(listing.subject)
    is_html = listing.is_table and str(next(iter(listing.rows[0].values()))).startswith("<t")
    for what, value in (("empty", ""), ("number", 12.5), ("text", "new"), ("rank", 1)):
        shown = f"<td>{value}</td>" if is_html else value
        for at in sorted({0, len(listing.rows[0]) // 2, len(listing.rows[0])}):
            rows = [_with(row, at, "Added", shown) for row in listing.copied()]
            yield Mutant("column added", f"{what} at {at}", listing.bodies(rows), right)


def _with(row: Row, at: int, name: str, value: object) -> Row:
    items = list(row.items())
    return dict([*items[:at], (name, value), *items[at:]])


def _reordered(listing: Listing) -> Iterator[Mutant]:
    right, names = same(listing.subject), list(listing.rows[0])
    shuffled = random.Random(1).sample(names, len(names))  # noqa: S311 - a seeded change
    for what, order in (("reversed", names[::-1]), ("shuffled", shuffled)):
        rows = [{name: row[name] for name in [*order, *row] if name in row} for row in listing.rows]
        yield Mutant("columns in another order", what, listing.bodies(rows), right)
    numbered = list(range(len(listing.rows)))
    mixed = random.Random(2).sample(numbered, len(numbered))  # noqa: S311 - a seeded change
    for what, places in (("reversed", numbered[::-1]), ("shuffled", mixed)):
        bodies = listing.bodies([listing.rows[place] for place in places])
        yield Mutant("rows in another order", what, bodies, ordered(listing.subject))


def _dropped(listing: Listing) -> Iterator[Mutant]:
    for at, entry in enumerate(listing.entries):
        rows = [row for place, row in enumerate(listing.rows) if place != at]
        right = without(listing.subject, entry)
        yield Mutant("row dropped", f"row {at}", listing.bodies(rows), right)
    right = same(listing.subject)
    yield Mutant("all rows dropped", "no row", listing.bodies([]), right)


def _doubled(listing: Listing) -> Iterator[Mutant]:
    right = same(listing.subject)
    for at in sorted({0, len(listing.rows) // 2, len(listing.rows) - 1}):
        row = listing.rows[at]
        after = [*listing.rows[: at + 1], row, *listing.rows[at + 1 :]]
        yield Mutant("row doubled", f"row {at}", listing.bodies(after), right)
        yield Mutant("row doubled", f"row {at} below", listing.bodies([*listing.rows, row]), right)
    yield Mutant("row doubled", "all", listing.bodies([*listing.rows, *listing.rows]), right)
