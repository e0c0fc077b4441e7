"""Mirrors: another address is asked, and the record keeps the original."""

import httpx
import pytest

from leaderboard.page import Ask, Page
from pages.mirrors import Mirrors
from tests.pages.asking import fetch
from tests.servers import Request, answer, serve

RAW = "https://raw.example"
MIRRORS = Mirrors(
    {
        RAW: "http://127.0.0.1:8000/all",
        f"{RAW}/team/boards": "http://127.0.0.1:9000",
        "http://plain.example:8080": "http://127.0.0.1:8000/plain/",
    }
)


@pytest.mark.parametrize(
    ("original", "asked"),
    [
        (f"{RAW}/x/y?z=1", "http://127.0.0.1:8000/all/x/y?z=1"),
        (RAW, "http://127.0.0.1:8000/all/"),
        (f"{RAW}/team/boards/day.json", "http://127.0.0.1:9000/day.json"),
        (f"{RAW}/team/boards?x", "http://127.0.0.1:9000/?x"),
        (f"{RAW}/team/boards-old/day.json", "http://127.0.0.1:8000/all/team/boards-old/day.json"),
        ("https://RAW.example:443/x", "http://127.0.0.1:8000/all/x"),
        ("http://plain.example:8080/x", "http://127.0.0.1:8000/plain/x"),
    ],
)
def test_longest_beginning_wins(original: str, asked: str) -> None:
    """The longest beginning that ends where a part of the path ends decides where to ask."""
    target = MIRRORS.target(httpx.URL(original))

    assert asked == str(target.asked)
    assert httpx.URL(original) == target.original


@pytest.mark.parametrize(
    "url", ["http://raw.example/x", "https://raw.example:444/x", "https://raw.example.org/x"]
)
def test_other_origins_are_not_mirrored(url: str) -> None:
    """Scheme, host and port all belong to the origin."""
    target = MIRRORS.target(httpx.URL(url))

    assert target.mirror is None
    assert url == str(target.asked)


def test_redirect_under_the_mirror_is_one_of_the_original() -> None:
    """Addresses of a mirror never get into the record."""

    def moved(request: Request) -> bytes:
        if request.path == "/base/new":
            return answer(b"ok")
        return answer(b"", 302, Location=f"http://{request.headers['host']}/base/new")

    with serve(moved) as server:
        page = fetch(Ask(f"{RAW}/old"), mirrors={RAW: server.url + "/base"})

    assert isinstance(page, Page)
    assert f"{RAW}/old" == page.url
    assert f"{RAW}/new" == page.final_url
    assert server.paths == ["/base/old", "/base/new"]


def test_two_origins_of_one_mirror() -> None:
    """A redirect within a mirror that stands for two origins stays with its own."""

    def moved(request: Request) -> bytes:
        return answer(b"ok") if request.path == "/b" else answer(b"", 302, Location="/b")

    with serve(moved) as server:
        mirrors = {"https://one.example": server.url, "https://other.example": server.url}
        page = fetch(Ask("https://one.example/a"), mirrors=mirrors)

    assert isinstance(page, Page)
    assert page.final_url == "https://one.example/b"
