"""Asking again, and leaving a host alone."""

import asyncio
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from leaderboard.errors import FetchError
from leaderboard.page import Ask, Page
from pages.fetch import Fetcher
from pages.politeness import Manners
from pages.retrying import retry_after
from tests.pages.asking import BOARD, QUICK, fetch, fetch_page
from tests.servers import Handler, Request, answer, serve

BODY = b"<html>ok</html>"


def failing_first(*first: bytes) -> Handler:
    """A handler that gives these answers in turn, then the body for ever."""
    answers = iter(first)
    return lambda _: next(answers, answer(BODY))


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_failure_is_asked_again(status: int) -> None:
    """A server that stumbles once gives its page at the second attempt."""
    with serve(failing_first(answer(b"", status))) as server:
        assert fetch_page(server).body == BODY

    assert len(server.requests) == 2


def test_lasting_failure_ends() -> None:
    """A server that fails for ever is asked three times, and the error says so."""
    with (
        serve(lambda _: answer(b"", 500)) as server,
        pytest.raises(FetchError, match="500 Internal Server Error; gave up after 3") as caught,
    ):
        fetch_page(server)

    assert caught.value.http_status == 500
    assert type(caught.value) is FetchError
    assert len(server.requests) == 3


def test_broken_connection_is_asked_again() -> None:
    """A connection that ends without an answer is tried again."""
    answers = deque[bytes | list[bytes]]([[b""], answer(BODY)])
    with serve(lambda _: answers.popleft()) as server:
        assert fetch_page(server).body == BODY


def test_no_server() -> None:
    """Where nothing listens the error names the address of the board, not of the mirror."""
    with serve(lambda _: b"") as server:
        mirror = server.url
    with pytest.raises(FetchError, match="ConnectError") as caught:
        fetch(Ask(f"{BOARD}/x"), mirrors={BOARD: mirror})

    assert str(caught.value).startswith(f"{BOARD}/x: ")
    assert caught.value.http_status is None


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed(form: str) -> None:
    """The next attempt comes no sooner than the server asks, in seconds or by date."""
    then = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=2)
    header = "1" if form == "seconds" else format_datetime(then, usegmt=True)
    started = time.monotonic()
    with serve(failing_first(answer(b"", 503, Retry_After=header))) as server:
        fetch_page(server)

    assert 0.9 < time.monotonic() - started < 3


def test_long_retry_after_ends_at_once() -> None:
    """A longer wait than we have ends the attempt, with the time to come back."""
    with (
        serve(lambda _: answer(b"", 429, Retry_After="3600")) as server,
        pytest.raises(FetchError, match=r"429 .*; ask again after 2\d\d\d-\d\d-\d\d .* UTC"),
    ):
        fetch_page(server)

    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("0", 0),
        (" 7 ", 7),
        ("²", None),
        ("9" * 5000, 999_999_999),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 99 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_read(header: str | None, seconds: float | None) -> None:
    """A Retry-After is seconds or a date; anything else is none."""
    assert retry_after(header) == seconds


def test_whole_host_is_left_alone() -> None:
    """After one page was asked to wait, no other page of the host is asked sooner."""
    starts: list[tuple[str, float]] = []

    def busy(request: Request) -> bytes:
        starts.append((request.path, time.monotonic()))
        return answer(b"", 429, Retry_After="1") if len(starts) == 1 else answer(BODY)

    async def run(url: str) -> None:
        async with Fetcher(mirrors={BOARD: url}, manners=QUICK) as fetcher:
            first = asyncio.create_task(fetcher.fetch(Ask(BOARD + "/first")))
            await asyncio.sleep(0.3)
            assert isinstance(await fetcher.fetch(Ask(BOARD + "/second")), Page)
            await first

    with serve(busy) as server:
        asyncio.run(run(server.url))

    second = next(at for path, at in starts if path == "/second")
    assert second - starts[0][1] > 0.9


def test_closed_host_is_not_asked_by_others() -> None:
    """A host that wants a long quiet gets no request of any page in the meantime."""

    async def run(url: str) -> None:
        async with Fetcher(mirrors={BOARD: url}, manners=QUICK) as fetcher:
            with pytest.raises(FetchError, match="429"):
                await fetcher.fetch(Ask(BOARD + "/first"))
            with pytest.raises(FetchError, match="it asked for quiet; ask again after"):
                await fetcher.fetch(Ask(BOARD + "/second"))

    with serve(lambda _: answer(b"", 429, Retry_After="3600")) as server:
        asyncio.run(run(server.url))

    assert server.paths == ["/first"]


def test_few_at_once() -> None:
    """No more requests of a host run at one time than its manners allow, and all are answered."""
    running = most = 0

    def slow(_: Request) -> bytes:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        return answer(BODY)

    async def run(url: str) -> int:
        manners = Manners(at_once=3)
        async with Fetcher(mirrors={BOARD: url}, manners=manners) as fetcher:
            asks = [Ask(f"{BOARD}/{number}") for number in range(30)]
            return len(await asyncio.gather(*map(fetcher.fetch, asks)))

    with serve(slow) as server:
        assert asyncio.run(run(server.url)) == 30

    assert most == 3
    assert server.connections == 3


def test_hosts_do_not_wait_for_each_other() -> None:
    """A host that hangs holds up no page of another host."""

    def one_hangs(request: Request) -> bytes:
        if request.path == "/hang":
            time.sleep(0.6)
        return answer(BODY)

    async def run(url: str) -> None:
        mirrors = {BOARD: url, "https://other.example": url}
        async with Fetcher(mirrors=mirrors, manners=Manners(at_once=1)) as fetcher:
            hanging = asyncio.create_task(fetcher.fetch(Ask(BOARD + "/hang")))
            await asyncio.sleep(0.05)
            async with asyncio.timeout(0.4):
                await fetcher.fetch(Ask("https://other.example/x"))
            await hanging

    with serve(one_hangs) as server:
        asyncio.run(run(server.url))


def test_starts_are_spaced() -> None:
    """Starts of one host lie as far apart as its manners say."""
    starts: list[float] = []

    def note(_: Request) -> bytes:
        starts.append(time.monotonic())
        return answer(BODY)

    async def run(url: str) -> None:
        manners = Manners(spacing_seconds=0.1)
        async with Fetcher(mirrors={BOARD: url}, manners=manners) as fetcher:
            await asyncio.gather(*(fetcher.fetch(Ask(f"{BOARD}/{n}")) for n in range(4)))

    with serve(note) as server:
        asyncio.run(run(server.url))

    gaps = [later - sooner for sooner, later in pairwise(starts)]
    assert min(gaps) > 0.08
