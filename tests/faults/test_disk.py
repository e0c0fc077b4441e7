"""The disk is full: a clear error, readers unaffected, and the next cycle with room goes on.

A limit on the size of files, which any user may set, stops the writing of one file at a time; on a
small file system of its own, where one may be mounted, everything stops at once.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.soak import Half
from tests.faults.steps import (
    DONE,
    ERRONEOUS,
    FAILED,
    at,
    check_whole,
    cycle,
    record,
    rows,
    well,
)

KB = 1024


def test_no_room_for_a_page(home: Half) -> None:
    """Not archived is not kept: the error names the folder, and what to look at."""
    well(home, [at(0)])
    before = record(home)
    ended, said = cycle(home, at(1), room=300, when="fetched")

    assert ended == ERRONEOUS
    assert "archive: expected a folder to write to, found File too large" in said
    assert "check PODIUM_HOME and the space left" in said
    assert record(home) == before


def test_no_room_for_the_record(make_home: Callable[[str], Half]) -> None:
    """At the log, at the commit, at the checkpoint or at the copy: it says so and goes on later."""
    alone = make_home("alone")
    well(alone, [at(0), at(1), at(2, 120)])
    for share in (0.2, 0.9, 1.0, 1.01, 1.1):
        home = make_home(str(share))
        well(home, [at(0), at(1)])
        before = record(home)
        ended, said = cycle(home, at(2), room=int(share * home.size))
        check_whole(home, after=f"no room beyond {share}")
        assert ended == DONE or record(home) == before
        assert ended in {DONE, ERRONEOUS, FAILED}, said
        if ended != DONE:
            assert "the space left" in said
        well(home, [at(2, 120)])

        assert record(home) == record(alone)
        assert [path.name for path in home.home.glob(".podium*")] == []


def test_no_room_for_feeds_and_lines(home: Half) -> None:
    """Whoever follows a file that cannot be written waits; everybody else hears of it at once."""
    well(home, [at(0)])
    (home.home / "alerts.jsonl").mkdir()
    (home.home / "feeds").write_bytes(b"in the way")
    ended, said = cycle(home, at(1))

    assert ended == FAILED
    assert "feeds: expected" in said
    assert len(home.told) == 1
    states = "SELECT receiver, state FROM alerts ORDER BY ALL"
    assert rows(home, states) == [("hook", "sent"), ("jsonl", "due")]
    (home.home / "alerts.jsonl").rmdir()
    (home.home / "feeds").unlink()
    well(home, [at(1, 180)])
    assert rows(home, states) == [("hook", "sent"), ("jsonl", "sent")]


FULL = """
import ctypes, os, pathlib, subprocess, sys
folder = pathlib.Path(sys.argv[1])
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, b"size=" + sys.argv[2].encode()):
    sys.exit("may not mount: " + os.strerror(ctypes.get_errno()))
sys.exit(subprocess.run([sys.executable, "-m", "tests.faults.full_disk", str(folder)]).returncode)
"""


def test_small_file_system(tmp_path: Path) -> None:
    """A file system that fills up within a cycle: the same, wherever it is that room ends."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["unshare", "--user", "--map-root-user", "--mount", sys.executable, "-c", FULL]
    ended = subprocess.run(
        [*command, str(folder), "24m"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    if "may not mount" in ended.stderr or "unshare" in ended.stderr:
        pytest.skip(f"no file system may be mounted here: {ended.stderr.strip()}")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "goes on" in ended.stdout
