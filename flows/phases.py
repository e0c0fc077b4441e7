"""How plain functions become Prefect tasks, and a tally the final state of a run."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import deployment
from prefect.states import Completed, Failed

from flows.belonging import run_of_deployment
from flows.cycle import Cycle
from flows.limits import WRITER, holding, hosts_of
from flows.retries import retried
from flows.sight import phase
from flows.tally import Tally
from flows.visits import Visit
from leaderboard.errors import UnfinishedError
from leaderboard.place import Lake

_LONGEST_SECONDS = 2 * 3600


async def work_off(cycle: Cycle, visits: Callable[[], Sequence[Visit]], attempts: int = 1) -> None:
    """Plan, capture and keep, and what comes after: each a task of that name.

    What fails in a way that may pass is done again, up to so many `attempts`; of the pages only
    those that failed are asked for again.
    """
    left = attempts

    async def plan() -> None:
        cycle.plan(visits())

    async def capture() -> None:
        nonlocal left
        left -= 1
        async with holding(hosts_of(cycle.pending)):
            await cycle.capture()
        if cycle.pending and left > 0:
            await cycle.publish_now()  # what came is not held back for what may come
            raise UnfinishedError(_unfinished(cycle.pending))

    await in_phases(cycle, {"plan": plan, "capture and keep": capture}, attempts)


async def in_phases(
    cycle: Cycle, phases: Mapping[str, Callable[[], Awaitable[None]]], attempts: int = 1
) -> None:
    """Do the phases one after the other, then publish and deliver, each a task of its name.

    In a run of a deployment writers take turns, and no phase goes on for ever. What it writes to a
    lake is published by another one, since many work on it.
    """
    cycle.its_turn = partial(holding, [WRITER])
    last = {"publish": cycle.publish_now, "deliver": cycle.deliver}
    if isinstance(cycle.settings.warehouse, Lake) and deployment.id is not None:
        cycle.publishes = False
    for name, work in {**phases, **last}.items():
        as_task = task(
            name=name,
            task_run_name=name,
            cache_policy=NO_CACHE,
            persist_result=False,
            timeout_seconds=_LONGEST_SECONDS if run_of_deployment() else None,
            **retried(attempts),
        )
        with phase(name, cycle.tally):
            await as_task(work)()


def _unfinished(visits: Sequence[Visit]) -> str:
    boards = ", ".join(sorted({visit.board.name for visit in visits}))
    return f"{len(visits)} pages failed in a way that may pass, of {boards}"


def final_state(tally: Tally) -> State[None]:
    """Failed, naming each board that was not seen and why; else Completed, with the counts."""
    if failure := tally.failure():
        return Failed(message=failure)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.outcomes.items()))
    return Completed(message=counts or "nothing was due")
