"""How much there is in a folder."""

import os
from contextlib import suppress
from pathlib import Path


def size_of(folder: Path) -> tuple[int, int]:
    """How many files are below a folder, or are it, and their bytes; what vanishes counts not."""
    count = size = 0
    if folder.is_file():
        return 1, folder.stat().st_size
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):
                size += os.stat(os.path.join(place, name)).st_size  # noqa: PTH116, PTH118 - many
                count += 1
    return count, size
