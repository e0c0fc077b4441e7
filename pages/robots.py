"""robots.txt: whether we may, and how often."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import httpx

from leaderboard.errors import FetchError, RefusedAddressError, RobotsError
from leaderboard.page import Ask
from pages.addresses import origin
from pages.body import decompressed_start
from pages.politeness import Manners
from pages.wire import Answer
from pages.wording import shown

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "Podium"

_OK = 200
_CLIENT_ERRORS = range(400, 500)


class Robots:
    """The robots.txt of every origin, each asked for once."""

    def __init__(self, get: Callable[[Ask], Awaitable[Answer]], manners: Manners) -> None:
        self._get = get
        self._longest_spacing_seconds = manners.longest_spacing_seconds
        self._rules: dict[object, asyncio.Task[Protego]] = {}

    async def spacing_seconds(self, url: httpx.URL, *, allow_private: bool) -> float:
        """How far apart robots.txt wants our requests to that origin, 0 where it does not say.

        Raises:
            RobotsError: it forbids the URL to us, wants more patience than we have, or cannot
                be read although the server has one.
        """
        rules = await self._rules_of(url, allow_private=allow_private)
        if not rules.can_fetch(str(url), PRODUCT):
            message = f"{shown(url)}: expected to be allowed, found it forbidden by robots.txt"
            raise RobotsError(f"{message}; use another channel of this board")
        spacing = _spacing_seconds(rules)
        if spacing > self._longest_spacing_seconds:
            message = f"{shown(url)}: expected at most {self._longest_spacing_seconds:g} s"
            raise RobotsError(f"{message} between requests, found {spacing:g} s in robots.txt")
        return spacing

    async def close(self) -> None:
        """Stop reading what nobody waits for any more."""
        for task in self._rules.values():
            task.cancel()
        await asyncio.gather(*self._rules.values(), return_exceptions=True)

    async def _rules_of(self, url: httpx.URL, *, allow_private: bool) -> "Protego":
        key = origin(url), allow_private
        if key not in self._rules:
            address = url.copy_with(raw_path=b"/robots.txt", fragment=None)
            ask = Ask(str(address), allow_private=allow_private)
            self._rules[key] = asyncio.create_task(self._read(ask))
        return await asyncio.shield(self._rules[key])

    async def _read(self, ask: Ask) -> "Protego":
        from protego import Protego  # noqa: PLC0415 - 6 ms that only pages with robots.txt pay

        try:
            answer = await self._get(ask)
        except RefusedAddressError:
            raise
        except FetchError as error:
            message = f"{shown(ask.url)}: expected robots.txt or 404, found that it cannot be read"
            message = f"{message} ({error})"
            raise RobotsError(message, error.http_status, may_pass=error.may_pass) from error
        if answer.status == _OK:
            start = decompressed_start(answer.received, answer.header("content-encoding"))
            return Protego.parse(start.decode("utf-8", "replace"))
        if answer.status in _CLIENT_ERRORS:  # RFC 9309: no rules
            return Protego.parse("")
        message = f"{shown(ask.url)}: expected robots.txt or 404, found {answer.status}"
        raise RobotsError(message, answer.status)


def _spacing_seconds(rules: "Protego") -> float:
    rate = rules.request_rate(PRODUCT)
    return max(rules.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
