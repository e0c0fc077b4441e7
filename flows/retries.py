"""A phase that is tried again: after which failures, and after how long."""

from typing import Any

from prefect import Task
from prefect.client.schemas.objects import State, TaskRun

from leaderboard.errors import UnfinishedError
from warehouse import passing

# Long enough for a host that stumbles to get up, short enough for the day's page to be that day's.
WAITS_SECONDS = (60.0, 300.0, 1200.0)
_JITTER = 0.3


def retried(attempts: int) -> dict[str, Any]:
    """The options of a task that is tried so often, with waits that grow and differ."""
    return {
        "retries": attempts - 1,
        "retry_delay_seconds": list(WAITS_SECONDS[: max(attempts - 1, 1)]),
        "retry_jitter_factor": _JITTER,
        "retry_condition_fn": is_worth_another,
    }


def is_worth_another(_: Task[..., Any], __: TaskRun, state: State[Any]) -> bool:
    """Whether the task failed in a way that may pass.

    Pages that failed for good, such as a 404, a refusal or a page that is not believed, do not fail
    the task: they are on record, and nothing is gained by asking again.
    """
    error = state.data
    if isinstance(error, UnfinishedError | TimeoutError):
        return True
    return isinstance(error, BaseException) and passing.may_pass(error)
