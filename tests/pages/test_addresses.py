"""Only public addresses are connected to, whatever names and redirects say."""

import socket
import threading
from collections.abc import Sequence

import pytest

from leaderboard.errors import FetchError, RefusedAddressError
from leaderboard.page import Ask, Page
from pages.addresses import Resolve, is_public
from pages.politeness import Limits, Manners
from tests.pages.asking import BODY, fetch, serving
from tests.servers import serve


def resolving_to(*addresses: str) -> Resolve:
    """A name server that knows one answer."""

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.1.2.3"),
        *("100.64.0.1", "192.0.0.8", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1"),
        *("ff02::1", "ff0e::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "2001:db8::1"),
        *("2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2001:0:7f00:1::", "3fff::1"),
    ],
)
def test_not_public(address: str) -> None:
    """Private, local, multicast, reserved and embedding addresses are not public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "185.199.108.133", "2606:4700::6810:1"])
def test_public(address: str) -> None:
    """Addresses of ordinary servers are public."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:{port}/", "http://localhost:{port}/", "http://127.1:{port}/"),
        *("http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0:{port}/"),
        *("http://[::ffff:127.0.0.1]:{port}/", "http://169.254.169.254/latest/meta-data/"),
    ],
)
def test_loopback_is_refused(url: str) -> None:
    """Without mirror or permission no spelling of a local address is connected to."""
    with serve(serving()) as server, pytest.raises(RefusedAddressError, match="PODIUM_MIRRORS"):
        fetch(Ask(url.format(port=server.url.rpartition(":")[2])))

    assert server.requests == []


def test_name_of_private_address_is_refused() -> None:
    """A public name that resolves to a private address is refused, naming both."""
    with pytest.raises(RefusedAddressError, match=r"intranet\.example.*found 10\.0\.0\.7"):
        fetch(Ask("https://intranet.example/"), resolve=resolving_to("10.0.0.7"))


def test_private_address_among_public_is_passed_over() -> None:
    """Of mixed addresses only the public ones are tried."""
    with serve(serving()) as server:
        ask = Ask(f"http://mixed.example:{server.url.rpartition(':')[2]}/")
        with pytest.raises(FetchError, match="Connect"):
            fetch(
                ask,
                resolve=resolving_to("127.0.0.1", "192.31.196.1"),
                limits=Limits(connect_seconds=0.1),
                manners=Manners(attempts=1),
            )

    assert server.requests == []


def test_permission_reaches_private_address() -> None:
    """A source may declare that its own address is reachable although it is not public."""
    with serve(serving()) as server:
        page = fetch(Ask(server.url + "/", allow_private=True))

    assert isinstance(page, Page)
    assert page.body == BODY


def test_next_address_is_tried() -> None:
    """Where the first address takes no connection the next one is asked."""
    with serve(serving()) as server:
        port = server.url.rpartition(":")[2]
        page = fetch(
            Ask(f"http://two.example:{port}/", allow_private=True),
            resolve=resolving_to("127.0.0.2", "127.0.0.1"),
            manners=Manners(attempts=1),
        )

    assert isinstance(page, Page)
    assert f"two.example:{port}" == server.requests[0].headers["host"]


def test_tls_is_asked_for_the_name() -> None:
    """The connection goes to the checked address, and its TLS greeting names the host."""
    greetings = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                greetings.append(connection.recv(4096))

        thread = threading.Thread(target=greet)
        thread.start()
        url = f"https://board.example:{listener.getsockname()[1]}/"
        with pytest.raises(FetchError):
            fetch(
                Ask(url, allow_private=True),
                resolve=resolving_to("127.0.0.1"),
                manners=Manners(attempts=1),
            )
        thread.join()

    assert b"board.example" in greetings[0]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://board.example/",
        "board.example/x",
        "https://",
        "http://x:0/",
        "",
    ],
)
def test_other_schemes_are_refused(url: str) -> None:
    """Only http and https addresses with a host are asked."""
    with pytest.raises(RefusedAddressError, match="http or https"):
        fetch(Ask(url))


def test_unreadable_address() -> None:
    """An address that is none is an error, not a crash."""
    for url in ("https://[::1/", "https://a\x00b/", "https://" + "a" * 64 + ".example/"):
        with pytest.raises(FetchError):
            fetch(Ask(url))
