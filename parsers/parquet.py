"""Parquet files, read into the shape that a site declares.

    found = read_parquet(page, Model)
    found.rows, found.unknown(ignored)

They are read in a child process: a damaged file can end the process that reads it, and a small one
can stand for more than there is room. Days and times come as `date` and `datetime`, NaN as None.
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.shapes import Rows, Shape

_MAGIC = b"PAR1"
_SECONDS = 60.0


class _Sent(msgspec.Struct):
    """What the child found: the names of all columns, and the rows of those asked for."""

    columns: list[str]
    rows: msgspec.Raw


def read_parquet(page: Page, shape: type[Shape]) -> Rows[Shape]:
    """The rows of the file; columns that the shape does not name are told, not read.

    Raises:
        LayoutError: the file is cut or damaged, takes too much to read, has no rows or lacks a
            column, or a value is of another type.
    """
    body = page.body
    if not (body.startswith(_MAGIC) and body.endswith(_MAGIC) and len(body) > 2 * len(_MAGIC)):
        ends = f"found {body[:4]!r} and {body[-4:]!r} in {len(body)} B"
        raise LayoutError(f"expected a whole Parquet file, which begins and ends in PAR1; {ends}")
    sent = msgspec.json.decode(_in_child(body, shape.__struct_encode_fields__), type=_Sent)
    required = {f.encode_name for f in msgspec.structs.fields(shape) if f.required}
    if missing := sorted(required - set(sent.columns)):
        expected = f"expected the columns {', '.join(missing)}"
        raise LayoutError(f"{expected}; found {', '.join(sent.columns)}")
    try:
        rows = msgspec.json.decode(sent.rows, type=list[shape])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise LayoutError(f"{shape.__name__}: {str(error)[:1].lower()}{str(error)[1:]}") from error
    if not rows:
        raise LayoutError(f"expected rows of {shape.__name__}, found none")
    return Rows(rows, frozenset(sent.columns))


def _in_child(body: bytes, columns: tuple[str, ...]) -> bytes:
    """What the child prints of the file. It gets nothing but where Python finds its modules."""
    path = os.pathsep.join(str(Path(entry).absolute()) for entry in sys.path if entry)
    command = [sys.executable, "-P", "-m", "parsers.parquet_child", *columns]
    try:
        child = subprocess.run(  # noqa: S603 - our own module, names of fields as arguments
            command,
            input=body,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={"PYTHONPATH": path, "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise LayoutError(f"expected a Parquet file, found none within {_SECONDS} s") from error
    if child.returncode != 0:
        last = child.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        how = f"the child ended with {child.returncode}: {last[:200]}"
        raise LayoutError(f"expected a Parquet file, found one that cannot be read ({how})")
    return child.stdout
