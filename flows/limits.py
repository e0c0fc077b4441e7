"""What runs on all machines share: a few at a time ask a host, and a few write.

The limits are the scheduler's, held by runs of deployments only. They spare waiting and crowding;
what protects a host is the manners of each process, and the record its own lock.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import httpx
from prefect.client.orchestration import PrefectClient, get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError, concurrency
from prefect.logging import get_run_logger

from flows.belonging import run_of_deployment
from flows.visits import Visit
from leaderboard.channel import Channel, ChannelKind
from leaderboard.errors import SchedulerError
from leaderboard.place import Lake
from leaderboard.settings import Settings
from leaderboard.source import Source

WRITER = "writer"
_AT_A_HOST = 2
_AT_A_LAKE = 4
# The shortest that the server grants: so long a killed process keeps its slots, and then until
# the server looks, every 15 s.
_LEASE_SECONDS = 60
_PAGE = 200


def all_limits(settings: Settings, sources: Iterable[Source]) -> dict[str, int]:
    """The slots of every limit: one for each host that may be asked, and one of the place."""
    boards = [board for source in sources for board in source.all_boards]
    channels = [channel for board in boards for channel in board.channels if channel.on]
    addresses = {address for channel in channels for address in _addresses(channel)}
    writers = _AT_A_LAKE if isinstance(settings.warehouse, Lake) else 1
    return {WRITER: writers, **dict.fromkeys(_hosts(addresses), _AT_A_HOST)}


def hosts_of(visits: Iterable[Visit]) -> list[str]:
    """The limits of the hosts that are asked for these pages."""
    return _hosts({address for visit in visits for address in _addresses(visit.channel)})


@asynccontextmanager
async def holding(names: Collection[str]) -> AsyncIterator[None]:
    """Hold a slot of each limit, all taken at once; a run of no deployment holds none.

    Where the server is away the run goes on without: nobody else can begin one meanwhile. A lease
    that could not be renewed is no reason to stop either.

    Raises:
        SchedulerError: there is no such limit.
    """
    async with AsyncExitStack() as slots:
        if names and run_of_deployment() is not None:
            await _take(sorted(names), slots)
        try:
            yield
        finally:
            await _give_back(slots)


async def _take(names: list[str], slots: AsyncExitStack) -> None:
    try:
        await _expect(names)
        await slots.enter_async_context(
            concurrency(
                names,
                lease_duration=_LEASE_SECONDS,
                strict=True,
                raise_on_lease_renewal_failure=False,
            )
        )
    except httpx.TransportError as error:
        _went_on(error)
    except ConcurrencySlotAcquisitionError as error:
        if not isinstance(error.__cause__, httpx.TransportError):
            raise
        _went_on(error.__cause__)


async def _give_back(slots: AsyncExitStack) -> None:
    try:
        await slots.aclose()
    except httpx.HTTPError as error:
        _went_on(error)


def _went_on(error: httpx.HTTPError) -> None:
    found = type(error).__name__
    get_run_logger().warning("the Prefect server is away (%s); going on without limits", found)


async def _expect(names: Collection[str]) -> None:
    """Check that every limit is there: Prefect itself is content with one of them.

    Raises:
        SchedulerError: one is not.
    """
    async with get_client() as client:
        there = await known_limits(client)
    if missing := sorted(set(names) - there.keys()):
        raise SchedulerError(
            f"expected the limit {missing[0]!r} on the Prefect server, found none; "
            "`podium deploy` registers what the source files need"
        )


async def known_limits(client: PrefectClient) -> dict[str, int]:
    """The slots of every limit on the server."""
    found: dict[str, int] = {}
    while page := await client.read_global_concurrency_limits(limit=_PAGE, offset=len(found)):
        found |= {limit.name: limit.limit for limit in page}
        if len(page) < _PAGE:
            break
    return found


def _addresses(channel: Channel) -> Iterator[str]:
    """What is asked over the network for the pages of a channel."""
    if channel.kind is not ChannelKind.CITED:
        for span in channel.spans:
            yield from (span.address, *span.beside)


def _hosts(addresses: Iterable[str]) -> list[str]:
    return sorted({f"host:{urlsplit(address).hostname}" for address in addresses})
