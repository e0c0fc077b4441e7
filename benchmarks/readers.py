"""What each shared reader costs against a floor that knows the place and form of all it reads.

`python -m benchmarks.readers [ROWS]` makes one board of so many rows in memory, writes it in every
form, reads it with the reader and with the floor, and prints processor time and their ratio. The
floor checks nothing: a cut page, a column that moved or a damaged row it would not notice.
"""

import csv
import io
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec
import yaml

from benchmarks.figures import show, spread
from leaderboard.page import Page
from parsers import delimited, markdown, rsc, shapes, tables, yaml_rows
from parsers.documents import embedded

_RUNS = 15
_HEADERS = ("rank", "model", "score")


class Model(msgspec.Struct):
    """A row of the board."""

    rank: int
    model: str
    score: float


class _Reader(NamedTuple):
    """A form of the board, its reader, and the floor, which is told nothing but the bytes."""

    name: str
    body: str
    read: Callable[[Page], object]
    floor: Callable[[bytes], object]


def _readers(board: Sequence[Model]) -> list[_Reader]:
    rows = [msgspec.to_builtins(model) for model in board]
    text = json.dumps(rows, separators=(",", ":"))
    shell = "<!DOCTYPE html><html><body><h1>Board</h1>{}</body></html>"
    script = f'<script type="application/json" id="board">{{"rows":{text}}}</script>'
    push = f"<script>self.__next_f.push([1,{json.dumps(f'2a:{text}')}])</script>"
    return [
        _Reader("HTML", shell.format(_html(rows)), _read_html, _floor_html),
        _Reader("Markdown", _markdown(rows), _read_markdown, _floor_markdown),
        _Reader("CSV", _csv(rows), _read_csv, _floor_csv),
        _Reader("YAML", yaml.safe_dump(rows), _read_yaml, _floor_yaml),
        _Reader("JSON in a script", shell.format(script), _read_script, _floor_script),
        _Reader("React payload", shell.format(push), _read_payload, _floor_payload),
    ]


def _html(rows: Sequence[dict[str, object]]) -> str:
    head = "".join(f"<th>{header}</th>" for header in _HEADERS)
    body = (f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.values())}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _markdown(rows: Sequence[dict[str, object]]) -> str:
    lines = ["|".join(map(str, row.values())) for row in rows]
    return "\n".join(f"|{line}|" for line in ("|".join(_HEADERS), "-|-|-", *lines)) + "\n"


def _csv(rows: Sequence[dict[str, object]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_HEADERS, *(row.values() for row in rows)])
    return out.getvalue()


def _read_html(page: Page) -> object:
    return tables.find_table(page, _HEADERS)


def _read_markdown(page: Page) -> object:
    return markdown.find_table(page, _HEADERS)


def _read_csv(page: Page) -> object:
    return delimited.read_csv(page, _HEADERS)


def _read_yaml(page: Page) -> object:
    return yaml_rows.read_yaml(page, Model)


def _read_script(page: Page) -> object:
    return shapes.find_rows(embedded(page), Model)


def _read_payload(page: Page) -> object:
    return rsc.find_rows(rsc.payload(page), Model)


def _floor_html(body: bytes) -> object:
    return re.findall(r"<td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>", body.decode())


def _floor_markdown(body: bytes) -> object:
    return [line.split("|") for line in body.decode().splitlines()]


def _floor_csv(body: bytes) -> object:
    return list(csv.reader(body.decode().splitlines()))


def _floor_yaml(body: bytes) -> object:
    return yaml.load(body, Loader=yaml.CSafeLoader)


def _floor_script(body: bytes) -> object:
    return json.loads(body[body.index(b"[") : body.rindex(b"]") + 1])


def _floor_payload(body: bytes) -> object:
    start = body.index(b'[{\\"')
    return json.loads(body[start : body.rindex(b"}]") + 2].replace(b'\\"', b'"'))


def _milliseconds(act: Callable[[], object]) -> list[float]:
    taken = []
    for _ in range(_RUNS):
        start = time.process_time()
        act()
        taken.append((time.process_time() - start) * 1000)
    return taken


def _measured(reader: _Reader) -> list[str]:
    body = reader.body.encode()
    taken_at = datetime(2026, 8, 1)  # noqa: DTZ001 - UTC without zone, as all times of the record
    page = Page("https://board.example", "", 200, (), body, body, "", taken_at)
    ours, floor = (
        _milliseconds(lambda: reader.read(page)),
        _milliseconds(lambda: reader.floor(body)),
    )
    ratio = min(ours) / min(floor)
    return [reader.name, f"{len(body) / 1000:.0f}", spread(ours), spread(floor), f"{ratio:.1f}"]


def main(rows: str = "300") -> None:
    """Measure all readers on a board of so many rows."""
    board = [Model(n, f"model-{n}", 1500.5 - n) for n in range(1, int(rows) + 1)]
    head = ["reader", "kB", "ms", "floor ms", "ratio of the least"]
    show(head, [_measured(reader) for reader in _readers(board)])


if __name__ == "__main__":
    main(*sys.argv[1:])
