"""One cycle of Podium without its scheduler: the process that is measured.

`python -m benchmarks.plain_cycle [--bare] [--phases] [BOARD SINCE UNTIL]` captures what the boards
show now, or the days of a board's archive; settings come from the environment. `--bare` archives
and publishes nothing; `--phases` prints, as JSON, the seconds spent in each part:
`capture` has archive, parse and keep in it, which overlap.
"""

import time

_STARTED = time.perf_counter()

import argparse  # noqa: E402 - importing is part of what is measured
import asyncio  # noqa: E402
import json  # noqa: E402
from collections import defaultdict  # noqa: E402
from collections.abc import Callable, Iterable, Iterator  # noqa: E402
from contextlib import ExitStack, contextmanager  # noqa: E402
from datetime import date  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import ParamSpec, TypeVar  # noqa: E402
from unittest.mock import patch  # noqa: E402

from duckdb import DuckDBPyConnection  # noqa: E402

from flows import capturing, cycle  # noqa: E402
from flows.cycle import Cycle  # noqa: E402
from flows.tally import Tally  # noqa: E402
from flows.visits import Visit, utc_now, visits_of_days, visits_of_now  # noqa: E402
from leaderboard.page import Page  # noqa: E402
from leaderboard.settings import Settings, load_settings  # noqa: E402
from leaderboard.source import Source, find_boards, load_sources  # noqa: E402
from pages.archive import Archive  # noqa: E402
from warehouse import record, units  # noqa: E402
from warehouse.database import writing  # noqa: E402

_IMPORTS = time.perf_counter() - _STARTED
_P = ParamSpec("_P")
_R = TypeVar("_R")


class NoArchive(Archive):
    """An archive that says it kept everything and keeps nothing."""

    def keep(self, pages: Iterable[Page]) -> dict[str, str]:
        """A place for each page."""
        return {page.sha256: page.sha256 for page in pages}


class Clock:
    """The seconds spent in each part, whichever thread it ran in."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def timed(self, part: str, work: Callable[_P, _R]) -> Callable[_P, _R]:
        """The same function, its time counted."""

        def counted(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            with self.counting(part):
                return work(*args, **kwargs)

        return counted

    @contextmanager
    def counting(self, part: str) -> Iterator[None]:
        """Count the time of a block."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.spent[part] += time.perf_counter() - started

    @contextmanager
    def opening(self, file: Path) -> Iterator[DuckDBPyConnection]:
        """Open the writer's database, the time of opening and closing counted."""
        with ExitStack() as stack:
            with self.counting("open database"):
                connection = stack.enter_context(writing(file))
            yield connection
            with self.counting("open database"):
                stack.close()


def main() -> None:
    """Run the cycle; it fails where any page was not seen."""
    arguments = _arguments()
    clock = Clock()
    archive = NoArchive if arguments.bare else Archive
    with ExitStack() as stack:
        stack.enter_context(patch.object(cycle, "Archive", archive))
        if arguments.phases:
            _watch(stack, clock, archive)
        tally = _run(arguments, clock)
    assert not tally.failure(), tally.failure()
    if arguments.phases:
        print(json.dumps({"imports": _IMPORTS, **clock.spent}))
    else:
        print(json.dumps(tally.outcomes))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--phases", action="store_true")
    parser.add_argument("days", nargs="*")
    return parser.parse_args()


def _watch(stack: ExitStack, clock: Clock, archive: type[Archive]) -> None:
    for holder, name, part in (
        (capturing, "read", "parse"),
        (archive, "keep", "archive"),
        (record, "keep", "keep"),
    ):
        stack.enter_context(patch.object(holder, name, clock.timed(part, getattr(holder, name))))
    stack.enter_context(patch.object(units, "writing", clock.opening))


def _run(arguments: argparse.Namespace, clock: Clock) -> Tally:
    with clock.counting("plan"):
        settings = load_settings()
        sources = load_sources(settings.sources)
        run = Cycle(settings, sources, lambda _: None)
        run.plan(_visits(settings, sources, arguments.days))
    with clock.counting("capture"):
        asyncio.run(run.capture())
    with clock.counting("publish"):
        if not arguments.bare:
            run.publish()
    return run.tally


def _visits(settings: Settings, sources: tuple[Source, ...], days: list[str]) -> list[Visit]:
    if days:
        board, since, until = days
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        boards = find_boards(sources, (board,))
        return [visit for each in boards for visit in visits_of_days(each, first, last)]
    first_seen = units.look(settings.warehouse, record.first_seen)
    return list(visits_of_now(find_boards(sources), first_seen, utc_now()))


if __name__ == "__main__":
    main()
