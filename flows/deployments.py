"""What runs by itself, and when: one deployment for each source and cadence, and the routines.

A runner of one machine and a work pool of many take the same deployments.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from importlib.metadata import version
from typing import Any, NamedTuple

from prefect import Flow
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.deployments.runner import RunnerDeployment
from prefect.types.entrypoint import EntrypointType

from flows.backup import backup
from flows.deliver import deliver
from flows.ingest import ingest
from flows.maintain import maintain
from flows.publish import publish
from flows.times import anchor, in_words, schedule, who_runs
from leaderboard.place import Lake
from leaderboard.settings import Settings
from leaderboard.source import Board, Source

POOL = "podium"
TAG = "podium"
# The queue of what belongs on one machine: where readers' file and backups are.
KEEPER = "keeper"
# The first attempt, and one after each of the waits of flows/retries.py.
_ATTEMPTS = 4
# Two runs of one deployment would ask for the same pages: the later one is not wanted.
_ALONE = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)


class Planned(NamedTuple):
    """A flow that is run at an interval; `what` says in a line or more what it is for."""

    flow: Flow[..., Any]
    name: str
    every: timedelta
    what: str
    parameters: dict[str, Any]
    tags: tuple[str, ...] = ()
    queue: str = "default"


def all_deployments(
    settings: Settings, sources: Sequence[Source], work_pool: str | None = None
) -> list[RunnerDeployment]:
    """Every deployment of this installation: for the work pool, or for a runner if none is named.

    All have the tag `podium`, those of a source `source:<publisher>`. The sources' come first.
    """
    who = who_runs(settings)
    return [_deployment(each, who, work_pool) for each in planned(settings, sources)]


def planned(settings: Settings, sources: Sequence[Source]) -> Iterator[Planned]:
    """What is deployed, as plain facts."""
    for source in sources:
        yield from _of_source(source)
    yield _routine(deliver, timedelta(minutes=5))
    yield _routine(backup, timedelta(days=1), KEEPER)
    if isinstance(settings.warehouse, Lake):
        yield _routine(publish, timedelta(minutes=10), KEEPER)
        yield _routine(maintain, timedelta(days=1))


def _of_source(source: Source) -> Iterator[Planned]:
    """One for each cadence: the most frequent has the publisher's name."""
    cadences = sorted({board.cadence for board in source.all_boards})
    for cadence in cadences:
        boards = [board for board in source.all_boards if board.cadence == cadence]
        is_whole = len(cadences) == 1
        yield Planned(
            ingest,
            source.publisher if cadence == cadences[0] else _suffixed(source.publisher, cadence),
            cadence,
            _description(source, boards),
            {
                "sources": [source.publisher] if is_whole else [board.name for board in boards],
                "attempts": _ATTEMPTS,
            },
            (f"source:{source.publisher}",),
        )


def _suffixed(publisher: str, cadence: timedelta) -> str:
    """The name with the cadence as source files write it: `arena-7d`, `arena-6h`."""
    for unit, letter in ((timedelta(days=1), "d"), (timedelta(hours=1), "h")):
        if cadence % unit == timedelta(0):
            return f"{publisher}-{cadence // unit}{letter}"
    return f"{publisher}-{cadence // timedelta(minutes=1)}m"


def _description(source: Source, boards: Sequence[Board]) -> str:
    lines = [f"- `{board.name}`: [{board.title}]({board.url})" for board in boards]
    return "\n".join([f"[{source.title}]({source.url})", "", *lines])


def _routine(flow: Flow[..., Any], every: timedelta, queue: str = "default") -> Planned:
    return Planned(flow, flow.name, every, flow.description or "", {}, queue=queue)


def _deployment(plan: Planned, who: str, work_pool: str | None) -> RunnerDeployment:
    key = f"{plan.flow.name}/{plan.name}"
    when = in_words(anchor(who, key, plan.every), plan.every)
    return RunnerDeployment.from_flow(
        plan.flow,
        name=plan.name,
        schedule=schedule(who, key, plan.every),
        concurrency_limit=_ALONE,
        parameters=plan.parameters,
        description=f"{plan.what}\n\nRuns {when}.",
        tags=[TAG, *plan.tags],
        version=version("podium"),
        work_pool_name=work_pool,
        work_queue_name=plan.queue if work_pool else None,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
