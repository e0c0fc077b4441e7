"""Whose run this is: a deployment's, which shares what there is, or a person's at a terminal."""

from datetime import datetime

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterStartTime,
    FlowRunFilterState,
    FlowRunFilterStateName,
)
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.states import Completed

SKIPPED = "Skipped"
# What has done the work of its time; one that crashed has not.
_DONE = ["Completed", "Failed", "TimedOut"]


def run_of_deployment() -> FlowRun | None:
    """The flow run that goes on here, if it is a deployment's."""
    context = FlowRunContext.get()
    run = None if context is None else context.flow_run
    return run if run is not None and run.deployment_id is not None else None


async def skipped() -> State[None] | None:
    """How this run ends if there is nothing left for it to do, else None.

    After an outage all the runs that were missed are late, and the first of them brings everything
    up to date: what begins later and was due before that is skipped. Only the schedule's own runs
    are; what a person or an automation asks for is done.
    """
    run = run_of_deployment()
    if run is None or not run.auto_scheduled or run.expected_start_time is None:
        return None
    done = await _begun_since(run, run.expected_start_time)
    if done is None or done.start_time is None:
        return None
    message = (
        f"due at {run.expected_start_time:%Y-%m-%d %H:%M:%S} UTC; the run that began at "
        f"{done.start_time:%Y-%m-%d %H:%M:%S} UTC has done it"
    )
    return Completed(name=SKIPPED, message=message)


async def _begun_since(run: FlowRun, due: datetime) -> FlowRun | None:
    """A run of the same deployment that began after this one was due, and came to an end."""
    asked = FlowRunFilter(
        deployment_id=FlowRunFilterDeploymentId(any_=[run.deployment_id]),
        start_time=FlowRunFilterStartTime(after_=due),
        state=FlowRunFilterState(name=FlowRunFilterStateName(any_=_DONE)),
    )
    async with get_client() as client:
        found = await client.read_flow_runs(flow_run_filter=asked, limit=1)
    return found[0] if found else None
