"""Bodies: whole and readable, or an error by name."""

import gzip
import zlib
from collections.abc import Iterator

import pytest

from leaderboard.errors import FetchError
from tests.pages.asking import fetch_page
from tests.servers import Request, answer, serve

BODY = b"<html><table><tr><td>Model A</td><td>1190</td></tr></table></html>"


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_empty_body(body: bytes) -> None:
    """No bytes, or only white space, is no page."""
    with (
        serve(lambda _: answer(body)) as server,
        pytest.raises(FetchError, match="empty body"),
    ):
        fetch_page(server)


def test_truncated_body() -> None:
    """A body shorter than its Content-Length is not taken for the page."""
    with (
        serve(lambda _: [answer(BODY, Content_Length="1000")]) as server,
        pytest.raises(FetchError, match="without sending complete"),
    ):
        fetch_page(server)


def test_truncated_chunks() -> None:
    """A chunked body without its last chunk is not taken for the page."""

    def cut(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        yield b"5\r\nhello\r\n"

    with serve(cut) as server, pytest.raises(FetchError, match="incomplete chunked"):
        fetch_page(server)


def test_truncated_gzip() -> None:
    """A gzip body that ends too early is not taken for the page."""
    packed = gzip.compress(BODY)[:-9]
    with (
        serve(lambda _: answer(packed, Content_Encoding="gzip")) as server,
        pytest.raises(FetchError, match="cut short"),
    ):
        fetch_page(server)


def test_invalid_gzip() -> None:
    """Bytes that only claim to be gzip are an error."""
    with (
        serve(lambda _: answer(BODY, Content_Encoding="gzip")) as server,
        pytest.raises(FetchError, match="expected a body in gzip, found damaged bytes"),
    ):
        fetch_page(server)


def test_unknown_coding() -> None:
    """A coding that was not asked for is named."""
    with (
        serve(lambda _: answer(BODY, Content_Encoding="br")) as server,
        pytest.raises(FetchError, match="found Content-Encoding 'br'"),
    ):
        fetch_page(server)


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("deflate", zlib.compress(BODY)),
        ("deflate", zlib.compress(BODY)[2:-4]),
        ("gzip", gzip.compress(BODY[:9]) + gzip.compress(BODY[9:])),
        ("X-GZip", gzip.compress(BODY) + b"\0\0\0"),
        ("identity", BODY),
    ],
    ids=["zlib", "raw deflate", "two gzip members", "padded gzip", "identity"],
)
def test_codings(coding: str, packed: bytes) -> None:
    """Every form that servers give gzip and deflate is read."""
    with serve(lambda _: answer(packed, Content_Encoding=coding)) as server:
        assert fetch_page(server).body == BODY
