"""YAML as people expect it: words, times and keys are what they look like, faults have their line.

`on`, `off`, `yes` and `no` are words and `22:00` is no number to the base of 60, as in YAML 1.2; no
key stands twice.
"""

import re
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from leaderboard.errors import PodiumError, SourceFileError

_BOOL = "tag:yaml.org,2002:bool"
_SIXTIES = re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$")
_FOUND = 60
# What PyYAML lets through where a text is not what it looks like, such as the 30th of February, or
# what its tag says.
_MISFITS = (ValueError, OverflowError, TypeError, LookupError, AttributeError)
_EXPECTED = {
    "extra_forbidden": "expected no field of this name",
    "model_type": "expected fields and their values",
    "dict_type": "expected names and what each stands for",
    "tuple_type": "expected a list",
}
_Shape = TypeVar("_Shape", bound=BaseModel)
_Place = tuple[int | str, ...]


class _Loader(yaml.CSafeLoader):  # in C, six times faster than SafeLoader
    """YAML 1.2's booleans, which are `true` and `false` only, and unique keys, each a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - PyYAML's signature
        keys: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _wrong("expected a word as a key, found a list or a mapping", key)
            if key.value in keys:
                raise _wrong(f"expected every key once, found {key.value!r} twice", key)
            keys.add(key.value)
        mapping: dict[object, object] = super().construct_mapping(node, deep=deep)
        return mapping

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:  # noqa: FBT001, FBT002 - PyYAML's signature
        try:
            return super().construct_object(node, deep=deep)
        except _MISFITS as error:
            raise _wrong(f"expected a value, found {node.value!r} ({error})", node) from error


def _wrong(problem: str, node: yaml.Node) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


_Loader.yaml_implicit_resolvers = {
    first: [("tag:yaml.org,2002:str", _SIXTIES)]
    + [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != _BOOL or first in ("t", "T", "f", "F")
    ]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def document(text: str) -> object:
    """The document that the text is.

    Raises:
        yaml.YAMLError: the text is not YAML, or a key stands twice.
    """
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader


def load(path: Path, wrong: type[PodiumError] = SourceFileError) -> object:
    """The document in the file.

    Raises:
        PodiumError: `wrong`: the file cannot be read or is not YAML; the message names file and
            line.
    """
    try:
        return document(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        message = f"{path.name}: line {line}: {error.problem}"
        raise wrong(message) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        message = f"{path.name}: expected a YAML file in UTF-8, found {error}"
        raise wrong(message) from error


def read(path: Path, shape: type[_Shape], wrong: type[PodiumError] = SourceFileError) -> _Shape:
    """The document in the file, checked.

    Raises:
        PodiumError: `wrong`: one line with the file, the line, the field, what was expected and
            what was found.
    """
    try:
        return shape.model_validate(load(path, wrong))
    except ValidationError as error:
        raise wrong(_in_one_line(path, error)) from error


def _in_one_line(path: Path, error: ValidationError) -> str:
    first, *others = error.errors(include_url=False)
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    line, place = _where(node, first["loc"])
    where = f"line {line}: {'.'.join(place)}" if place else "the file"
    found = "nothing" if first["type"] == "missing" else repr(first["input"])[:_FOUND]
    more = f" (and {len(others)} more)" if others else ""
    return f"{path.name}: {where}: {_expected(first)}, found {found}{more}"


def _expected(error: ErrorDetails) -> str:
    """What was expected, in our words where pydantic's are of its own world."""
    if error["type"] in {"enum", "literal_error"}:
        known = str(error["ctx"]["expected"])
        return f"expected one of {known}" if " or " in known else f"expected {known}"
    if error["type"] == "too_short":
        return f"expected {error['ctx']['min_length']} or more"
    text = error["msg"].removeprefix("Value error, ").replace("Input should be", "expected", 1)
    if not text[:2].isupper():
        text = text[:1].lower() + text[1:]
    return _EXPECTED.get(error["type"], text)


def _where(node: yaml.Node | None, loc: _Place) -> tuple[int, list[str]]:
    """The line of a place in the document, and the place without pydantic's own words.

    Where the document does not have it, the line is that of what should have it.
    """
    line, place = 1, []
    for part in loc:
        found = _below(node, part)
        if found is not None:
            line, node = found[0].start_mark.line + 1, found[1]
        elif (node is not None and not isinstance(node, yaml.MappingNode)) or part == "[key]":
            continue  # the name of an alternative, such as `list`
        else:
            node = None
        place.append(str(part))
    return line, place


def _below(node: yaml.Node | None, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    """The key and the value of that name in a mapping, or the item of a list, as both."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part], node.value[part]
    return None
