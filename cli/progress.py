"""How far a cycle is: a bar on a terminal, plain lines elsewhere, both on standard error."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from flows.tally import Tally

_LINE_EVERY_SECONDS = 5.0


class Progress:
    """Watches a cycle's tally; use as a context manager and call it with the tally."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.tally: Tally | None = None
        self._bar: Bar | None = None
        self._said_at = 0.0

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.add_task(f"{self.title}: starting Prefect", total=None)
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, tally: "Tally") -> None:
        """Show where the cycle stands."""
        if self.tally is None:
            self._said_at = time.monotonic()
        self.tally = tally
        done, total = tally.progress
        if self._bar is not None:
            task = self._bar.task_ids[0]
            self._bar.update(task, description=self.title, completed=done, total=total)
        elif time.monotonic() - self._said_at > _LINE_EVERY_SECONDS:
            self._said_at = time.monotonic()
            click.echo(f"{self.title}: {done:,} of {total:,}", err=True)
