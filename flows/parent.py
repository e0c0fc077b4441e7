"""A child process that ends when its parent is gone, however that ended."""

import os
import threading
import time

# The process that a run of `podium serve` belongs to.
PARENT = "PODIUM_SERVED_BY"
_LOOK_SECONDS = 0.5


def end_with_parent(parent: int) -> None:
    """End this process, at once and without farewells, when the parent is gone.

    That is safe at any point: whatever is written is written whole or not at all.
    """
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(1)


def end_with_service() -> None:
    """The same for a run that `podium serve` started; nothing for any other process."""
    parent = os.environ.pop(PARENT, None)
    if parent is not None:
        end_with_parent(int(parent))
