"""Histories that are read once a session, and the servers they come from."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.copies import Made, page, write_boards
from tests.flows.deployed import alone
from tests.flows.forks import Forks, forking
from tests.flows.home import TTS, WEBDEV, Home
from tests.flows.made import SINCE, UNTIL, write_history
from tests.flows.wayback_home import WaybackHome
from tests.flows.wayback_machine import WaybackMachine
from tests.servers import Server, serve, serve_folder

TWENTY_DAYS = tuple(Made(day, page(day)) for day in range(20))


@pytest.fixture(scope="session")
def real_archives(captures: Path) -> Iterator[Server]:
    """A server of the real days of both archives."""
    with serve_folder(captures) as server:
        yield server


@pytest.fixture(scope="session")
def made_days(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with seven weeks made for tests."""
    return write_history(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def made_archives(made_days: Path) -> Iterator[Server]:
    """A server of the made weeks."""
    with serve_folder(made_days) as server:
        yield server


@pytest.fixture(scope="session")
def speech(real_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """All 92 real days of the speech board; read only."""
    home = Home(tmp_path_factory.mktemp("speech"), real_archives.url)
    home.backfill(TTS, "2026-04-10", "2026-07-10")
    return home


@pytest.fixture(scope="session")
def webdev(real_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """All 153 real days of the code board; read only."""
    home = Home(tmp_path_factory.mktemp("webdev"), real_archives.url)
    home.backfill(WEBDEV, "2026-03-19", "2026-08-22")
    return home


@pytest.fixture(scope="session")
def undisturbed(made_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The made history of the code board, read by one process that nobody disturbed; read only."""
    home = Home(tmp_path_factory.mktemp("undisturbed"), made_archives.url)
    home.backfill(WEBDEV, SINCE, UNTIL)
    return home


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Who forks the processes that are killed."""
    with forking() as process:
        yield process


@pytest.fixture
def registry(prefect_api: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the shared server, on which no other test registers anything meanwhile."""
    folder = tmp_path_factory.getbasetemp()
    with alone(folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder):
        yield prefect_api


@pytest.fixture
def made_home(made_archives: Server, tmp_path: Path) -> Home:
    """An empty home whose archives hold the made history."""
    return Home(tmp_path / "home", made_archives.url)


@pytest.fixture
def machine() -> WaybackMachine:
    """A Wayback Machine with twenty different copies, six of which are listed at a time."""
    return WaybackMachine(TWENTY_DAYS, rows=6)


@pytest.fixture
def copies_server(machine: WaybackMachine) -> Iterator[Server]:
    """Its server."""
    with serve(machine.answer) as server:
        yield server


@pytest.fixture
def wayback(copies_server: Server, tmp_path: Path) -> WaybackHome:
    """A home without a record."""
    return WaybackHome(tmp_path / "home", copies_server.url, write_boards(tmp_path / "sources"))
