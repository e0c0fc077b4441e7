"""How plain functions become Prefect tasks, and a tally the final state of a run."""

from collections.abc import Callable, Coroutine
from contextvars import ContextVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.cycle import Tally


def _say_nothing(_: Tally) -> None:
    """Nobody watches this run."""


# Who is told of the progress of a run in this process, such as a terminal.
watcher: ContextVar[Callable[[Tally], None]] = ContextVar("watcher", default=_say_nothing)


async def phase(name: str, work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run a part of a flow as a task of that name."""
    run = task(name=name, task_run_name=name, cache_policy=NO_CACHE, persist_result=False)(work)
    await run()


def final_state(tally: Tally) -> State[None]:
    """Failed, naming each board that was not seen and why; else Completed, with the counts."""
    if failure := tally.failure():
        return Failed(message=failure)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.outcomes.items()))
    return Completed(message=counts or "nothing was due")
