"""SQL from users: one reading statement, in a child process with its time and memory limited.

The child (`warehouse.confined`) gets the published file read-only, no other file, no network,
nothing of our environment and no way to change its settings. Rows come back line by line, as JSON,
while the query runs.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from leaderboard.errors import QueryError
from warehouse.reading import Table, expect_published

SECONDS = 30.0
MEMORY_BYTES = 1 << 30
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """The rows of a query as they come, so that a long table takes no memory here."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


def run_sql(
    file: Path, sql: str, *, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
) -> Table:
    """All rows of a user's query, as `stream_sql` gives them."""
    with stream_sql(file, sql, seconds=seconds, memory_bytes=memory_bytes) as stream:
        return Table(stream.columns, list(stream.rows))


@contextmanager
def stream_sql(
    file: Path, sql: str, *, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES
) -> Iterator[Stream]:
    """The rows of a user's query, which may take `seconds` until the last of them is read.

    Columns of TIMESTAMP, DATE and DECIMAL come as Python has them; numbers, text, lists and structs
    as JSON has them; anything else as text. Columns of one name are numbered from the second on.

    Raises:
        QueryError: the query was refused, failed, or went over its time or memory.
        WarehouseError: nothing was published yet.
    """
    expect_published(file)
    _expect_text(sql)
    child = _start()
    overdue = threading.Event()
    clock = threading.Timer(seconds, _stop, (child, overdue))
    clock.start()
    try:
        _send(child, file=str(file), sql=sql, seconds=seconds, memory_bytes=memory_bytes)
        answers = _answers(child)
        header = next(answers)
        kinds = header["kinds"]
        rows = (tuple(map(_decoded, kinds, row)) for row in answers)
        yield Stream(_told_apart(header["columns"]), rows)
    except EOFError as error:
        raise _cut_short(overdue, seconds, memory_bytes) from error
    finally:
        clock.cancel()
        _end(child)


def _start() -> "subprocess.Popen[bytes]":
    """The child, with nothing of our environment but where Python finds its modules."""
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "warehouse.confined"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": path, "LANG": "C.UTF-8"},
    )


def _expect_text(sql: str) -> None:
    try:
        sql.encode()
    except UnicodeEncodeError as error:
        raise QueryError("expected a query in UTF-8, found bytes that are not") from error


def _send(child: "subprocess.Popen[bytes]", **request: object) -> None:
    assert child.stdin is not None
    with suppress(BrokenPipeError), child.stdin as pipe:
        pipe.write(json.dumps(request).encode())


def _answers(child: "subprocess.Popen[bytes]") -> Iterator[Any]:
    """What the child says, line by line: the header, each row; it ends by saying so.

    Raises:
        QueryError: what the child says of an error.
        EOFError: the child ended without a word.
    """
    assert child.stdout is not None
    for line in child.stdout:
        answer = json.loads(line)
        if answer == "end":
            return
        if isinstance(answer, str):
            raise QueryError(answer)
        yield answer
    raise EOFError


def _stop(child: "subprocess.Popen[bytes]", overdue: threading.Event) -> None:
    overdue.set()
    child.kill()


def _end(child: "subprocess.Popen[bytes]") -> None:
    assert child.stdout is not None
    child.kill()
    child.stdout.close()
    child.wait()


def _cut_short(overdue: threading.Event, seconds: float, memory_bytes: int) -> QueryError:
    if overdue.is_set():
        return QueryError(f"the query took longer than {seconds:g} s and was stopped")
    return QueryError(
        f"the query broke off: it went over its memory of {memory_bytes // _MEGABYTE} MB, "
        "or brought the engine down; ask for less at a time"
    )


def _decoded(kind: str, value: Any) -> object:  # noqa: ANN401 - whatever JSON has
    """A value as its column's type says; a time outside the years of Python stays text."""
    if not isinstance(value, str):
        return value
    with suppress(ValueError):
        if kind.startswith("TIMESTAMP"):
            return datetime.fromisoformat(value)
        if kind == "DATE":
            return date.fromisoformat(value)
    return Decimal(value) if kind == "DECIMAL" else value


def _told_apart(names: list[str]) -> tuple[str, ...]:
    apart: list[str] = []
    for name in names:
        count, free = 1, name
        while free in apart:
            count += 1
            free = f"{name}_{count}"
        apart.append(free)
    return tuple(apart)
