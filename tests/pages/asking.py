"""Fetching one page in a test: the board's address is public, its server on loopback."""

import asyncio
from collections.abc import Mapping

from leaderboard.page import Ask, NotModified, Page
from pages.addresses import Resolve, resolve_by_system
from pages.fetch import Fetcher
from pages.politeness import Limits, Manners
from tests.servers import Handler, Server, answer

BOARD = "https://board.example"
BODY = b"<html>ok</html>"
QUICK = Manners(first_wait_seconds=0.01, jitter_seconds=0.0)


def fetch(
    ask: Ask,
    *,
    mirrors: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    manners: Manners = QUICK,
    resolve: Resolve = resolve_by_system,
) -> Page | NotModified:
    """What a fetcher of its own gives for the ask."""
    return fetch_all([ask], mirrors=mirrors, limits=limits, manners=manners, resolve=resolve)[0]


def fetch_all(
    asks: list[Ask],
    *,
    mirrors: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    manners: Manners = QUICK,
    resolve: Resolve = resolve_by_system,
) -> list[Page | NotModified]:
    """What one fetcher gives for the asks, all at once."""

    async def run() -> list[Page | NotModified]:
        async with Fetcher(
            contact="mailto:desk@board.example",
            mirrors=mirrors or {},
            limits=limits or Limits(),
            manners=manners,
            resolve=resolve,
        ) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(ask) for ask in asks))

    return asyncio.run(run())


def fetch_page(server: Server, path: str = "/", **how: object) -> Page:
    """The page of the mirrored board at the path."""
    page = fetch(Ask(BOARD + path), mirrors={BOARD: server.url}, **how)  # type: ignore[arg-type]
    assert isinstance(page, Page)
    return page


def serving(body: bytes = BODY) -> Handler:
    """A handler that always gives the body."""
    return lambda _: answer(body)
