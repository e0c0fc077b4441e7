"""Homes with their servers and the process that forks their cycles: those of the soak."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from benchmarks.soak import Half, living, working
from benchmarks.soak_world import World

WORLD = World(seed=3, days=8)


@pytest.fixture(scope="session")
def forking() -> Iterator["subprocess.Popen[str]"]:
    """Who forks the cycles."""
    with working("benchmarks.soak_child") as process:
        yield process


@pytest.fixture
def make_home(forking: "subprocess.Popen[str]", tmp_path: Path) -> Iterator[Callable[[str], Half]]:
    """Makes homes of the test's own, each with a server of the same boards."""
    with ExitStack() as stack:
        yield lambda name: stack.enter_context(living(tmp_path / name, WORLD, forking))


@pytest.fixture
def home(make_home: Callable[[str], Half]) -> Half:
    """One home."""
    return make_home("home")
