"""YAML as people expect it: `on`, `off`, `yes` and `no` are words, and no key stands twice."""

from pathlib import Path

import yaml

from leaderboard.errors import SourceFileError

_BOOL = "tag:yaml.org,2002:bool"


class _Loader(yaml.CSafeLoader):  # in C, six times faster than SafeLoader
    """YAML 1.2's booleans, which are `true` and `false` only, and unique keys."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - PyYAML's signature
        keys: set[str] = set()
        for key, _ in node.value:
            if key.value in keys:
                raise yaml.constructor.ConstructorError(
                    None,
                    None,
                    f"expected every key once, found {key.value!r} twice",
                    key.start_mark,
                )
            keys.add(key.value)
        mapping: dict[object, object] = super().construct_mapping(node, deep=deep)
        return mapping


_Loader.yaml_implicit_resolvers = {
    first: [
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


def load(path: Path) -> object:
    """The document in the file.

    Raises:
        SourceFileError: the file cannot be read or is not YAML; the message names file and line.
    """
    try:
        return document(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        message = f"{path.name}: line {line}: {error.problem}"
        raise SourceFileError(message) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        message = f"{path.name}: expected a YAML file in UTF-8, found {error}"
        raise SourceFileError(message) from error
