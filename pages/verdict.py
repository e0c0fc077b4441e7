"""What an answer is worth: the page, nothing new, or an error by name."""

import hashlib

from leaderboard.errors import AbsentError, BlockedError, FetchError
from leaderboard.page import Ask, NotModified, Page
from pages.blocked import sign_of_block
from pages.body import decompress, decompressed_start
from pages.politeness import Limits, come_back
from pages.retrying import TransientError, retry_after
from pages.wayback import taken_at
from pages.wire import Answer
from pages.wording import shown

_OK = 200
_NOT_MODIFIED = 304
_ABSENT = frozenset({404, 410})
_REFUSED = frozenset({401, 403, 451})
_ASKING_FOR_QUIET = frozenset({429, 503})
_PASSING = frozenset({429, 500, 502, 503, 504})


def quiet_seconds(answer: Answer) -> float | None:
    """How long the whole host asks to be left alone, None where it does not."""
    if answer.status not in _ASKING_FOR_QUIET:
        return None
    return retry_after(answer.header("retry-after"))


def raise_if_passing(answer: Answer, longest_wait_seconds: float) -> None:
    """Raise what may be mended by asking again.

    Raises:
        TransientError: the server stumbled, or asks for a wait that is not too long.
        FetchError: it asks for a longer wait.
        BlockedError: the error page is an interstitial.
    """
    if answer.status not in _PASSING:
        return
    _raise_if_blocked(
        answer, decompressed_start(answer.received, answer.header("content-encoding"))
    )
    wait = quiet_seconds(answer)
    if wait is not None and wait > longest_wait_seconds:
        message = f"{_unexpected(answer)}; {come_back(wait)}"
        raise FetchError(message, answer.status, may_pass=True)
    raise TransientError(_unexpected(answer), answer.status, wait)


def judge(ask: Ask, answer: Answer, limits: Limits) -> Page | NotModified:
    """The page of the answer, decompressed, or that it is not modified.

    Raises:
        FetchError: the answer is neither; AbsentError and BlockedError where it says so.
    """
    if answer.status == _OK:
        return _page(ask, answer, limits)
    if answer.status == _NOT_MODIFIED and (ask.etag or ask.last_modified):
        return NotModified(url=ask.url, fetched_at=answer.asked_at)
    _raise_if_blocked(
        answer, decompressed_start(answer.received, answer.header("content-encoding"))
    )
    if answer.status in _REFUSED:
        message = f"{_unexpected(answer)}; the publisher refuses us, read its terms"
        raise BlockedError(message, answer.status)
    if answer.status in _ABSENT and ask.dated:
        raise AbsentError(f"{_unexpected(answer)}; the archive has no such page", answer.status)
    advice = "has the page moved?" if answer.status in _ABSENT else "look at it in a browser"
    raise FetchError(f"{_unexpected(answer)}; {advice}", answer.status)


def _page(ask: Ask, answer: Answer, limits: Limits) -> Page:
    where = shown(answer.url)
    coding = answer.header("content-encoding")
    body = decompress(answer.received, coding, limits.decompressed_bytes, where)
    if not body or body.isspace():
        message = f"{where}: expected a page, found an empty body of {len(body)} bytes"
        raise FetchError(message, answer.status)
    _raise_if_blocked(answer, body)
    _raise_if_another_copy(ask, answer)
    return Page(
        url=ask.url,
        final_url=answer.url,
        status=answer.status,
        headers=answer.headers,
        body=body,
        received=answer.received,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=answer.asked_at,
    )


def _raise_if_blocked(answer: Answer, body: bytes) -> None:
    if (sign := sign_of_block(answer.headers, body)) is not None:
        message = f"{shown(answer.url)}: expected the page, found a {sign} (status {answer.status})"
        raise BlockedError(f"{message}; use another channel of this board", answer.status)


def _raise_if_another_copy(ask: Ask, answer: Answer) -> None:
    """The Wayback Machine redirects to the nearest copy where it cannot give the one asked for."""
    if (asked := taken_at(ask.url)) not in {None, taken_at(answer.url)}:
        message = f"{shown(ask.url)}: expected the copy of {asked}, found {shown(answer.url)}"
        raise AbsentError(message, answer.status)


def _unexpected(answer: Answer) -> str:
    found = f"{answer.status} {answer.reason}".strip()
    return f"{shown(answer.url)}: expected status 200, found {found}"
