"""Fetching: an address in, a page or a named error out."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from leaderboard.errors import FetchError, RefusedAddressError
from leaderboard.page import Ask, NotModified, Page, joined
from pages.addresses import Addresses, Resolve, origin, resolve_by_system, without_fragment
from pages.cited import read_cited
from pages.mirrors import Mirrors, Target
from pages.parts import following
from pages.politeness import Budget, Host, Limits, Manners
from pages.retrying import retried
from pages.robots import PRODUCT, Robots
from pages.verdict import judge, quiet_seconds, raise_if_passing
from pages.wire import Answer, Header, Wire
from pages.wording import shown

VERSION = "0.1.0"  # a test holds it equal to the package's; asking for that costs 10 ms

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LARGE_BYTES = 100_000
_LIMITS = Limits()
_MANNERS = Manners()


class Fetcher:
    """Fetches pages politely and safely; use as `async with`, within one event loop.

    `contact` is a mail or web address for the user agent, `mirrors` maps beginnings of addresses to
    those asked instead, `resolve` finds the network addresses of a host, `cited` is the folder of
    what was published in print.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        mirrors: Mapping[str, str] | None = None,
        limits: Limits = _LIMITS,
        manners: Manners = _MANNERS,
        resolve: Resolve = resolve_by_system,
        cited: Path = Path(),
    ) -> None:
        self._cited = cited
        self._limits = limits
        self._manners = manners
        self._mirrors = Mirrors(mirrors or {})
        self._wire = Wire(limits, Addresses(resolve), manners.at_once)
        self._robots = Robots(self._answer, manners)
        self._hosts: dict[bytes, Host] = {}
        self._headers: list[Header] = [
            (b"User-Agent", user_agent(contact).encode("ascii")),
            (b"Accept", b"*/*"),
            (b"Accept-Encoding", b"gzip"),
        ]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._robots.close()
        await self._wire.close()

    async def fetch(self, ask: Ask) -> Page | NotModified:
        """The page at the address, or that it is not modified since the record saw it.

        Raises:
            FetchError: or one of its kinds, with what was expected, what was found, what to do.
        """
        first = await self._document(ask)
        if isinstance(first, NotModified):
            return first
        others = [replace(ask, url=url, key=None) for url in ask.beside]
        others += [replace(ask, url=url) for url in following(ask, first)]
        rest = [await self._document(other) for other in others]
        return joined([first, *(part for part in rest if isinstance(part, Page))])

    async def _document(self, ask: Ask) -> Page | NotModified:
        if ask.file is not None:
            return await asyncio.to_thread(read_cited, self._cited, ask.url, ask.file)
        answer = await self._answer(ask)
        if len(answer.received) < _LARGE_BYTES:
            return judge(ask, answer, self._limits)
        return await asyncio.to_thread(judge, ask, answer, self._limits)

    async def _answer(self, ask: Ask) -> Answer:
        budget = Budget(shown(ask.url), self._limits.total_seconds)
        return await retried(lambda: self._attempt(ask, budget), self._manners)

    async def _attempt(self, ask: Ask, budget: Budget) -> Answer:
        answer = await self._follow(ask, budget)
        raise_if_passing(answer, self._manners.longest_wait_seconds)
        return answer

    async def _follow(self, ask: Ask, budget: Budget) -> Answer:
        target = first = self._mirrors.target(_parsed(ask.url))
        for _ in range(self._limits.redirects + 1):
            is_own = origin(target.original) == origin(first.original)
            answer = await self._hop(ask, target, budget, is_own=is_own)
            location = answer.header("location")
            if answer.status not in _REDIRECTS or location is None:
                return answer
            target = self._redirected(target, location)
        message = f"{shown(ask.url)}: expected at most {self._limits.redirects} redirects"
        raise FetchError(f"{message}, found more, the last to {shown(target.original)}")

    async def _hop(self, ask: Ask, target: Target, budget: Budget, *, is_own: bool) -> Answer:
        host = self._hosts.setdefault(
            target.original.netloc, Host(shown(target.original.host), self._manners)
        )
        allow_private = ask.allow_private and is_own
        if ask.obey_robots:
            spacing = await self._robots.spacing_seconds(
                target.original, allow_private=allow_private
            )
            host.spacing_seconds = max(host.spacing_seconds, spacing)
        headers = [*self._headers, *(_own_headers(ask) if is_own else ())]
        is_trusted = allow_private or target.mirror is not None
        async with host.turn(), budget.spend():
            answer = await self._wire.ask(target, headers, is_trusted=is_trusted)
        if (seconds := quiet_seconds(answer)) is not None:
            host.keep_quiet(seconds)
        return answer

    def _redirected(self, before: Target, location: str) -> Target:
        try:
            target = self._mirrors.redirected(before, location)
        except httpx.InvalidURL as error:
            message = f"{shown(before.original)}: expected a redirect to an address"
            raise FetchError(f"{message}, found {shown(location)}") from error
        if before.original.scheme == "https" and target.original.scheme != "https":
            message = f"{shown(before.original)}: expected a redirect that stays on https"
            raise RefusedAddressError(f"{message}, found {shown(target.original)}")
        return target


def user_agent(contact: str) -> str:
    """Who we say we are: the product, its version, and how to reach whoever runs it."""
    safe = "".join(sign if sign.isascii() and sign.isprintable() else "?" for sign in contact)
    return f"{PRODUCT}/{VERSION} (+{safe})" if safe else f"{PRODUCT}/{VERSION} (contact not set)"


def _parsed(url: str) -> httpx.URL:
    try:
        return without_fragment(httpx.URL(url))
    except httpx.InvalidURL as error:
        raise FetchError(f"{shown(url)}: expected an address, found {error}") from error


def _own_headers(ask: Ask) -> list[Header]:
    """What only the host that was asked may see: conditions, and the publisher's key."""
    known = (("If-None-Match", ask.etag), ("If-Modified-Since", ask.last_modified))
    return [
        (name.encode("ascii"), value.encode("latin-1", "replace"))
        for name, value in (*known, *([ask.key] if ask.key else []))
        if value
    ]
