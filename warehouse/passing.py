"""Which failures of writing pass by themselves, or once somebody has made room."""

import errno

import duckdb

from leaderboard.errors import WarehouseAwayError, WarehouseBusyError, WarehouseError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL_IN_WORDS = ("no space left", "disk quota", "could not write")


def may_pass(error: BaseException) -> bool:
    """Whether the same writing may work some minutes later: a busy warehouse, a full disk.

    What is written is safe to write again, so that nothing is lost by trying. An error in our words
    has the one it tells of as its cause, or of a lake, whose cause may have a secret, its words.
    """
    if isinstance(error, WarehouseBusyError | WarehouseAwayError):
        return True
    if isinstance(error, OSError):
        return error.errno in _FULL
    is_told = isinstance(error, duckdb.IOException | duckdb.FatalException | WarehouseError)
    if is_told and any(words in str(error).lower() for words in _FULL_IN_WORDS):
        return True
    return error.__cause__ is not None and may_pass(error.__cause__)
