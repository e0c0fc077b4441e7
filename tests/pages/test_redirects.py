"""Redirects: each hop is checked anew, and trust goes no further than it was given."""

from collections.abc import Callable

import pytest

from leaderboard.errors import FetchError, RefusedAddressError
from leaderboard.page import Ask
from tests.pages.asking import BOARD, BODY, fetch, fetch_page, serving
from tests.servers import Request, Server, answer, serve


def redirect_to(location: str | Callable[[Server], str], status: int = 302) -> FetchError:
    """The error of a mirrored board whose page redirects there."""
    servers: list[Server] = []

    def handler(_: Request) -> bytes:
        to = location if isinstance(location, str) else location(servers[0])
        return answer(b"", status, Location=to)

    with serve(handler) as server:
        servers.append(server)
        with pytest.raises(FetchError) as caught:
            fetch_page(server)
    return caught.value


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("https://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("https://localhost/", "localhost"),
        ("https://[::ffff:10.0.0.1]/", "10.0.0.1"),
        ("file:///etc/passwd", "file"),
        ("//127.0.0.1/x", "127.0.0.1"),
        ("https://ann:pw@board.example/", "without user and password"),
    ],
)
def test_redirects_are_checked(location: str, named: str) -> None:
    """A redirect to an address that is not public, or to another scheme, is refused."""
    error = redirect_to(location)
    assert isinstance(error, RefusedAddressError)
    assert named in str(error)


def test_trust_ends_at_the_mirror() -> None:
    """The mirror's own host is not trusted outside of its prefix, nor on another port."""
    with serve(serving(b"secret")) as other:
        error = redirect_to(other.url + "/secret")
    assert isinstance(error, RefusedAddressError)
    assert other.requests == []


def test_trust_ends_at_the_declared_origin() -> None:
    """Permission for a private address does not follow a redirect to another one."""
    with (
        serve(serving(b"secret")) as other,
        serve(lambda _: answer(b"", 301, Location=other.url)) as server,
        pytest.raises(RefusedAddressError),
    ):
        fetch(Ask(server.url, allow_private=True))

    assert other.requests == []


def test_https_stays_https() -> None:
    """A redirect from https to http is refused."""
    error = redirect_to("http://board.example/")
    assert isinstance(error, RefusedAddressError)
    assert "stays on https" in str(error)


def test_redirect_is_followed() -> None:
    """A page that moved is fetched where it is, and both addresses are kept."""

    def moved(request: Request) -> bytes:
        if request.path == "/new?a=1":
            return answer(BODY)
        return answer(b"", 308, Location="/new?a=1#top")

    with serve(moved) as server:
        page = fetch_page(server, "/old")

    assert page.url == BOARD + "/old"
    assert page.final_url == BOARD + "/new?a=1"


def test_conditions_stay_at_home() -> None:
    """What the record knows of a page is told to its own origin only."""
    with (
        serve(serving()) as cdn,
        serve(lambda _: answer(b"", 302, Location="https://cdn.example/f")) as server,
    ):
        fetch(
            Ask(BOARD + "/f", etag='"1"'),
            mirrors={BOARD: server.url, "https://cdn.example": cdn.url},
        )

    assert server.requests[0].headers["if-none-match"] == '"1"'
    assert "if-none-match" not in cdn.requests[0].headers


def test_redirect_loop_ends() -> None:
    """After five redirects no sixth is followed."""
    with (
        serve(lambda _: answer(b"", 302, Location="/again")) as server,
        pytest.raises(FetchError, match="at most 5 redirects"),
    ):
        fetch_page(server)

    assert len(server.requests) == 6


def test_cookies_are_not_kept() -> None:
    """No server can mark us from one request to the next."""

    def hand_out(request: Request) -> bytes:
        if request.path == "/":
            return answer(b"", 302, Location="/x", Set_Cookie="id=1; Path=/")
        return answer(BODY)

    with serve(hand_out) as server:
        fetch_page(server)

    assert "cookie" not in server.requests[1].headers
