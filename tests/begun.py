"""A record with nothing in it, brought up to date once and then copied."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from warehouse.database import writing


def begin(file: Path) -> Path:
    """Put an empty record there, unless there is one."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_empty(), file)
    return file


@cache
def _empty() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="podium-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "warehouse.duckdb"
    with writing(file):
        pass
    return file
