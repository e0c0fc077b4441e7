"""What every test may ask for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.mutations.summary import pytest_terminal_summary
from tests.prefect_server import shared_server

__all__ = ["captures", "prefect_api", "pytest_terminal_summary"]  # the last one is a hook

# The same examples every time: a run that fails can be run again.
settings.register_profile("podium", derandomize=True)
settings.load_profile("podium")

_CAPTURES = Path(__file__).resolve().parents[2] / "shared" / "captures"


@pytest.fixture(scope="session")
def captures() -> Path:
    """Real files of public boards, beside the repository; a test of them is skipped without."""
    if not _CAPTURES.is_dir():
        pytest.skip(f"real captures are not here: expected the folder {_CAPTURES}")
    return _CAPTURES


@pytest.fixture(scope="session")
def prefect_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The API address of a real Prefect server."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    with shared_server(folder) as url:
        yield url
