"""Which pages to capture: today's of each board, or one for each day of a past time."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urldefrag

from leaderboard.capture import Address, Cause, Known
from leaderboard.channel import Channel, ChannelKind
from leaderboard.page import Ask, Parts
from leaderboard.source import Board
from pages.wayback import taken_at

_CATCH_UP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Visit:
    """One page to capture; `day` is set where each day has an address of its own."""

    board: Board
    channel: Channel
    cause: Cause
    url: str
    day: date | None = None

    @property
    def address(self) -> Address:
        """What the record knows the page by."""
        return Address(self.board.name, self.channel.name, self.url)

    @property
    def taken_at(self) -> datetime | None:
        """When a web archive took the copy that the address names, None where it names none."""
        return taken_at(self.url)

    def ask(self, known: Known | None) -> Ask:
        """How to ask for the page, given what is on record of its address.

        A page of several documents is asked for without conditions: each may have changed alone.
        """
        if self.taken_at is not None:
            return _ask_for_copy(self.url)
        day = self.day or utc_now().date()
        span = self.channel.span(day)
        beside = () if span is None else span.beside
        is_one = not beside and self.channel.paging is None
        key, paging = self.channel.key, self.channel.paging
        return Ask(
            url=urldefrag(self.url).url,
            etag=known.etag if known and is_one else None,
            last_modified=known.last_modified if known and is_one else None,
            dated=self.day is not None,
            obey_robots=self.channel.kind is ChannelKind.PAGE,
            allow_private=self.channel.allow_private,
            beside=tuple(each.replace("{date}", day.isoformat()) for each in beside),
            paging=Parts(paging.parameter, paging.size, paging.total) if paging else None,
            key=(key.header, key.value) if key and key.value else None,
            file=span.file if span is not None else None,
        )


def visits_of_days(board: Board, since: date, until: date) -> Iterator[Visit]:
    """One visit for each day, both ends included, that an archive of the board has an address for.

    Where two archives have a day, each is read: the preferred one is the board's standing.
    """
    for channel in board.archives():
        yield from _dated(board, channel, Cause.BACKFILL, since, until)


def visits_of_now(
    boards: Iterable[Board], first_seen: Mapping[str, datetime], now: datetime
) -> Iterator[Visit]:
    """What to capture now: the preferred channel that is on.

    A daily archive is caught up with, a week at most but from its first day on record: its file of
    a day may come late, after those of later days. Dated releases are few: all of them are looked
    for, and those of before that week are no news.
    """
    for board in boards:
        for channel in board.channels_on()[:1]:
            if channel.is_released:
                week = now.date() - timedelta(days=_CATCH_UP_DAYS)
                old = week - timedelta(days=1)
                yield from _dated(board, channel, Cause.BACKFILL, date.min, old)
                yield from _dated(board, channel, Cause.SOURCE, week, now.date())
            elif channel.is_dated:
                seen = first_seen.get(board.name, now - timedelta(days=1))
                since = max(seen, now - timedelta(days=_CATCH_UP_DAYS)).date()
                yield from _dated(board, channel, Cause.SOURCE, since, now.date())
            else:
                address = channel.address(now.date())
                if address is not None:
                    yield Visit(board, channel, Cause.SOURCE, address)


def is_settled(visit: Visit, known: Mapping[Address, Known]) -> bool:
    """Whether it need not be made: a day's file that was read after that day will not change."""
    if visit.day is None or visit.address not in known:
        return False
    day_after = datetime.combine(visit.day, time()) + timedelta(days=1)
    return known[visit.address].attempted_at >= day_after


def utc_now() -> datetime:
    """The time in UTC, without zone as all times of the record are."""
    return datetime.now(UTC).replace(tzinfo=None)


def _ask_for_copy(url: str) -> Ask:
    """A web archive's copy never changes, and the publisher's rules do not bind us there.

    The archive offers its copies to programs; how often they ask is in the manners.
    """
    return Ask(url=urldefrag(url).url, dated=True)


def _dated(
    board: Board, channel: Channel, cause: Cause, since: date, until: date
) -> Iterator[Visit]:
    for day in channel.days(since, until):
        address = channel.address(day)
        if address is not None:
            yield Visit(board, channel, cause, address, day)
