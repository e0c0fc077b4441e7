"""The days of a board in any order, one by one or in batches: the same record to the byte."""

import asyncio
import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from flows.capturing import capture_all
from flows.visits import visits_of_days
from leaderboard.capture import Capture
from leaderboard.source import find_boards, load_sources
from pages.archive import Archive
from pages.fetch import Fetcher
from tests.flows.home import SOURCES, TTS, WEBDEV, Home
from tests.servers import Server
from warehouse import record
from warehouse.database import writing
from warehouse.declaring import declare

DERIVED = ("changes", "standings", "record.snapshots", "record.unseen", "record.moves")
Batches = Iterable[Sequence[Capture]]
Derived = list[list[tuple[object, ...]]]


async def parsed(
    server: Server, folder: Path, board: str, days: tuple[date, date]
) -> list[Capture]:
    """The captures of these days as they are before anything is kept."""
    (found,) = find_boards(load_sources(SOURCES), (board,))
    visits = list(visits_of_days(found, *days))
    async with Fetcher(mirrors=Home(folder, server.url).settings.mirrors) as fetcher:
        return await capture_all(visits, {}, fetcher, Archive(folder / "archive"))


@pytest.fixture(scope="session")
def code_days(real_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> list[Capture]:
    """All days of the code board, the cut ones too."""
    days = date(2026, 3, 19), date(2026, 8, 22)
    return asyncio.run(parsed(real_archives, tmp_path_factory.mktemp("code"), WEBDEV, days))


@pytest.fixture(scope="session")
def speech_days(real_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> list[Capture]:
    """All days of the speech board."""
    days = date(2026, 4, 10), date(2026, 7, 10)
    return asyncio.run(parsed(real_archives, tmp_path_factory.mktemp("tts"), TTS, days))


@pytest.fixture(scope="session")
def stretch(code_days: list[Capture]) -> list[Capture]:
    """The days around the one when the code board was first cut."""
    return between(code_days, "2026-05-10", "2026-06-15")


@pytest.fixture(scope="session")
def code_record(code_days: list[Capture]) -> Derived:
    """What follows from all days of the code board, kept at once and in order."""
    return derive([code_days])


@pytest.fixture(scope="session")
def stretch_record(stretch: list[Capture]) -> Derived:
    """What follows from the stretch, kept at once and in order."""
    return derive([stretch])


def derive(batches: Batches) -> Derived:
    """All rows that follow from the batches, kept one after the other in a fresh warehouse."""
    sources = load_sources(SOURCES)
    with tempfile.TemporaryDirectory() as folder, writing(Path(folder) / "w.duckdb") as connection:
        declare(connection, sources)
        for batch in batches:
            record.keep(connection, batch, find_boards(sources))
        return [_rows(connection, table) for table in DERIVED]


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return connection.execute(f"FROM {table} ORDER BY ALL").fetchall()


def in_batches(captures: Sequence[Capture], size: int) -> Batches:
    """The captures, so many at a time."""
    return [captures[start : start + size] for start in range(0, len(captures), size)]


def between(captures: Iterable[Capture], since: str, until: str) -> list[Capture]:
    """The captures of some days, both included."""
    return [c for c in captures if since <= str(c.observed_at.date()) <= until]


def shuffled(captures: Sequence[Capture], seed: int) -> list[Capture]:
    """The captures in a random order, the same one for the same seed."""
    return random.Random(seed).sample(captures, len(captures))  # noqa: S311 - not a secret


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_history(code_days: list[Capture], code_record: Derived, seed: int) -> None:
    """Five months with cut days, shuffled and in batches, give what one batch in order gives."""
    assert code_record == derive(in_batches(shuffled(code_days, seed), 80))


def test_reverse_history(code_days: list[Capture], code_record: Derived) -> None:
    """The newest days first."""
    assert code_record == derive(in_batches(code_days[::-1], 52))


def test_shuffled_history_of_a_complete_board(speech_days: list[Capture]) -> None:
    """Three months of the speech board."""
    assert derive([speech_days]) == derive(in_batches(shuffled(speech_days, 4), 46))


def test_two_boards_in_one_batch(stretch: list[Capture], speech_days: list[Capture]) -> None:
    """Boards that are kept together do not touch each other."""
    speech = between(speech_days, "2026-05-10", "2026-06-15")

    assert derive([stretch, speech]) == derive(in_batches(shuffled(stretch + speech, 5), 20))


def test_one_by_one_in_reverse(stretch: list[Capture], stretch_record: Derived) -> None:
    """Every day arrives before all that are on record."""
    assert len(stretch) == 36
    assert stretch_record == derive([day] for day in stretch[::-1])


def test_one_by_one_shuffled(stretch: list[Capture], stretch_record: Derived) -> None:
    """Every day finds a place between others."""
    assert stretch_record == derive([day] for day in shuffled(stretch, 6))


def test_every_attempt_twice(stretch: list[Capture], stretch_record: Derived) -> None:
    """An attempt that is kept again, as after an unacknowledged commit, is on record once."""
    assert stretch_record == derive([stretch, stretch[20:], stretch[:9] + stretch[:9]])


def test_every_day_read_twice(stretch: list[Capture], stretch_record: Derived) -> None:
    """A second reading of the same days, later and backwards, changes nothing that follows."""
    later = [replace(c, attempted_at=c.attempted_at + timedelta(days=1)) for c in stretch]

    assert stretch_record == derive([stretch, *in_batches(later[::-1], 12)])
