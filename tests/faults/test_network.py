"""A network that loses packets, and sources that hang or end too early."""

import asyncio
import asyncio.selector_events
import socket
import sys
import time
from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest

from benchmarks.soak import Half
from leaderboard.errors import FetchError
from leaderboard.page import Ask, Page
from pages.fetch import Fetcher
from pages.politeness import Limits, Manners
from tests.faults.loss import lose
from tests.faults.steps import FAILED, at, cycle, record, well
from tests.servers import Request, answer, serve

BODY = bytes(range(256)) * 400
QUICK = Manners(attempts=4, first_wait_seconds=0.01, jitter_seconds=0.0)


@pytest.mark.skipif(sys.platform != "linux", reason="the filter that loses packets is Linux's")
def test_ten_per_cent_of_all_packets_are_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages come whole or not at all; what failed comes when it is asked for again."""
    selector = asyncio.selector_events.BaseSelectorEventLoop
    connect = selector.sock_connect

    async def losing(loop: asyncio.AbstractEventLoop, sock: socket.socket, to: object) -> None:
        lose(sock, 0.1)
        await connect(loop, sock, to)

    monkeypatch.setattr(selector, "sock_connect", losing)
    with serve(lambda _: answer(BODY)) as server:
        pages, failures = asyncio.run(fetch_all(server.url, 40))

    assert len(pages) + failures == 40
    assert {page.sha256 for page in pages} == {sha256(BODY).hexdigest()}
    assert len(pages) >= 36
    assert server.connections > 1


async def fetch_all(url: str, count: int) -> tuple[list[Page], int]:
    """Ask for so many pages, each over a connection of its own; the pages, and how many failed."""
    limits = Limits(connect_seconds=3.0, read_seconds=2.0, total_seconds=10.0)
    pages, failures = [], 0

    async def one(number: int) -> Page | None:
        async with Fetcher(limits=limits, manners=QUICK) as fetcher:
            try:
                page = await fetcher.fetch(Ask(url=f"{url}/{number}", allow_private=True))
            except FetchError:
                return None
        assert isinstance(page, Page)
        return page

    for start in range(0, count, 10):
        for page in await asyncio.gather(*map(one, range(start, start + 10))):
            pages += [page] if page is not None else []
            failures += page is None
    return pages, failures


@pytest.mark.parametrize(
    "kind", ["cut", "cut chunks", "cut gzip", "cut words", "reset", "hang", "hang in body", "empty"]
)
def test_half_a_page_is_no_page(make_home: Callable[[str], Half], kind: str) -> None:
    """What came cut, or never came, is on record as a failure; the board beside it is well."""
    home = make_home("home")
    well(home, [at(0)])
    before = record(home)
    started = time.monotonic()
    ended, said = cycle(home, at(0, 60), fault={"kind": kind, "path": "/coding", "times": 99})

    assert ended == FAILED
    assert "beta/coding: " in said
    assert "beta/maths" not in said.replace("beta/coding", "")
    assert time.monotonic() - started < 20
    after = record(home)
    assert {**after, "boards": 0} == {**before, "boards": 0}


def test_source_that_sends_a_byte_at_a_time() -> None:
    """However alive it looks, it has its time in all, and the others have their pages by then."""

    def respond(request: Request) -> bytes | Iterator[bytes]:
        return drip() if "slow" in request.path else answer(BODY)

    with serve(respond) as server:
        started = time.monotonic()
        ends = asyncio.run(both(server.url))

    assert isinstance(ends[1], Page)
    assert "expected the whole page within 1 s" in str(ends[0])
    assert time.monotonic() - started < 5


def drip() -> Iterator[bytes]:
    """An answer that never ends."""
    yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    for _ in range(100):
        time.sleep(0.1)
        yield b"x"


async def both(url: str) -> list[object]:
    """Ask for the slow page and for a quick one at once."""
    limits = Limits(read_seconds=0.5, total_seconds=1.0)
    async with Fetcher(limits=limits, manners=QUICK) as fetcher:
        asks = [Ask(url=f"{url}/{name}", allow_private=True) for name in ("slow", "quick")]
        return list(await asyncio.gather(*map(fetcher.fetch, asks), return_exceptions=True))
