"""A child process that ends when its parent is gone, however that ended."""

import os
import threading
import time

_LOOK_SECONDS = 0.5


def end_with_parent(parent: int) -> None:
    """End this process, at once and without farewells, when the parent is gone."""
    threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOK_SECONDS)
    os._exit(0)
