"""Doing again on a lake what another one came before, or what its Postgres was away for."""

from collections.abc import Callable
from typing import TypeVar

from leaderboard.errors import WarehouseAwayError, WarehouseConflictError
from leaderboard.place import Lake, Place

# Tried as often as fits into the patience that a file's writer is waited for.
_ATTEMPTS, _PATIENCE_SECONDS = 60, 60.0
_FIRST_WAIT_SECONDS, _LONGEST_WAIT_SECONDS, _JITTER_SECONDS = 0.02, 2.0, 0.1

Done = TypeVar("Done")


def patiently(place: Place, work: Callable[[], Done]) -> Done:
    """Do what may be done twice, on a lake until nothing that passes stands in its way.

    Raises:
        WarehouseConflictError: others came first for too long.
        WarehouseAwayError: the Postgres of the lake did not answer for too long.
    """
    if not isinstance(place, Lake):
        return work()
    import stamina  # noqa: PLC0415 - 15 ms that only a lake pays

    for attempt in stamina.retry_context(
        on=(WarehouseConflictError, WarehouseAwayError),
        attempts=_ATTEMPTS,
        timeout=_PATIENCE_SECONDS,
        wait_initial=_FIRST_WAIT_SECONDS,
        wait_max=_LONGEST_WAIT_SECONDS,
        wait_jitter=_JITTER_SECONDS,
    ):
        with attempt:
            return work()
    raise AssertionError  # the last attempt returns or raises
