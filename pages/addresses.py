"""Which network addresses may be connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address

import httpx

from leaderboard.errors import FetchError, RefusedAddressError
from pages.retrying import TransientError
from pages.wording import printable, shown

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_KEPT_SECONDS = 60.0
_MOST_TRIED = 4
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HIGHEST_PORT = 65_535

# Python calls these global although they lead to, or embed, an address that may not be.
_PRIVATE_V4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
_PRIVATE_V6 = (
    IPv6Network("2001::/23"),  # protocol assignments, Teredo among them
    IPv6Network("2002::/16"),  # 6to4
    IPv6Network("3fff::/20"),  # documentation
)
_UNICAST_V6 = IPv6Network("2000::/3")  # the only block given out; mapped and NAT64 lie outside


def is_public(address: str) -> bool:
    """Whether the address is one that anybody on the internet would reach."""
    ip = ip_address(address)
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, IPv4Address):
        return not any(ip in network for network in _PRIVATE_V4)
    return ip in _UNICAST_V6 and not any(ip in network for network in _PRIVATE_V6)


async def resolve_by_system(host: str, port: int) -> Sequence[str]:
    """The addresses that this machine finds for the host, in its order of preference."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class Addresses:
    """Finds the addresses of hosts and lets pass those that may be connected to."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._known: dict[object, tuple[float, Sequence[str]]] = {}

    async def of(self, url: httpx.URL, *, is_trusted: bool) -> Sequence[str]:
        """The addresses to try for this URL, all of them public unless the URL is trusted.

        Raises:
            RefusedAddressError: none is public.
            FetchError: the host has no address, or the URL is not one of http or https.
        """
        found = await self._find(url)
        usable = [address for address in found if is_trusted or is_public(address)]
        if not usable:
            message = f"{shown(url)}: expected a public address, found {', '.join(found) or 'none'}"
            advice = "if it is meant, set allow_private in the source or name it in PODIUM_MIRRORS"
            raise RefusedAddressError(f"{message}; {advice}")
        return usable[:_MOST_TRIED]

    async def _find(self, url: httpx.URL) -> Sequence[str]:
        now, server = asyncio.get_running_loop().time(), origin(url)
        until, found = self._known.get(server, (0.0, ()))
        if now >= until:
            found = tuple(dict.fromkeys(await self._look_up(url)))
            self._known[server] = now + _KEPT_SECONDS, found
        return found

    async def _look_up(self, url: httpx.URL) -> Sequence[str]:
        host = url.raw_host.decode("ascii")
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            return await self._resolve(host, port_of(url))
        except (OSError, UnicodeError) as error:
            message = f"{shown(url)}: expected a host with an address, found {error}"
            if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
                raise TransientError(message) from error
            raise FetchError(f"{message}; check the url and the name server") from error


def check_form(url: httpx.URL) -> None:
    """Let pass only http and https with a host, and neither user nor password.

    Raises:
        RefusedAddressError: it is something else.
    """
    if (
        url.scheme not in _DEFAULT_PORTS
        or not url.raw_host
        or not 0 < port_of(url) <= _HIGHEST_PORT
    ):
        message = f"{shown(url)}: expected an http or https address with a host"
        raise RefusedAddressError(f"{message}, found scheme {printable(url.scheme)!r}")
    if url.userinfo:
        message = f"{shown(url)}: expected an address without user and password, found one"
        raise RefusedAddressError(f"{message}; take it out of the url")


def port_of(url: httpx.URL) -> int:
    """The port that the URL names or its scheme stands for, 0 where there is none."""
    return _DEFAULT_PORTS.get(url.scheme, 0) if url.port is None else url.port


def without_fragment(url: httpx.URL) -> httpx.URL:
    """The URL as it is asked for."""
    return url.copy_with(fragment=None) if url.fragment else url


def origin(url: httpx.URL) -> tuple[str, bytes, int]:
    """What makes two URLs lead to the same server."""
    return url.scheme, url.raw_host, port_of(url)
