"""On a file system that holds little, fill it up to different heights, and run cycles.

python -m tests.faults.full_disk FOLDER
"""

import os
import sys
from pathlib import Path

from benchmarks.soak import living, working
from tests.faults.conftest import WORLD
from tests.faults.steps import DONE, at, check_whole, cycle, record, well

LEFT = (0, 8, 64, 512, 1024, 4096)


def fill(folder: Path, left_kb: int) -> Path:
    """Take all the room but so much; returns the file that takes it."""
    file = folder / "filler"
    state = os.statvfs(folder)
    size = max(0, state.f_bavail * state.f_bsize - left_kb * 1024)
    with file.open("wb") as filler:
        os.posix_fallocate(filler.fileno(), 0, max(size, 1))
    return file


def main(folder: Path) -> None:
    """Each time as little room as that, then room again."""
    with working("benchmarks.soak_child") as forks, living(folder / "home", WORLD, forks) as home:
        well(home, [at(0)])
        for turn, left_kb in enumerate(LEFT, start=1):
            before = record(home)
            filler = fill(folder, left_kb)
            ended, said = cycle(home, at(turn))
            assert ended == DONE or "space" in said, said
            assert ended == DONE or record(home) == before
            filler.unlink()
            check_whole(home, after=f"{left_kb} kB left")
            well(home, [at(turn, 120)])
        print("goes on")  # noqa: T201 - what the test looks for


if __name__ == "__main__":
    main(Path(sys.argv[1]))
