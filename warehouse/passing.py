"""Which failures of writing pass by themselves, or once somebody has made room."""

import errno

import duckdb

from leaderboard.errors import WarehouseBusyError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_FULL_IN_WORDS = ("no space left", "disk quota", "could not write")


def may_pass(error: BaseException) -> bool:
    """Whether the same writing may work some minutes later: a busy warehouse, a full disk.

    What is written is safe to write again, so that nothing is lost by trying.
    """
    if isinstance(error, WarehouseBusyError):
        return True
    if isinstance(error, OSError):
        return error.errno in _FULL
    is_of_disk = isinstance(error, duckdb.IOException | duckdb.FatalException)
    return is_of_disk and any(words in str(error).lower() for words in _FULL_IN_WORDS)
