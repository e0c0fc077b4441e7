"""Rows in tables: CSV, by itself and in a zip, Markdown, Parquet, HTML."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import Any

import arro3.core
import arro3.io

from tests.mutations.listing import Listing, Row, text_of
from tests.mutations.subject import Subject

_RULE = re.compile(r"[|: -]*\|[|: -]*-[|: -]*")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_HTML_ROW = re.compile(r"<tr[^>]*>.*?</tr>", re.DOTALL)
_HTML_CELL = re.compile(r"<t[hd][^>]*>.*?</t[hd]>", re.DOTALL)
_PIPE = re.compile(r"(?<!\\)\|")


def of_csv(subject: Subject, document: int) -> Iterator[Listing]:
    """The table that a CSV file is."""
    names, rows = _csv_rows(subject.bodies[document])
    yield Listing(subject, document, rows, partial(_as_csv, names), is_table=True)


def _csv_rows(body: bytes) -> tuple[list[str], tuple[Row, ...]]:
    names, *lines = (line for line in csv.reader(io.StringIO(body.decode(), newline="")) if line)
    return names, tuple(dict(zip(names, line, strict=False)) for line in lines)


def _as_csv(names: list[str], rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0] if rows else names)
    writer.writerows(row.values() for row in rows)
    return out.getvalue().encode()


def of_zip(subject: Subject, document: int) -> Iterator[Listing]:
    """Each table of CSV in a zip."""
    with zipfile.ZipFile(io.BytesIO(subject.bodies[document])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for member, body in members.items():
        if not member.endswith(".csv"):
            continue
        names, rows = _csv_rows(body)

        def write(new: list[Row], member: str = member, names: list[str] = names) -> bytes:
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                for name, old in members.items():
                    archive.writestr(name, _as_csv(names, new) if name == member else old)
            return out.getvalue()

        yield Listing(subject, document, rows, write, is_table=True)


def of_markdown(subject: Subject, document: int) -> Iterator[Listing]:
    """Each table of a Markdown page."""
    text = subject.bodies[document].decode()
    lines = text.split("\n")
    for rule in [at for at, line in enumerate(lines) if _RULE.fullmatch(line)]:
        end = next((at for at in range(rule, len(lines)) if not lines[at].strip()), len(lines))
        headers = _cells(lines[rule - 1])
        body = [line for line in lines[rule + 1 : end] if line.startswith("|")]
        rows: list[Row] = [dict(zip(headers, _cells(line), strict=True)) for line in body]

        def write(new: list[Row], rule: int = rule, end: int = end) -> bytes:
            columns = list(new[0]) if new else []
            table = [columns, ["---"] * len(columns), *(row.values() for row in new)]
            written = ["|" + "|".join(map(str, cells)) + "|" for cells in table]
            return "\n".join([*lines[: rule - 1], *written, *lines[end:]]).encode()

        yield Listing(subject, document, tuple(rows), write, is_table=True)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _PIPE.split(line.strip())[1:-1]]


def of_parquet(subject: Subject, document: int) -> Iterator[Listing]:
    """The columns of a Parquet file."""
    table = arro3.io.read_parquet(io.BytesIO(subject.bodies[document])).read_all()
    names = table.column_names
    columns = [table.column(name).to_pylist() for name in names]
    rows: list[Row] = [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def write(new: list[Row]) -> bytes:
        made: dict[str, Any] = {
            str(name): _array([row.get(name) for row in new]) for name in (new[0] if new else names)
        }
        out = io.BytesIO()
        arro3.io.write_parquet(arro3.core.Table.from_pydict(made), out)
        return out.getvalue()

    yield Listing(subject, document, tuple(rows), write, is_table=False)


def _array(values: list[object]) -> arro3.core.Array:
    """A column of the type that its values have; of text where they differ."""
    kinds = {type(value) for value in values if value is not None}
    kind = kinds.pop() if len(kinds) == 1 else None
    if kind is float:
        return arro3.core.Array(values, arro3.core.DataType.float64())
    if kind is int:
        return arro3.core.Array(values, arro3.core.DataType.int64())
    texts = [None if value is None else str(value) for value in values]
    return arro3.core.Array(texts, arro3.core.DataType.string())


def of_tables(subject: Subject, document: int) -> Iterator[Listing]:
    """Those of the tables of an HTML page that have as many cells in every row."""
    text = subject.bodies[document].decode()
    for table in _TABLE.finditer(text):
        yield from _of_table(subject, document, text, table)


def _of_table(
    subject: Subject, document: int, text: str, table: re.Match[str]
) -> Iterator[Listing]:
    found = list(_HTML_ROW.finditer(table[0]))
    cells = [_HTML_CELL.findall(row[0]) for row in found]
    headers = [text_of(cell) for cell in cells[0]] if len(cells) > 1 else []
    if {len(line) for line in cells} != {len(set(headers))}:
        return
    rows: list[Row] = [dict(zip(headers, line, strict=True)) for line in cells[1:]]

    def write(new: list[Row]) -> bytes:
        old = dict(zip(headers, cells[0], strict=True))
        top = "".join(old.get(name, f"<th>{name}</th>") for name in (new[0] if new else headers))
        head, body = found[0], found[1:]
        lines = "\n".join(f"<tr>{''.join(map(str, row.values()))}</tr>" for row in new)
        inside = (
            table[0][: head.start()] + f"<tr>{top}</tr>" + table[0][head.end() : body[0].start()]
            + lines + table[0][body[-1].end() :]
        )  # fmt: skip
        return (text[: table.start()] + inside + text[table.end() :]).encode()

    yield Listing(subject, document, tuple(rows), write, is_table=True)
