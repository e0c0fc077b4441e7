"""Running a flow in this process, watched: what the command line does."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from prefect.client.schemas.objects import State
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.backfill import backfill
from flows.deliver import deliver
from flows.import_warc import import_warc
from flows.ingest import ingest
from flows.reparse import reparse
from flows.sight import watcher
from flows.tally import Tally
from flows.temporary_server import temporary_server
from flows.wayback import wayback
from leaderboard.errors import SchedulerError


class End(NamedTuple):
    """How a flow run ended: whether it completed, and what its final state says."""

    is_completed: bool
    message: str


def run_ingest(sources: tuple[str, ...], watch: Callable[[Tally], None]) -> End:
    """Run one cycle of `ingest` now."""
    return _run(ingest(list(sources), return_state=True), watch)


def run_backfill(board: str, since: date, until: date, watch: Callable[[Tally], None]) -> End:
    """Run `backfill` of a board over the days, both ends included."""
    return _run(backfill(board, since, until, return_state=True), watch)


def run_wayback(board: str, since: date, until: date, watch: Callable[[Tally], None]) -> End:
    """Run `wayback` of a board over the days, both ends included."""
    return _run(wayback(board, since, until, return_state=True), watch)


def run_import(files: tuple[Path, ...], watch: Callable[[Tally], None]) -> End:
    """Take in what WARC files hold of the boards' pages."""
    return _run(import_warc([str(file) for file in files], return_state=True), watch)


def run_reparse(boards: tuple[str, ...], watch: Callable[[Tally], None]) -> End:
    """Read the archived pages of boards again."""
    return _run(reparse(list(boards), return_state=True), watch)


def run_deliver(watch: Callable[[Tally], None]) -> End:
    """Send what is due now."""
    return _run(deliver(return_state=True), watch)


def _run(flow_run: Awaitable[State[Any]], watch: Callable[[Tally], None]) -> End:
    async def watched() -> State[Any]:
        return await flow_run

    token = watcher.set(watch)
    url = PREFECT_API_URL.value() or temporary_server()
    try:
        with temporary_settings({PREFECT_API_URL: url}):
            state = asyncio.run(watched())
    except RuntimeError as error:
        if "Failed to reach API" not in str(error):
            raise
        raise SchedulerError(
            f"no Prefect server answers at {url}; start it, or unset PREFECT_API_URL and a "
            "temporary one is started"
        ) from error
    finally:
        watcher.reset(token)
    return End(state.is_completed(), state.message or str(state.type))
