"""Rows in documents that are trees: JSON, YAML, and the JSON that HTML carries."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import yaml

from tests.mutations import shells
from tests.mutations.listing import Edit, Listing, Row
from tests.mutations.subject import Subject

_FEW = 2


def of_json(subject: Subject, document: int) -> Iterator[Listing]:
    """Each list in a JSON document."""
    body = subject.bodies[document].decode()
    tree = json.loads(body)
    yield from of_tree(subject, document, tree, lambda new: msgspec.json.encode(new).decode())


def of_tree(
    subject: Subject, document: int, tree: object, write: Callable[[object], str]
) -> Iterator[Listing]:
    """Each list in a document that `write` writes."""
    for path, rows in _lists(tree):

        def written(rows: list[Row], path: tuple[object, ...] = path) -> bytes:
            return write(_put(tree, path, _back(_at(tree, path), rows))).encode()

        def edited(change: Edit, path: tuple[object, ...] = path) -> bytes:
            root = {"": copy.deepcopy(tree)}
            *above, last = ("", *path)
            change(_at(root, tuple(above)), last)
            return write(root[""]).encode()

        is_cells = _is_cells(_at(tree, path))
        yield Listing(subject, document, tuple(rows), written, is_cells, edited)


def _lists(
    tree: object, path: tuple[object, ...] = ()
) -> Iterator[tuple[tuple[object, ...], list[Row]]]:
    """The lists of mappings in a document, tables of cells, and mappings of mappings."""
    if isinstance(tree, list) and tree and all(isinstance(each, dict) for each in tree):
        yield path, tree
    elif _is_cells(tree):
        yield path, [dict(zip(tree["headers"], cells, strict=True)) for cells in tree["data"]]  # type: ignore[index]
    elif _is_named(tree):
        yield path, [{"": name, **row} for name, row in tree.items()]  # type: ignore[attr-defined]
    for name, member in _members(tree):
        if isinstance(member, dict | list):
            yield from _lists(member, (*path, name))


def _members(tree: object) -> list[tuple[object, object]]:
    if isinstance(tree, dict):
        return list(tree.items())
    return list(enumerate(tree)) if isinstance(tree, list) else []


def _is_cells(tree: object) -> bool:
    return isinstance(tree, dict) and tree.keys() >= {"headers", "data"}


def _is_named(tree: object) -> bool:
    return (
        isinstance(tree, dict)
        and len(tree) > _FEW
        and all(isinstance(each, dict) and len(each) > 1 for each in tree.values())
    )


def _back(place: object, rows: list[Row]) -> object:
    """The rows in the form of what stood in their place."""
    if isinstance(place, list):
        return rows
    assert isinstance(place, dict)
    if _is_cells(place):
        headers = list(rows[0]) if rows else place["headers"]
        return {**place, "headers": headers, "data": [list(row.values()) for row in rows]}
    return {str(row.get("")): {k: v for k, v in row.items() if k != ""} for row in rows}


def _at(tree: object, path: tuple[object, ...]) -> object:
    for step in path:
        tree = tree[step]  # type: ignore[index]
    return tree


def _put(tree: Any, path: tuple[Any, ...], value: object) -> object:  # noqa: ANN401 - any JSON
    """The document with another value at the end of the path; the rest of it is shared."""
    if not path:
        return value
    inside = _put(tree[path[0]], path[1:], value)
    if isinstance(tree, dict):
        return {**tree, path[0]: inside}
    return [*tree[: path[0]], inside, *tree[path[0] + 1 :]]


def _yaml(tree: object) -> str:
    return str(yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True))


def of_yaml(subject: Subject, document: int) -> Iterator[Listing]:
    """Each list in a YAML file."""
    tree = yaml.load(subject.bodies[document], yaml.CSafeLoader)
    yield from of_tree(subject, document, tree, _yaml)


def of_scripts(subject: Subject, document: int) -> Iterator[Listing]:
    """Those in the JSON of an HTML page."""
    for tree, write in shells.trees(subject.bodies[document].decode()):
        yield from of_tree(subject, document, tree, write)
