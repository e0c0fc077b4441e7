"""CSV, Markdown, YAML and JSON written in another way, or not as their format wants it."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Literal

import yaml

from tests.mutations.mutant import Mutant, Right, beginning, never, same
from tests.mutations.subject import Subject

Rewrite = Callable[[str], str]


def mutants(subject: Subject, document: int) -> Iterator[Mutant]:
    """The document as text, in other forms of its format."""
    if subject.suffixes[document] not in _FORMATS:
        return
    text = subject.bodies[document].decode()
    for kind, changes in _FORMATS.get(subject.suffixes[document], {}).items():
        right = _RIGHTS[kind](subject)
        for what, how in changes.items():
            changed = how(text)
            if changed != text:
                yield Mutant(kind, what, subject.with_body(document, changed.encode()), right)


def _csv(
    delimiter: str = ",", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL, mark: str = '"'
) -> Rewrite:
    def how(text: str) -> str:
        out = io.StringIO(newline="")
        writer = csv.writer(
            out, delimiter=delimiter, quotechar=mark, lineterminator="\n", quoting=quoting
        )
        writer.writerows(csv.reader(io.StringIO(text, newline="")))
        return out.getvalue()

    return how


def _lines(how: Callable[[list[str]], list[str]]) -> Rewrite:
    return lambda text: "\n".join(how(text.rstrip("\n").split("\n"))) + "\n"


def _each(how: Rewrite) -> Rewrite:
    return _lines(lambda lines: [how(line) if line.strip() else line for line in lines])


def _turned(text: str) -> str:
    rows = [line for line in csv.reader(io.StringIO(text, newline="")) if line]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(zip(*rows, strict=False))
    return out.getvalue()


_CSV: dict[str, dict[str, Rewrite]] = {
    "other form of the format": {
        "semicolons": _csv(";"),
        "tabs": _csv("\t"),
        "pipes": _csv("|"),
        "all quoted": _csv(quoting=csv.QUOTE_ALL),
        "single quotes": _csv(quoting=csv.QUOTE_ALL, mark="'"),
        "blank lines": _lines(lambda lines: [part for line in lines for part in (line, "")]),
        "blank lines at the end": lambda text: text + "\n\n\n",
        "spaces at the ends": _each(lambda line: f"{line}  "),
        "spaces after commas": _each(lambda line: line.replace(",", ", ")),
        "a comma at the ends": _each(lambda line: f"{line},"),
        "semicolons and decimal commas": lambda text: _csv(";")(text).replace(".", ","),
        "a remark first": lambda text: f"# made anew\n{text}",
        "a separator named": lambda text: f"sep=,\n{text}",
        "head gone": _lines(lambda lines: lines[1:]),
        "head twice": _lines(lambda lines: [lines[0], *lines]),
        "head again below": _lines(lambda lines: [*lines, lines[0]]),
        "head last": _lines(lambda lines: [*lines[1:], lines[0]]),
        "a quote that does not end": _lines(lambda lines: [*lines[:3], f'"{lines[3]}', *lines[4:]]),
        "a quote inside": _lines(
            lambda lines: [*lines[:3], lines[3].replace(",", ',"', 1), *lines[4:]]
        ),
        "a column twice": _each(lambda line: f"{line},{line.split(',')[1]}"),
        "a second table": lambda text: f"{text}\n{text}",
        "turned on its side": _turned,
    }
}


_BLOCK = re.compile(r"(?:^\|.*\n|^<!-- \|.*\n)+", re.MULTILINE)


def _table(how: Rewrite) -> Rewrite:
    """The first table of a page changed."""
    return lambda text: _BLOCK.sub(lambda found: how(found[0]), text, count=1)


def _rows(how: Callable[[list[str]], list[str]]) -> Rewrite:
    return _table(lambda table: "\n".join(how(table.rstrip("\n").split("\n"))) + "\n")


def _other(table: str) -> str:
    return re.sub(r"(?<=\d)\d(?=[ %|])", lambda digit: str((int(digit[0]) + 1) % 10), table)


_MARKDOWN: dict[str, dict[str, Rewrite]] = {
    "other form of the format": {
        "spaces in cells": _table(
            lambda table: table.replace("|", "  |  ").replace("\n  |", "\n|").lstrip()
        ),
        "no spaces": _table(lambda table: re.sub(r" *\| *", "|", table)),
        "no outer pipes": _rows(lambda rows: [row.strip().strip("|") for row in rows]),
        "other alignment": _table(lambda table: re.sub(r":?-{3,}:?", ":---", table)),
        "names in bold": _table(
            lambda table: re.sub(r"(\|\s*)([A-Za-z][^|]*[A-Za-z0-9])(\s*\|)", r"\1**\2**\3", table)
        ),
        "figures in bold": _table(
            lambda table: re.sub(r"(\|\s*)(\d[^|]*?)(\s*\|)", r"\1**\2**\3", table)
        ),
        "spaces at the ends": _rows(lambda rows: [f"{row}   " for row in rows]),
        "a twin after": _table(lambda table: f"{table}\n{_other(table)}"),
        "a twin before": _table(lambda table: f"{_other(table)}\n{table}"),
        "headings lower": lambda text: text.replace("## ", "#### "),
        "rule gone": _rows(lambda rows: [rows[0], *rows[2:]]),
        "head gone": _rows(lambda rows: rows[1:]),
        "head last": _rows(lambda rows: [*rows[1:], rows[0]]),
        "a cell more": _rows(lambda rows: [*rows[:3], f"{rows[3]} 1 |", *rows[4:]]),
        "a pipe in a name": _rows(
            lambda rows: [
                *rows[:3],
                re.sub(r"([a-z])([a-z])", r"\1|\2", rows[3], count=1),
                *rows[4:],
            ]
        ),
    },
    "table not shown": {
        "in a comment": _table(lambda table: f"<!--\n{table}-->\n"),
        "in a fence": _table(lambda table: f"```\n{table}```\n"),
        "in a fence of waves": _table(lambda table: f"~~~text\n{table}~~~\n"),
        "indented": _table(
            lambda table: re.sub(r"^", "    ", table, flags=re.MULTILINE).rstrip(" ")
        ),
    },
    "table that stops early": {
        "blank line": _rows(lambda rows: [*rows[:4], "", *rows[4:]]),
        "text between": _rows(lambda rows: [*rows[:4], "", "And further:", "", *rows[4:]]),
        "heading between": _rows(lambda rows: [*rows[:4], "## More", *rows[4:]]),
        "second half with its own head": _rows(lambda rows: [*rows[:4], "", *rows[:2], *rows[4:]]),
        "rest in a comment": _rows(lambda rows: [*rows[:4], "<!--", *rows[4:], "-->"]),
        "fence between": _rows(lambda rows: [*rows[:4], "```", *rows[4:], "```"]),
    },
}


def _yaml(**options: object) -> Rewrite:
    return lambda text: yaml.dump(
        yaml.load(text, yaml.CSafeLoader),
        Dumper=yaml.CSafeDumper,
        sort_keys=False,
        allow_unicode=True,
        **options,
    )  # type: ignore[call-overload]


_YAML: dict[str, dict[str, Rewrite]] = {
    "other form of the format": {
        "in braces": _yaml(default_flow_style=True),
        "one line": _yaml(default_flow_style=True, width=10**6),
        "quoted": _yaml(default_style='"'),
        "deeper": _each(lambda line: f"  {line}"),
        "document mark": lambda text: f"---\n{text}",
        "two documents": lambda text: f"{text}---\n{text}",
        "list twice": lambda text: text + text,
        "spaces at the ends": _each(lambda line: f"{line}  "),
        "remarks": _each(lambda line: f"{line} # seen"),
        "blank lines": _lines(lambda lines: [part for line in lines for part in (line, "")]),
        "tabs": lambda text: text.replace("  ", "\t"),
        "by key": lambda text: re.sub(r"^", "  ", text, flags=re.MULTILINE).replace(
            "  ", "rows:\n  ", 1
        ),
        "a key twice": _lines(lambda lines: [*lines[:8], *lines[6:]]),
        "an alias": lambda text: text.replace("- dirname", "- &a\n  dirname", 1) + "- *a\n",
    }
}


def _json(**options: object) -> Rewrite:
    return lambda text: json.dumps(json.loads(text), **options)  # type: ignore[arg-type]


_JSON: dict[str, dict[str, Rewrite]] = {
    "other form of the format": {
        "pretty": _json(indent=4),
        "compact": _json(separators=(",", ":")),
        "sorted": _json(sort_keys=True),
        "plain": _json(ensure_ascii=False),
        "spaces around": lambda text: f"\n\n  {text}\n\n",
        "in a call": lambda text: f"callback({text});",
        "guarded": lambda text: f")]}}'\n{text}",
        "in a list": lambda text: f"[{text}]",
        "in an object": lambda text: f'{{"data": {text}}}',
        "as text": json.dumps,
        "twice": lambda text: f"{text}\n{text}",
        "a comma too many": lambda text: re.sub(r"\}(\s*)\]", r"},\1]", text, count=1),
        "remarks": lambda text: f"// made anew\n{text}",
        "in HTML": lambda text: f"<html><body><pre>{text}</pre></body></html>",
        "single quotes": lambda text: text.replace('"', "'"),
    }
}

_FORMATS = {".csv": _CSV, ".md": _MARKDOWN, ".yml": _YAML, ".json": _JSON}
_RIGHTS: dict[str, Callable[[Subject], Right]] = {
    "other form of the format": same,
    "table not shown": lambda _: never,
    "table that stops early": beginning,
}
