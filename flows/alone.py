"""One process at a time delivers: on a machine, or where a lake is shared, on all of them."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from leaderboard.place import Lake
from leaderboard.settings import Settings
from warehouse.locks import session

# Longer than it takes from a last look to the end of it.
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@contextmanager
def alone(settings: Settings) -> Iterator[Callable[[], bool]]:
    """Asked again and again: whether no other process delivers; none does before the block's end.

    One that is about to end is waited for, since it may have looked for what is due before we told
    something. One that goes on sending looks again when it is done. On a lake it may be on another
    machine; a lock that was lost there is an error.
    """
    with ExitStack() as stack:
        if isinstance(settings.warehouse, Lake):
            held = stack.enter_context(session(settings.warehouse))
            is_ours = _waited_for(lambda: held.try_take("delivering"))
            yield lambda: is_ours and held.check()
            return
        settings.delivery_lock.parent.mkdir(parents=True, exist_ok=True)
        handle = stack.enter_context(settings.delivery_lock.open("a"))
        is_ours = _waited_for(lambda: _locked(handle))
        yield lambda: is_ours


def _waited_for(take: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not (is_ours := take()) and time.monotonic() < deadline:
        time.sleep(_PAUSE_SECONDS)
    return is_ours


def _locked(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
