"""Answers of all kinds: each becomes a page, nothing new, or an error by name."""

import asyncio
import gzip
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from leaderboard.errors import AbsentError, BlockedError, FetchError
from leaderboard.page import Ask, NotModified, Page
from pages.fetch import VERSION, Fetcher, user_agent
from tests.pages.asking import BOARD, fetch, fetch_page
from tests.servers import Server, answer, serve, serve_folder

BODY = b"<html><table><tr><td>Model A</td><td>1190</td></tr></table></html>"


def ask_status(status: int, *, dated: bool = False) -> tuple[FetchError, Server]:
    """The error that a server of nothing but this status leads to."""
    with (
        serve(lambda _: answer(b"no", status)) as server,
        pytest.raises(FetchError) as caught,
    ):
        fetch(Ask(BOARD + "/x", dated=dated), mirrors={BOARD: server.url})
    return caught.value, server


def test_page_keeps_what_came() -> None:
    """A page has its body, its bytes as received, its headers, its hash and its own address."""
    packed = gzip.compress(BODY)
    with serve(lambda _: answer(packed, Content_Encoding="gzip", X_Row="1")) as server:
        page = fetch_page(server, "/board?day=1#top")

    assert page.body == BODY
    assert packed == page.received
    assert page.header("x-row") == "1"
    assert len(page.sha256) == 64
    assert page.url == BOARD + "/board?day=1#top"
    assert page.final_url == BOARD + "/board?day=1"


def test_request_says_who_asks() -> None:
    """The user agent has product, version and contact; the host is the one that is asked."""
    with serve(lambda _: answer(BODY)) as server:
        fetch_page(server)

    headers = server.requests[0].headers
    assert f"Podium/{VERSION} (+mailto:desk@board.example)" == headers["user-agent"]
    assert server.url.removeprefix("http://") == headers["host"]
    assert headers["accept-encoding"] == "gzip"


def test_user_agent_is_safe() -> None:
    """A contact cannot smuggle a header, and a missing one is said."""
    assert "\n" not in user_agent("me\r\nX-Evil: 1")
    assert user_agent("").endswith("(contact not set)")
    assert importlib.metadata.version("podium") == VERSION


def test_folder_answers_conditionally(tmp_path: Path) -> None:
    """Asked with the ETag or the date it gave, an unchanged page is not modified."""
    (tmp_path / "board.html").write_bytes(BODY)
    with serve_folder(tmp_path) as server:
        page = fetch_page(server, "/board.html")
        etag, date = page.header("etag"), page.header("last-modified")
        by_tag = fetch(Ask(page.url, etag=etag), mirrors={BOARD: server.url})
        by_date = fetch(Ask(page.url, last_modified=date), mirrors={BOARD: server.url})

    assert isinstance(by_tag, NotModified)
    assert isinstance(by_date, NotModified)
    assert page.url == by_tag.url
    assert "if-none-match" not in server.requests[0].headers


def test_304_nobody_asked_for() -> None:
    """A 304 to an unconditional request is an error, not a page."""
    error, _ = ask_status(304)
    assert error.http_status == 304


def test_connection_is_kept(tmp_path: Path) -> None:
    """Pages, 304s and errors one after the other need one connection."""
    (tmp_path / "a").write_bytes(BODY)

    async def run(url: str) -> None:
        async with Fetcher(mirrors={BOARD: url}) as fetcher:
            page = await fetcher.fetch(Ask(BOARD + "/a"))
            assert isinstance(page, Page)
            await fetcher.fetch(Ask(BOARD + "/a", etag=page.header("etag")))
            with pytest.raises(AbsentError):
                await fetcher.fetch(Ask(BOARD + "/b", dated=True))
            await fetcher.fetch(Ask(BOARD + "/a"))

    with serve_folder(tmp_path) as server:
        asyncio.run(run(server.url))

    assert len(server.requests) == 4
    assert server.connections == 1


def test_missing_day_of_archive() -> None:
    """404 and 410 of a dated archive are a gap of the archive."""
    for status in (404, 410):
        error, _ = ask_status(status, dated=True)
        assert isinstance(error, AbsentError)
        assert status == error.http_status


def test_missing_page() -> None:
    """404 of a page that should be there is a failure that says where."""
    error, server = ask_status(404)
    assert type(error) is FetchError
    assert f"{BOARD}/x: expected status 200, found 404 Not Found; has the page moved?" == str(error)
    assert len(server.requests) == 1


def test_refusals_are_blocked() -> None:
    """401, 403 and 451 say that the publisher refuses us, and are not asked again."""
    for status in (401, 403, 451):
        error, server = ask_status(status)
        assert isinstance(error, BlockedError)
        assert status == error.http_status
        assert len(server.requests) == 1


def test_other_statuses_fail() -> None:
    """A status that means neither page nor refusal is a failure at once."""
    for status in (204, 206, 300, 302, 400, 501):
        error, server = ask_status(status)
        assert status == error.http_status
        assert len(server.requests) == 1


def test_not_http() -> None:
    """Something that is not HTTP is an error, printable on one line."""
    with (
        serve(lambda _: [b"\x1b[31m\r\nrubbish\r\n\r\n"]) as server,
        pytest.raises(FetchError) as caught,
    ):
        fetch_page(server)

    assert str(caught.value).isprintable()


def test_reason_is_made_printable() -> None:
    """A reason phrase from a server cannot write to the terminal, nor fill it."""
    raw = b"HTTP/1.1 400 \x1b]0;" + b"x" * 500 + b"\r\nContent-Length: 0\r\n\r\n"
    with serve(lambda _: raw) as server, pytest.raises(FetchError) as caught:
        fetch_page(server)

    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 250


def test_errors_hide_secrets() -> None:
    """A message shows neither user nor password, nor the value of a key in the query."""
    url = BOARD + "/x?api_key=s3cret&day=1&access-token=s3cret"
    with serve(lambda _: answer(b"no", 404)) as server, pytest.raises(FetchError) as caught:
        fetch(Ask(url), mirrors={BOARD: server.url})
    with pytest.raises(FetchError) as refused:
        fetch(Ask("https://ann:s3cret@board.example/x"))

    assert "api_key=***&day=1&access-token=***" in str(caught.value)
    assert "s3cret" not in f"{caught.value} {refused.value}"
    assert "ann" not in str(refused.value)


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: https://\xff\xfe/\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 3,
        b"HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"\x16\x03\x01\x02\x00" + bytes(100),
    ],
)
def test_nonsense_is_an_error(raw: bytes) -> None:
    """Whatever a server sends, a fetch ends in a page or in a named error."""
    with serve(lambda _: [raw]) as server, pytest.raises(FetchError) as caught:
        fetch_page(server)

    assert str(caught.value).startswith("https://")


def test_reading_the_archive_needs_no_network() -> None:
    """Who imports the room for its archive does not pay for httpx."""
    script = "import sys, pages; pages.Archive; print('httpx' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root)

    assert done.stdout.strip() == b"False"
