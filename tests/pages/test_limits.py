"""Bytes and seconds: no server can make a page cost more than its limits."""

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest

from leaderboard.errors import FetchError, TooLargeError
from leaderboard.page import Ask
from pages.politeness import MB, Limits, Manners
from tests.pages.asking import BOARD, fetch, fetch_page
from tests.servers import Request, answer, serve

ONCE = Manners(attempts=1)


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory that Python held at one time during the work."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_endless_body_is_cut() -> None:
    """2 GB in chunks end at the limit of received bytes, with little more memory than that."""
    sent = 0

    def two_gigabytes(_request: Request) -> Iterator[bytes]:
        nonlocal sent
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        for _ in range(2_000):
            yield b"f4240\r\n" + bytes(MB) + b"\r\n"
            sent += MB

    def work() -> None:
        with pytest.raises(TooLargeError, match="expected at most 8000000 bytes"):
            fetch_page(server, limits=Limits(received_bytes=8 * MB))

    with serve(two_gigabytes) as server:
        peak = peak_bytes(work)

    assert sent < 40 * MB
    assert peak < 20 * MB


def test_declared_size_is_believed() -> None:
    """A Content-Length above the limit is refused before the body is read."""
    with (
        serve(lambda _: [answer(b"x", Content_Length="2000000000")]) as server,
        pytest.raises(TooLargeError, match="Content-Length 2000000000"),
    ):
        fetch_page(server)


def test_gzip_bomb_is_stopped() -> None:
    """A small body that unpacks to 500 MB is refused, having held no more than the limit."""
    packer = zlib.compressobj(1, wbits=31)
    block = bytes(10 * MB)
    bomb = b"".join(packer.compress(block) for _ in range(50)) + packer.flush()

    def work() -> None:
        with pytest.raises(TooLargeError, match="after decompression"):
            fetch_page(server, limits=Limits(decompressed_bytes=16 * MB))

    with serve(lambda _: answer(bomb, Content_Encoding="gzip")) as server:
        peak = peak_bytes(work)

    assert peak < 50 * MB


def test_many_members_are_a_bomb_too() -> None:
    """A gzip body of very many small members is refused."""
    bomb = gzip.compress(b"x") * 100_000
    with (
        serve(lambda _: answer(bomb, Content_Encoding="gzip")) as server,
        pytest.raises(FetchError, match="at most 16 gzip members"),
    ):
        fetch_page(server)


def test_error_page_is_not_read_to_its_end() -> None:
    """Of an endless error page only the beginning is read."""

    def endless(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
        while True:
            yield b"2710\r\n" + bytes(10_000) + b"\r\n"

    with serve(endless) as server, pytest.raises(FetchError, match="found 404"):
        fetch_page(server)


def test_silent_server_times_out() -> None:
    """A server that takes the request and says nothing is left after the read timeout."""

    def hang(_: Request) -> Iterator[bytes]:
        time.sleep(2)
        yield b""

    started = time.monotonic()
    with serve(hang) as server, pytest.raises(FetchError, match=r"ReadTimeout.*2 attempts"):
        fetch_page(
            server,
            limits=Limits(read_seconds=0.2),
            manners=Manners(attempts=2, first_wait_seconds=0.01, jitter_seconds=0),
        )

    assert time.monotonic() - started < 1.5


def test_trickle_ends_at_the_total() -> None:
    """A byte now and then passes every read timeout, and still ends; it is not asked again."""

    def trickle(_request: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        for _ in range(1_000):
            time.sleep(0.05)
            yield b"x"

    started = time.monotonic()
    with serve(trickle) as server, pytest.raises(FetchError, match=r"within 0\.4 s"):
        fetch_page(server, limits=Limits(total_seconds=0.4, read_seconds=5))

    assert 0.3 < time.monotonic() - started < 1.5
    assert len(server.requests) == 1


def test_total_counts_over_attempts() -> None:
    """Attempts share the total: a server that hangs each time does not get it thrice."""

    def hang(_: Request) -> Iterator[bytes]:
        time.sleep(3)
        yield b""

    started = time.monotonic()
    with serve(hang) as server, pytest.raises(FetchError, match=r"within 0\.5 s"):
        fetch_page(server, limits=Limits(total_seconds=0.5, read_seconds=0.3))

    assert time.monotonic() - started < 1.5


def test_full_backlog_times_out() -> None:
    """A host that does not take the connection is left after the connect timeout."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        with socket.create_connection(address), socket.socket() as second:
            second.settimeout(0)
            second.connect_ex(address)
            mirror = f"http://127.0.0.1:{address[1]}"
            with pytest.raises(FetchError, match=r"ConnectTimeout|ReadTimeout"):
                fetch(
                    Ask(BOARD + "/"),
                    mirrors={BOARD: mirror},
                    limits=Limits(connect_seconds=0.2, read_seconds=0.2),
                    manners=ONCE,
                )
