"""The file of JSON lines: every message that was told to it, one object a line.

Whoever reads it follows its end. A key stands in it once for each message that was sent under it,
however often it is sent.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from alerts.data import as_data
from leaderboard.alert import Message

# How far back a key is looked for: a message that is sent again was among the last ones.
LOOKED_BACK_BYTES = 1 << 22
_END = len(b"}\n")


def append(file: Path, key: str, messages: Sequence[Message]) -> None:
    """Append the messages that were sent under the key, but for those that stand there already.

    When it returns they are on the disk. A last line without an end, of a process that was killed
    while it wrote, is cut off first.

    Raises:
        OSError: the file cannot be written.
    """
    is_new = not file.exists()
    with file.open("a+b") as handle:
        there = _whole_lines(handle)
        begin = _line(key, {})[:-_END]
        written = sum(line.startswith(begin) for line in there)
        lines = (_line(key, as_data(message)) for message in messages[written:])
        handle.write(b"".join(lines))
        handle.flush()
        os.fsync(handle.fileno())
    if is_new:
        _sync_folder(file.parent)


def _whole_lines(handle: BinaryIO) -> list[bytes]:
    """The last lines of the file; what stands after the last line end is cut off."""
    size = handle.seek(0, os.SEEK_END)
    start = max(0, size - LOOKED_BACK_BYTES)
    handle.seek(start)
    lines = handle.read().splitlines(keepends=True)
    if lines and not lines[-1].endswith(b"\n"):
        handle.truncate(size - len(lines.pop()))
    return lines[1:] if start else lines  # the first one read may be the end of a line


def _line(key: str, data: Mapping[str, Any]) -> bytes:
    # All ASCII: a name may have in it what some readers take for the end of a line.
    return json.dumps({"key": key, **data}).encode() + b"\n"


def _sync_folder(folder: Path) -> None:
    """So that a file that is new is still there after the power failed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
