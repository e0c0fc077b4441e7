"""Asking again: after which failures, and after how long."""

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeVar

from leaderboard.errors import FetchError
from pages.politeness import Manners

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

T = TypeVar("T")

_LOG = logging.getLogger("podium.pages")
_MOST_DIGITS = 9


class TransientError(FetchError):
    """A failure that may pass; `wait_seconds` is how long the server asks to be left alone."""

    def __init__(
        self, message: str, http_status: int | None = None, wait_seconds: float | None = None
    ) -> None:
        super().__init__(message, http_status, may_pass=True)
        self.wait_seconds = wait_seconds


async def retried(attempt: Callable[[], Awaitable[T]], manners: Manners) -> T:
    """What the attempt gives, tried again while its failure is transient.

    Raises:
        FetchError: the last attempt failed, or an earlier one with no hope.
    """
    import stamina  # noqa: PLC0415 - 15 ms that only a fetching process pays

    stamina.instrumentation.set_on_retry_hooks([_log])  # its own would print to standard output
    try:
        async for again in stamina.retry_context(
            on=_wait,
            attempts=manners.attempts,
            timeout=None,
            wait_initial=manners.first_wait_seconds,
            wait_max=manners.longest_wait_seconds,
            wait_jitter=manners.jitter_seconds,
        ):
            with again:
                return await attempt()
    except TransientError as error:
        message = f"{error}; gave up after {manners.attempts} attempts"
        raise FetchError(message, error.http_status, may_pass=True) from error
    raise AssertionError  # stamina ends in a result or an error


def _wait(error: Exception) -> bool | float:
    """For stamina: how long to wait, True for its own backoff, False for no further attempt."""
    if not isinstance(error, TransientError):
        return False
    return error.wait_seconds or True


def _log(details: "RetryDetails") -> None:
    facts = {"reason": str(details.caused_by), "attempt": details.retry_num}
    _LOG.info("asking again", extra={**facts, "wait_seconds": round(details.wait_for, 1)})


def retry_after(header: str | None) -> float | None:
    """The seconds that a Retry-After asks for, None where there is none that can be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:_MOST_DIGITS])
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
