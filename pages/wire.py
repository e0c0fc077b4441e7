"""One request and its answer: to a checked address, over httpx, within the limits."""

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import httpx

from leaderboard.errors import FetchError
from pages.addresses import Addresses, origin
from pages.body import read_all, read_start
from pages.mirrors import Target
from pages.politeness import Limits
from pages.retrying import TransientError
from pages.wording import printable, shown

Header = tuple[bytes, bytes]

_OK = 200
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody; the usual one takes 20 ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; of a body that is not the page's only the start is kept."""

    url: str
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    received: bytes
    asked_at: datetime

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Wire:
    """Connections to many hosts, a pool for each, so that no two hosts share a TLS session."""

    def __init__(self, limits: Limits, addresses: Addresses, connections: int) -> None:
        self._limits = limits
        self._addresses = addresses
        self._pool_limits = httpx.Limits(max_connections=connections)
        self._pools: dict[tuple[object, ...], httpx.AsyncHTTPTransport] = {}

    async def ask(self, target: Target, headers: Sequence[Header], *, is_trusted: bool) -> Answer:
        """Send one GET and read the answer; redirects are not followed.

        Raises:
            RefusedAddressError: no address of the host is public and the target is not trusted.
            TransientError: the connection failed or broke.
            FetchError: the answer is not HTTP, or is too large.
        """
        *others, last = await self._addresses.of(target.asked, is_trusted=is_trusted)
        try:
            for address in others:
                try:
                    return await self._send(target, address, headers)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
            return await self._send(target, last, headers)
        except httpx.LocalProtocolError:
            # The error quotes the header that it refuses, which may hold the publisher's key.
            message = f"{shown(target.original)}: expected a request that HTTP allows"
            raise FetchError(f"{message}, found a header it forbids; is the key right?") from None
        except httpx.InvalidURL as error:
            raise FetchError(_failure(target, error)) from error
        except (httpx.TransportError, OSError) as error:  # TLS may break as an OSError
            raise TransientError(_failure(target, error)) from error

    async def close(self) -> None:
        """Close every connection."""
        pools, self._pools = self._pools.values(), {}
        await asyncio.gather(*(pool.aclose() for pool in pools))

    async def _send(self, target: Target, address: str, headers: Sequence[Header]) -> Answer:
        asked_at = datetime.now(UTC).replace(tzinfo=None)
        response = await self._pool(target).handle_async_request(
            httpx.Request(
                "GET",
                _at(target.asked, address),
                headers=[(b"Host", target.asked.netloc), *headers],
                extensions=self._extensions(target),
            )
        )
        try:
            return Answer(
                url=str(target.original),
                status=response.status_code,
                reason=printable(response.reason_phrase),
                headers=tuple(
                    (k.decode("latin-1"), v.decode("latin-1")) for k, v in response.headers.raw
                ),
                received=await self._read(response, target),
                asked_at=asked_at,
            )
        finally:
            await response.aclose()

    async def _read(self, response: httpx.Response, target: Target) -> bytes:
        if response.status_code != _OK:
            return await read_start(response)
        return await read_all(response, self._limits.received_bytes, shown(target.original))

    def _extensions(self, target: Target) -> dict[str, object]:
        read, connect = self._limits.read_seconds, self._limits.connect_seconds
        return {
            "sni_hostname": target.asked.raw_host.decode("ascii"),
            "timeout": {"connect": connect, "read": read, "write": read, "pool": None},
        }

    def _pool(self, target: Target) -> httpx.AsyncHTTPTransport:
        key = (*origin(target.original), *origin(target.asked))
        if key not in self._pools:
            self._pools[key] = httpx.AsyncHTTPTransport(
                verify=self._tls if target.asked.scheme == "https" else _NO_TLS,
                trust_env=False,
                limits=self._pool_limits,
            )
        return self._pools[key]

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpx.create_ssl_context(trust_env=False)


def _at(url: httpx.URL, address: str) -> httpx.URL:
    return url if url.host == address else url.copy_with(host=address)


def _failure(target: Target, error: Exception) -> str:
    found = printable(f"{type(error).__name__} {error}".strip(), 200)
    return f"{shown(target.original)}: expected an HTTP answer, found {found}"
