"""Channels of every kind through a whole cycle: what is asked for, and what is on record of it."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cli.recorded import Recorded, recorded_pages
from flows.cycle import Cycle
from flows.tally import Tally
from flows.visits import Visit, is_settled, utc_now, visits_of_now
from leaderboard.capture import Cause, Known
from leaderboard.settings import Settings
from leaderboard.source import find_boards, load_sources
from tests.flows.home import QUICK, ROOT, Home
from tests.flows.reread_and_die import reread
from tests.recorded import BOARDS, visit_of
from tests.servers import Request, Server, answer, serve

SOURCES = ROOT / "sources"
API = "https://artificialanalysis.ai"


@contextmanager
def _serving(pages: list[Recorded]) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server of these pages, and the mirrors that lead there."""
    files = {
        url.split("/", 3)[3].partition("#")[0]: file.read_bytes()
        for page in pages
        for url, file in page.documents.items()
    }

    def respond(request: Request) -> bytes:
        body = files.get(request.path.removeprefix("/"))
        return answer(b"", 404) if body is None else answer(body)

    with serve(respond) as server:
        origins = {"/".join(url.split("/", 3)[:3]) for page in pages for url in page.documents}
        yield server, dict.fromkeys(sorted(origins), server.url)


def _cycle(home: Path, visits: list[Visit], mirrors: dict[str, str]) -> Tally:
    settings = Settings(home=home, sources=SOURCES, mirrors=mirrors)
    cycle = Cycle(settings, load_sources(SOURCES), lambda _: None, manners=QUICK)
    cycle.plan(visits)
    asyncio.run(cycle.capture())
    cycle.publish()
    return cycle.tally


def _pages(publisher: str, day: str) -> list[Recorded]:
    return [
        page
        for page in recorded_pages()
        if page.board.startswith(f"{publisher}/") and str(page.day) == day
    ]


def test_boards_of_one_page_are_captured_with_one_request(tmp_path: Path) -> None:
    """Five boards, one answer, one file in the archive, five captures each at its own address."""
    pages = _pages("swe-bench", "2025-10-06")
    with _serving(pages) as (server, mirrors):
        tally = _cycle(tmp_path, [visit_of(page) for page in pages], mirrors)
    home = Home(tmp_path, "", SOURCES)
    rows = home.rows("SELECT url, sha256, archived FROM captures")

    assert tally.outcomes == {"changed": 5}
    assert server.paths == ["/SWE-bench/swe-bench.github.io/master/data/leaderboards.json"]
    assert len({url for url, *_ in rows}) == 5
    assert len({(sha256, archived) for _, sha256, archived in rows}) == 1


def test_a_page_of_several_documents_is_read_again_as_it_was(tmp_path: Path) -> None:
    """The archive gives back all of them: reparse finds nothing otherwise."""
    pages = [page for page in recorded_pages(["livebench/average"]) if len(page.documents) > 1]
    with _serving(pages) as (_, mirrors):
        assert _cycle(tmp_path, [visit_of(pages[-1])], mirrors).outcomes == {"changed": 1}
        settings = Settings(home=tmp_path, sources=SOURCES, mirrors=mirrors)

        tally = reread(settings, ("livebench/average",))
    assert (tally.settled, tally.done, tally.faults) == (1, [], [])


def test_a_key_opens_its_board_and_stands_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the key nothing is asked; with it, it is in the request and in no file."""
    board = "artificial-analysis/speech-to-text"
    monkeypatch.delenv("PODIUM_ARTIFICIAL_ANALYSIS_KEY", raising=False)
    assert list(visits_of_now([BOARDS[board]], {}, utc_now())) == []

    monkeypatch.setenv("PODIUM_ARTIFICIAL_ANALYSIS_KEY", "s3cret-k3y")
    with _serving(recorded_pages([board])) as (server, mirrors):
        visits = list(visits_of_now([BOARDS[board]], {}, utc_now()))
        tally = _cycle(tmp_path, visits, mirrors)
    assert tally.outcomes == {"changed": 1}
    assert [request.headers["x-api-key"] for request in server.requests] == ["s3cret-k3y"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(b"s3cret-k3y" in path.read_bytes() for path in files)


def test_what_was_released_long_ago_is_no_news() -> None:
    """Releases of the last week are news, those before are history, and each is read once."""
    now = datetime(2026, 4, 2, 6)  # noqa: DTZ001 - UTC without zone, as all times of the record
    (printed,) = visits_of_now([BOARDS["ai-index/us-china"]], {}, now)
    (old,) = visits_of_now([BOARDS["ai-index/us-china"]], {}, now + timedelta(days=30))

    assert (printed.day, printed.cause) == (date(2026, 3, 31), Cause.SOURCE)
    assert (old.day, old.cause) == (date(2026, 3, 31), Cause.BACKFILL)
    known = Known(
        sha256="",
        archived="",
        etag=None,
        last_modified=None,
        standing_id="",
        observed_at=now,
        published_at=None,
        attempted_at=now,
    )
    assert is_settled(printed, {printed.address: known})


def test_figures_in_print_need_no_network(tmp_path: Path) -> None:
    """They come from the project's own files, and the record says so."""
    boards = find_boards(load_sources(SOURCES), ("ai-index", "omnigaia"))
    tally = _cycle(tmp_path, list(visits_of_now(boards, {}, utc_now())), {})

    rows = Home(tmp_path, "", SOURCES).rows(
        "SELECT board, url, observed_at::DATE FROM captures ORDER BY board"
    )
    assert tally.outcomes == {"changed": 3}
    assert rows[1][1:] == (
        "https://hai.stanford.edu/ai-index/2026-ai-index-report",
        date(2026, 3, 31),
    )
    assert json.dumps(rows, default=str).count("2026-02-27") == 1
