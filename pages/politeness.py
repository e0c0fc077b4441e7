"""How much a page may cost us, and how gently a host is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from leaderboard.errors import FetchError

MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one page may take. `total_seconds` counts the time at work, not the time in a queue."""

    connect_seconds: float = 10.0
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    received_bytes: int = 32 * MB
    decompressed_bytes: int = 128 * MB
    redirects: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a host is asked, and asked again when it stumbles.

    `at_once` requests at most run at one time, their starts `spacing_seconds` apart or whatever
    more robots.txt asks for, up to `longest_spacing_seconds`. A request is tried `attempts` times,
    after waits that double from `first_wait_seconds`, plus up to `jitter_seconds`. A Retry-After
    up to `longest_wait_seconds` is waited for; a longer one ends the attempt.
    """

    at_once: int = 4
    spacing_seconds: float = 0.0
    longest_spacing_seconds: float = 300.0
    attempts: int = 3
    first_wait_seconds: float = 1.0
    jitter_seconds: float = 1.0
    longest_wait_seconds: float = 60.0


class Budget:
    """The seconds that one page may still take, over all its redirects and attempts."""

    def __init__(self, where: str, seconds: float) -> None:
        self._where = where
        self._seconds = self._left = seconds

    @asynccontextmanager
    async def spend(self) -> AsyncIterator[None]:
        """Time the block, and end it when nothing is left.

        Raises:
            FetchError: the page took longer than it may.
        """
        loop = asyncio.get_running_loop()
        started = loop.time()
        clock = asyncio.timeout(max(self._left, 0.0))
        try:
            async with clock:
                yield
        except TimeoutError as error:
            if not clock.expired():
                raise
            message = f"{self._where}: expected the whole page within {self._seconds:g} s"
            message = f"{message}, it was still arriving; ask again later"
            raise FetchError(message, may_pass=True) from error
        finally:
            self._left -= loop.time() - started


class Host:
    """One host's queue: few requests at once, well apart, and none while it asks for quiet."""

    def __init__(self, name: str, manners: Manners) -> None:
        self.spacing_seconds = manners.spacing_seconds
        self._name = name
        self._longest_wait_seconds = manners.longest_wait_seconds
        self._places = asyncio.Semaphore(manners.at_once)
        self._next_start = 0.0
        self._quiet_until = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Hold one of the host's places, from the moment that a request may start.

        Raises:
            FetchError: the host asked for more quiet than is waited for.
        """
        async with self._places:
            await self._until_free()
            yield

    def keep_quiet(self, seconds: float) -> None:
        """Start no request to the host for that long."""
        self._quiet_until = max(self._quiet_until, asyncio.get_running_loop().time() + seconds)

    async def _until_free(self) -> None:
        loop = asyncio.get_running_loop()
        while (wait := max(self._next_start, self._quiet_until) - loop.time()) > 0:
            quiet = self._quiet_until - loop.time()
            if quiet > self._longest_wait_seconds:
                message = f"{self._name}: expected to be let in, found that it asked for quiet"
                raise FetchError(f"{message}; {come_back(quiet)}", may_pass=True)
            await asyncio.sleep(wait)
        self._next_start = loop.time() + self.spacing_seconds


def come_back(seconds: float) -> str:
    """The advice to try again after so many seconds, with the time of day."""
    then = datetime.now(UTC) + timedelta(seconds=seconds)
    return f"ask again after {then:%Y-%m-%d %H:%M:%S} UTC"
