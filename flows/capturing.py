"""From visits to captures: fetch, archive, parse. Every visit ends in exactly one capture."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from flows.visits import Visit, utc_now
from leaderboard.capture import SAME_BYTES, Address, Capture, Known, Outcome
from leaderboard.errors import CaptureError, FetchError, LayoutError, RejectedError, SourceFileError
from leaderboard.page import Ask, NotModified, Page
from leaderboard.standing import Standing, ranked
from pages.archive import Archive
from pages.fetch import Fetcher
from pages.wayback import original
from parsers import find_parser
from warehouse.accept import check_alone

# What a parser raises that is missing or met something unforeseen; it must not stop the others.
_PARSER_FAULTS = (
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(AssertionError, RecursionError, ImportError, SyntaxError, SourceFileError),
)
_LONGEST_REASON = 300
_CLOCKS_APART = timedelta(hours=1)
# A clock is set right by no more than this.
_SET_BACK = timedelta(days=2)


async def capture_all(
    visits: Sequence[Visit], known: Mapping[Address, Known], fetcher: Fetcher, archive: Archive
) -> list[Capture]:
    """Make the visits at once, as far as politeness allows; captures come in the same order.

    What several boards ask for in the same words is fetched once.
    """
    asks = [visit.ask(known.get(visit.address)) for visit in visits]
    different = list(dict.fromkeys(asks))
    fetched = await asyncio.gather(*(_fetch(fetcher, ask) for ask in different))
    by_ask = dict(zip(different, fetched, strict=True))
    answers = [_as_asked(by_ask[ask], visit.url) for visit, ask in zip(visits, asks, strict=True)]
    pages = [answer for answer in answers if isinstance(answer, Page)]
    places = await asyncio.to_thread(archive.keep, pages)
    return [
        _capture(visit, answer, known.get(visit.address), places)
        for visit, answer in zip(visits, answers, strict=True)
    ]


def in_order(capture: Capture, attempted_at: datetime | None) -> Capture:
    """The capture after the last that was on record before it was made, whatever the clock says.

    A clock that was set back would else put what the page shows now before what it showed then. One
    that was far ahead is not followed: `podium doctor` tells of times that lie in the future.
    """
    if attempted_at is None or not 0 <= (attempted_at - capture.attempted_at) / _SET_BACK < 1:
        return capture
    after = attempted_at + timedelta.resolution
    set_back = f"the clock was set back to {capture.attempted_at:%Y-%m-%d %H:%M:%S}"
    return replace(
        capture,
        attempted_at=after,
        observed_at=after if capture.observed_at == capture.attempted_at else capture.observed_at,
        notice="; ".join(filter(None, (capture.notice, set_back))),
    )


def read(page: Page, visit: Visit) -> Standing:
    """What the page says, believed as far as it can be by itself.

    Raises:
        LayoutError: the page is not laid out as its parser knows it.
        RejectedError: the standing breaks the board's contract.
    """
    module = visit.channel.parser or visit.board.parser
    try:
        standing = find_parser(module)(replace(page, url=original(visit.url)))
    except _PARSER_FAULTS as error:
        message = f"the parser {module} failed: {type(error).__name__}: {error}"
        raise LayoutError(message[:_LONGEST_REASON]) from error
    taken_at = visit.taken_at or page.fetched_at
    if standing.observed_at is not None and standing.observed_at > taken_at + _CLOCKS_APART:
        by = f"{taken_at:%Y-%m-%d %H:%M}"
        raise RejectedError(f"expected a page taken by {by}, found one of {standing.observed_at}")
    entries = ranked(standing.entries, higher_is_better=visit.board.higher_is_better)
    standing = standing._replace(entries=entries)
    check_alone(standing, visit.board)
    return standing


async def _fetch(fetcher: Fetcher, ask: Ask) -> Page | NotModified | FetchError:
    try:
        return await fetcher.fetch(ask)
    except FetchError as error:
        return error


def _as_asked(answer: Page | NotModified | FetchError, url: str) -> Page | NotModified | FetchError:
    """The answer under the board's own address: its fragment was not part of what was asked."""
    return replace(answer, url=url) if isinstance(answer, Page) else answer


def _capture(
    visit: Visit,
    answer: Page | NotModified | FetchError,
    known: Known | None,
    places: Mapping[str, str],
) -> Capture:
    if isinstance(answer, FetchError):
        return _failed(visit, answer)
    if isinstance(answer, NotModified):
        assert known is not None  # only what is on record is asked for on a condition
        return _seen_again(_blank(visit, answer.fetched_at), visit, known, Outcome.NOT_MODIFIED)
    if known is not None and known.sha256 == answer.sha256:
        capture = _of_page(visit, answer, places[answer.sha256])
        return _seen_again(capture, visit, known, Outcome.UNCHANGED)
    return parsed(visit, answer, places[answer.sha256])


def parsed(visit: Visit, page: Page, place: str) -> Capture:
    """The capture that a page makes, which is archived at that place."""
    capture = _of_page(visit, page, place)
    try:
        standing = read(page, visit)
    except CaptureError as error:
        return replace(capture, outcome=error.outcome, reason=str(error))
    if standing.carried_over:
        seen_at = standing.observed_at or capture.observed_at
        carried = replace(capture, outcome=Outcome.UNCHANGED, observed_at=seen_at)
        return replace(carried, reason=standing.carried_over)
    return _of_standing(capture, standing, visit.day)


def _blank(visit: Visit, attempted_at: datetime) -> Capture:
    return Capture(
        board=visit.board.name,
        channel=visit.channel.name,
        cause=visit.cause,
        url=visit.url,
        attempted_at=attempted_at,
        observed_at=visit.taken_at or attempted_at,
        outcome=Outcome.CHANGED,
    )


def _failed(visit: Visit, error: FetchError) -> Capture:
    return replace(
        _blank(visit, utc_now()),
        outcome=error.outcome,
        reason=str(error),
        http_status=error.http_status,
        may_pass=error.may_pass,
    )


def _of_page(visit: Visit, page: Page, place: str) -> Capture:
    return replace(
        _blank(visit, page.fetched_at),
        http_status=page.status,
        size_bytes=len(page.body),
        sha256=page.sha256,
        archived=place,
        etag=page.header("etag"),
        last_modified=page.header("last-modified"),
    )


def _of_standing(capture: Capture, standing: Standing, day: date | None) -> Capture:
    """What a page shows; one that does not tell its time is of the beginning of its day."""
    unknown = f"unknown columns: {', '.join(standing.unknown)}" if standing.unknown else ""
    taken_at = capture.observed_at if day is None else datetime.combine(day, time())
    return replace(
        capture,
        observed_at=standing.observed_at or taken_at,
        published_at=standing.published_at,
        method=standing.method,
        standing=standing,
        notice=unknown,
    )


def _seen_again(capture: Capture, visit: Visit, known: Known, outcome: Outcome) -> Capture:
    """The page is what is on record; a day's file was taken when it was taken."""
    return replace(
        capture,
        outcome=outcome,
        reason=SAME_BYTES,
        observed_at=capture.attempted_at if visit.day is None else known.observed_at,
        published_at=known.published_at,
        sha256=known.sha256,
        archived=known.archived,
        etag=capture.etag or known.etag,
        last_modified=capture.last_modified or known.last_modified,
        standing_id=known.standing_id,
    )
