"""YAML files that are a list of rows, or one mapping, checked against the shape a site declares.

    found = read_yaml(page, Model)
    found.rows, found.unknown(ignored)

A day such as `2025-02-25` is a `datetime.date`. Aliases are refused: nobody writes a board with
them, and a few of them can stand for more rows than there is room.
"""

from collections.abc import Iterator

import msgspec
import yaml

from leaderboard import yaml_file
from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.payloads import rows_shaped, shaped
from parsers.shapes import Rows, Shape

_DEEPEST = 20


def read_yaml(page: Page, shape: type[Shape], *, ends_open: bool = False) -> Rows[Shape]:
    """The rows of the file. Those of a file cut at a line's end cannot be told from whole ones.

    A file ends with a newline, by which one that was cut is found out. `ends_open` says that this
    publisher leaves it out: then a cut inside the last value cannot be told.

    Raises:
        LayoutError: the file is no YAML in UTF-8, has a key twice, may be cut, is no list of
            mappings, or a row lacks a field or has another type in it.
    """
    found = document(page, ends_open=ends_open)
    rows = rows_shaped(found, shape, shape.__name__)
    if not rows:
        raise LayoutError(f"expected a list of rows of {shape.__name__}, found an empty one")
    return Rows(rows, frozenset[str]().union(*msgspec.convert(found, list[dict[str, object]])))


def read_mapping(page: Page, shape: type[Shape]) -> Shape:
    """The one mapping that the file is; errors as in `read_yaml`."""
    return shaped(document(page, ends_open=False), shape, shape.__name__)


def document(page: Page, *, ends_open: bool = False) -> object:
    """The document that the file is; `ends_open` as in `read_yaml`.

    Raises:
        LayoutError: it is no YAML in UTF-8, has a key twice, aliases or pits, or may be cut.
    """
    text = page.text()
    if not ends_open and not text.endswith("\n"):
        raise LayoutError(f"expected a newline at the end, found {text[-40:]!r}: it may be cut")
    try:
        for depth in _depths(text):
            if depth > _DEEPEST:
                raise LayoutError(f"expected YAML nested {_DEEPEST} deep at most, found more")
        return yaml_file.document(text)
    except yaml.YAMLError as error:
        raise LayoutError(f"expected a YAML file, found: {' '.join(str(error).split())}") from error


def _depths(text: str) -> Iterator[int]:
    """How deep each thing is that begins; the loader, which is in C, would go down any depth."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise LayoutError(f"expected no aliases, found *{event.anchor}")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            yield depth
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
