"""Deployments in a test: registered on a real server, and their runs made in this process."""

import asyncio
import fcntl
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from prefect import Flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.sorting import FlowRunSort
from prefect.deployments.runner import RunnerDeployment
from prefect.flow_engine import run_flow_async
from prefect.settings import PREFECT_API_URL, temporary_settings

T = TypeVar("T")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other test registers anything on the shared server meanwhile."""
    with (folder / "registered.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def until(is_so: Callable[[], bool], seconds: float = 90.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.1)


def asked(api: str, ask: Callable[[PrefectClient], Awaitable[T]]) -> T:
    """What the server at that address answers."""

    async def answered() -> T:
        async with get_client() as client:
            return await ask(client)

    with temporary_settings({PREFECT_API_URL: api}):
        return asyncio.run(answered())


async def forget_all(client: PrefectClient) -> None:
    """Leave nothing that the runs of other tests could meet: deployments, automations of ours."""
    for each in await client.read_automations():
        if each.name.startswith("podium-"):
            await client.delete_automation(each.id)
    for deployment in await client.read_deployments():
        await client.delete_deployment(deployment.id)


def applied(api: str, deployment: RunnerDeployment) -> UUID:
    """Register the deployment; its id."""

    async def apply(_: PrefectClient) -> UUID:
        return await deployment.aapply()

    return asked(api, apply)


def run_of(api: str, deployment: UUID, flow: Flow[..., Any], **parameters: object) -> State[Any]:
    """Run the deployment now, in this process: how it ended."""

    async def run(client: PrefectClient) -> State[Any]:
        made = await client.create_flow_run_from_deployment(deployment, parameters=parameters)
        return await _run(flow, made)

    return asked(api, run)


def run_late(api: str, deployment: UUID, flow: Flow[..., Any], *due: datetime) -> list[State[Any]]:
    """Runs of the schedule that were due at these times, begun now one after the other."""

    async def run(client: PrefectClient) -> list[State[Any]]:
        for moment in due:
            planned = {"start_time": str(moment.replace(tzinfo=UTC)), "max_runs": 1}
            await client.request("POST", f"/deployments/{deployment}/schedule", json=planned)
        ours = FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
        runs = await client.read_flow_runs(
            flow_run_filter=ours, sort=FlowRunSort.EXPECTED_START_TIME_ASC
        )
        late = [run for run in runs if run.auto_scheduled and run.start_time is None]
        return [await _run(flow, run) for run in late[: len(due)]]

    return asked(api, run)


async def _run(flow: Flow[..., Any], run: FlowRun) -> State[Any]:
    state = await run_flow_async(flow, run, parameters=run.parameters, return_type="state")
    assert isinstance(state, State)
    return state
