"""What a home needs: `python -m benchmarks.sizing`.

Real daily files of three boards, served on loopback, into one home. Printed: what archive and
record grow by, a page and a snapshot, and how long publishing and backing up take at that size.
"""

import tempfile
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.backfill import CAPTURES, HISTORIES, PODIUM, History
from benchmarks.figures import show
from benchmarks.processes import measure, python
from benchmarks.server import serving
from warehouse.database import writing

_COMMANDS = ("publish", "backup", "doctor")
_HISTORIES = (*HISTORIES, HISTORIES[-1]._replace(board="arena/text"))
_KB, _MB = 1e3, 1e6
_HELD = """
    SELECT (SELECT count(DISTINCT archived) FROM record.captures),
        (SELECT count(*) FROM record.snapshots), (SELECT count(*) FROM record.entries)
"""


class Size(NamedTuple):
    """What a home holds: bytes of its archive and its record, pages, snapshots, rows of these."""

    archive: int
    record: int
    pages: int
    snapshots: int
    rows: int


def main() -> None:
    """Measure and print the tables."""
    if not CAPTURES.is_dir():
        print(f"skipped: the months of daily files are not here; expected the folder {CAPTURES}")
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        sizes = [_begun(home), *(_after(history, home) for history in _HISTORIES)]
        grown = [
            _row(history.board, Size(*(b - a for a, b in zip(before, after, strict=True))))
            for history, (before, after) in zip(_HISTORIES, pairwise(sizes), strict=True)
        ]
        head = ("board", "pages", "snapshots", "rows each", "archive, kB a page", "record, kB each")
        show(head, grown)
        print(
            f"record: {sizes[0].record / _MB:.1f} MB empty, {sizes[-1].record / _MB:.1f} MB now\n"
        )
        show(("at that size", "seconds", "peak MB"), [_cost(each, home) for each in _COMMANDS])


def _begun(home: Path) -> Size:
    """The size of a home with nothing on record."""
    with writing(home / "podium.duckdb"):
        pass
    return Size(0, (home / "podium.duckdb").stat().st_size, 0, 0, 0)


def _after(history: History, home: Path) -> Size:
    """The size of the home once the days of a board are in it."""
    with serving(CAPTURES / history.folder) as served:
        mirrors = f"https://raw.githubusercontent.com/{history.path}={served.url}"
        settings = {"PODIUM_HOME": str(home), "PODIUM_MIRRORS": mirrors}
        measure(python("benchmarks.plain_cycle", *history.days), settings)
    archive = sum(path.stat().st_size for path in (home / "archive").rglob("*") if path.is_file())
    published = home / "podium.duckdb"
    with duckdb.connect(published, read_only=True) as readers:
        held = readers.execute(_HELD).fetchone()
    assert held is not None  # a row of counts
    return Size(archive, published.stat().st_size, *held)


def _row(board: str, size: Size) -> tuple[str, ...]:
    return (
        board,
        str(size.pages),
        str(size.snapshots),
        f"{size.rows / size.snapshots:.0f}",
        f"{size.archive / size.pages / _KB:.1f}",
        f"{size.record / size.snapshots / _KB:.1f}",
    )


def _cost(command: str, home: Path) -> tuple[str, str, str]:
    run = measure([PODIUM, command], {"PODIUM_HOME": str(home)})
    return f"podium {command}", f"{run.seconds:.2f}", f"{run.megabytes:.0f}"


if __name__ == "__main__":
    main()
