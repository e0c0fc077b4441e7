"""robots.txt is obeyed where it binds us."""

import time
from itertools import pairwise

import pytest

from leaderboard.errors import RefusedAddressError, RobotsError
from leaderboard.page import Ask, Page
from pages.politeness import Manners
from tests.pages.asking import BOARD, QUICK, fetch, fetch_all
from tests.servers import Handler, Request, answer, serve

BODY = b"<html>ok</html>"


def board_with(robots: bytes) -> Handler:
    """A handler of a board whose robots.txt is answered so."""

    def handler(request: Request) -> bytes:
        return robots if request.path == "/robots.txt" else answer(BODY)

    return handler


def ask(*paths: str) -> list[Ask]:
    """Asks for pages that robots.txt binds."""
    return [Ask(BOARD + path, obey_robots=True) for path in paths]


def test_allowed_page_is_fetched_and_robots_once() -> None:
    """What robots.txt does not forbid is fetched; it is read once for many pages."""
    rules = answer(b"User-agent: *\nDisallow: /private\n")
    with serve(board_with(rules)) as server:
        pages = fetch_all(ask("/a", "/b", "/c"), mirrors={BOARD: server.url})

    assert all(isinstance(page, Page) for page in pages)
    assert server.paths.count("/robots.txt") == 1
    assert server.paths[0] == "/robots.txt"


def test_forbidden_page_is_not_asked_for() -> None:
    """What robots.txt forbids to Podium, or to everyone, is not fetched."""
    for name in ("Podium", "*"):
        rules = answer(f"User-agent: {name}\nDisallow: /private\n".encode())
        with (
            serve(board_with(rules)) as server,
            pytest.raises(RobotsError, match=r"/private/x: .* forbidden by robots\.txt"),
        ):
            fetch(ask("/private/x")[0], mirrors={BOARD: server.url})
        assert server.paths == ["/robots.txt"]


def test_rule_for_us_goes_before_the_rule_for_all() -> None:
    """A group that names Podium binds in place of the one for everyone."""
    rules = answer(b"User-agent: *\nDisallow: /\n\nUser-agent: podium\nAllow: /\n")
    with serve(board_with(rules)) as server:
        assert isinstance(fetch(ask("/a")[0], mirrors={BOARD: server.url}), Page)


def test_robots_is_asked_only_where_it_binds() -> None:
    """A data set is fetched without a look at robots.txt."""
    with serve(board_with(answer(b"User-agent: *\nDisallow: /\n"))) as server:
        fetch(Ask(BOARD + "/a"), mirrors={BOARD: server.url})

    assert server.paths == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_no_robots_means_no_rules(status: int) -> None:
    """A robots.txt that is not there forbids nothing."""
    with serve(board_with(answer(b"no", status))) as server:
        assert isinstance(fetch(ask("/a")[0], mirrors={BOARD: server.url}), Page)


def test_empty_robots_means_no_rules() -> None:
    """An empty robots.txt forbids nothing."""
    with serve(board_with(answer(b""))) as server:
        assert isinstance(fetch(ask("/a")[0], mirrors={BOARD: server.url}), Page)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_unreadable_robots_means_no_fetching(status: int) -> None:
    """While robots.txt cannot be read no page is fetched, and the error says why."""
    with (
        serve(board_with(answer(b"", status))) as server,
        pytest.raises(RobotsError, match=f"cannot be read .*{status}") as caught,
    ):
        fetch(ask("/a")[0], mirrors={BOARD: server.url})

    assert caught.value.http_status == status
    assert set(server.paths) == {"/robots.txt"}


def test_unreachable_robots_means_no_fetching() -> None:
    """Where no connection is had for robots.txt no page is fetched."""
    with serve(board_with(b"")) as server:
        mirror = server.url
    with pytest.raises(RobotsError, match="ConnectError"):
        fetch(ask("/a")[0], mirrors={BOARD: mirror})


def test_robots_cannot_lead_inside() -> None:
    """robots.txt is fetched over checked addresses as every page is."""
    with (
        serve(board_with(answer(b"", 302, Location="https://169.254.169.254/"))) as server,
        pytest.raises(RefusedAddressError),
    ):
        fetch(ask("/a")[0], mirrors={BOARD: server.url})


def test_redirect_into_the_forbidden() -> None:
    """A redirect is bound by robots.txt where it leads."""

    def handler(request: Request) -> bytes:
        if request.path == "/robots.txt":
            return answer(b"User-agent: *\nDisallow: /private\n")
        return answer(b"", 302, Location="/private")

    with serve(handler) as server, pytest.raises(RobotsError):
        fetch(ask("/a")[0], mirrors={BOARD: server.url})

    assert server.paths == ["/robots.txt", "/a"]


@pytest.mark.parametrize("rule", ["Crawl-delay: 0.2", "Request-rate: 5/1"])
def test_crawl_delay_spaces_requests(rule: str) -> None:
    """Requests of the host lie as far apart as robots.txt asks."""
    starts: list[float] = []

    def handler(request: Request) -> bytes:
        if request.path == "/robots.txt":
            return answer(f"User-agent: *\n{rule}\n".encode())
        starts.append(time.monotonic())
        return answer(BODY)

    with serve(handler) as server:
        fetch_all(ask("/a", "/b", "/c"), mirrors={BOARD: server.url}, manners=QUICK)

    gaps = [later - sooner for sooner, later in pairwise(starts)]
    assert min(gaps) > 0.18


def test_endless_crawl_delay_is_refused() -> None:
    """A crawl delay beyond our patience is an error, not a process that sleeps for ever."""
    with (
        serve(board_with(answer(b"User-agent: *\nCrawl-delay: 86400\n"))) as server,
        pytest.raises(RobotsError, match="at most 300 s between requests, found 86400 s"),
    ):
        fetch(ask("/a")[0], mirrors={BOARD: server.url}, manners=Manners())
