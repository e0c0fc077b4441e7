"""The flow that reads a board's past from the copies that the Wayback Machine has of its page."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State

from flows.cycle import Cycle
from flows.phases import final_state, in_phases
from flows.sight import in_sight, watcher
from flows.tally import Tally
from flows.visits import Visit
from leaderboard.capture import Cause, Outcome
from leaderboard.channel import Channel, Span
from leaderboard.errors import FetchError
from leaderboard.page import Ask, Page
from leaderboard.settings import Settings, load_settings
from leaderboard.source import Board, Source, find_boards, load_sources
from pages.fetch import Fetcher
from pages.politeness import Limits, Manners
from pages.wayback import Copy, index_address, read_index

# The archive shuts out for minutes who asks more than about fifteen times a minute.
MANNERS = Manners(
    at_once=1, spacing_seconds=4.0, attempts=4, first_wait_seconds=20.0, longest_wait_seconds=300.0
)
_LIMITS = Limits(connect_seconds=30.0, read_seconds=120.0, total_seconds=300.0)
_BATCH = 8  # at these manners a crash costs a minute


@flow(name="wayback", flow_run_name="wayback {board} {since} to {until}", persist_result=False)
@in_sight
async def wayback(board: str, since: date, until: date) -> State[None]:
    """Keep what archived copies of the board's page show; one on record is not asked for again.

    Args:
        board: `<publisher>/<board>`; a publisher's name means all its boards with a page.
        since: the first day.
        until: the last day.
    """
    settings = load_settings()
    files = load_sources(settings.sources)
    cycle = wayback_cycle(settings, files, watcher.get())
    boards = find_boards(files, (board,))

    async def plan() -> None:
        await plan_copies(cycle, boards, since, until)

    await in_phases(cycle, {"plan": plan, "capture and keep": cycle.capture})
    note_end(cycle)
    return final_state(cycle.tally)


def wayback_cycle(
    settings: Settings,
    sources: tuple[Source, ...],
    tell: Callable[[Tally], None],
    manners: Manners = MANNERS,
) -> Cycle:
    """A cycle at the archive's pace; what a copy shows is no failure, whatever it is."""
    return Cycle(
        settings,
        sources,
        tell,
        limits=_LIMITS,
        manners=manners,
        tally=Tally(failures=frozenset({Outcome.FAILED})),
        batch=_BATCH,
        gives_up=True,
    )


async def plan_copies(cycle: Cycle, boards: Sequence[Board], since: date, until: date) -> None:
    """Ask the index for the copies of the boards' pages, and plan a visit to each.

    A board whose index cannot be had is a fault that does not stop the others.
    """
    visits: list[Visit] = []
    async with cycle.fetcher() as fetcher:
        for board in boards:
            try:
                visits += [visit async for visit in _copies_of(fetcher, board, since, until)]
            except FetchError as error:
                cycle.tally.faults.append(f"{board.name}: {error}")
    cycle.plan(visits)
    if not visits and not cycle.tally.faults:
        names = ", ".join(board.name for board in boards)
        fault = f"the Wayback Machine has no copy of {names} from {since} to {until}"
        cycle.tally.faults.append(fault)


def note_end(cycle: Cycle) -> None:
    """Say how many copies are left where the run gave up."""
    left = cycle.tally.asked - cycle.tally.settled - len(cycle.tally.done)
    if left:
        fault = f"web.archive.org gave nothing for a while and {left} copies are left"
        cycle.tally.faults.append(f"{fault}; the same command goes on later")


def page_channels(board: Board) -> tuple[Channel, ...]:
    """The channels that an archive has copies of: pages and files at one address, on or off."""
    return tuple(
        channel
        for channel in board.channels
        if channel.is_one_document and not channel.is_dated and channel.key is None
    )


async def _copies_of(
    fetcher: Fetcher, board: Board, since: date, until: date
) -> AsyncIterator[Visit]:
    for channel in page_channels(board):
        for span in channel.spans:
            _, _, part = span.address.partition("#")
            async for copy in _listed(fetcher, span, since, until):
                url = f"{copy.address}#{part}" if part else copy.address
                yield Visit(board, channel, Cause.BACKFILL, url)


async def _listed(fetcher: Fetcher, span: Span, since: date, until: date) -> AsyncIterator[Copy]:
    """The copies of an address within its days, oldest first; equal neighbours once."""
    first, last = max(since, span.since), min(until, span.until)
    resume_key, digest = None, None
    while first <= last:
        page = await fetcher.fetch(Ask(index_address(span.address, first, last, resume_key)))
        assert isinstance(page, Page)  # it was asked for without conditions
        copies, next_key = read_index(page)
        for copy in copies:
            if copy.digest != digest:
                yield copy
            digest = copy.digest
        if next_key is None or next_key == resume_key:
            return
        resume_key = next_key
