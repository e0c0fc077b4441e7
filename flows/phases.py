"""How plain functions become Prefect tasks, and a tally the final state of a run."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.runtime import deployment
from prefect.states import Completed, Failed

from flows.cycle import Cycle, Tally
from flows.visits import Visit
from leaderboard.place import Lake


def _say_nothing(_: Tally) -> None:
    """Nobody watches this run."""


# Who is told of the progress of a run in this process, such as a terminal.
watcher: ContextVar[Callable[[Tally], None]] = ContextVar("watcher", default=_say_nothing)


async def work_off(cycle: Cycle, visits: Callable[[], Sequence[Visit]]) -> None:
    """Plan, capture and keep, and what comes after: each a task of that name."""

    async def plan() -> None:
        cycle.plan(visits())

    await in_phases(cycle, {"plan": plan, "capture and keep": cycle.capture})


async def in_phases(cycle: Cycle, phases: Mapping[str, Callable[[], Awaitable[None]]]) -> None:
    """Do the phases one after the other, then publish and deliver, each a task of its name.

    What a deployment writes to a lake is published by another one, since many work on it.
    """
    last = {"publish": cycle.publish_now, "deliver": cycle.deliver}
    if isinstance(cycle.settings.warehouse, Lake) and deployment.id is not None:
        cycle.publishes = False
    for name, work in {**phases, **last}.items():
        as_task = task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)
        await as_task(work)()


def final_state(tally: Tally) -> State[None]:
    """Failed, naming each board that was not seen and why; else Completed, with the counts."""
    if failure := tally.failure():
        return Failed(message=failure)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.outcomes.items()))
    return Completed(message=counts or "nothing was due")
