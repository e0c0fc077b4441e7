"""What `podium serve` asks of its server about runs: those cut off, missed, ended and to come."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitUpdate
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterEndTime,
    FlowRunFilterExpectedStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed, Scheduled

from flows.limits import known_limits

_UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
_DONE = {StateType.COMPLETED, StateType.FAILED}
_PAGE = 200
AGAIN = "again"


async def mark_cut_off(client: PrefectClient, why: str) -> list[FlowRun]:
    """Mark runs that are under way on the server, and in no process any more, as crashed."""
    found: list[FlowRun] = []
    while page := await _runs(client, state=_in(_UNDER_WAY)):
        for run in page:
            await client.set_flow_run_state(run.id, Crashed(message=why), force=True)
        found += page
    return found


async def free_limits(client: PrefectClient) -> None:
    """Free every slot: whoever held one has ended."""
    for name in await known_limits(client):
        change = GlobalConcurrencyLimitUpdate(active_slots=0)
        await client.update_global_concurrency_limit(name, change)


async def settle_missed(client: PrefectClient, deployments: Iterable[UUID]) -> list[FlowRun]:
    """See to it that each deployment that missed its time is run once, and no more than once.

    Of runs that are late the last one stays, and the others are cancelled. One that was cut off is
    done again, once; one that was cancelled, by a person or since it overlapped another, counts for
    nothing. Returns what is run now.
    """
    due = []
    for deployment in deployments:
        known = await _before(client, deployment, datetime.now(UTC))
        kept = [run for run in known if run.state_type != StateType.CANCELLED]
        last, *before = [*kept, None]
        for run in before:
            if run is not None and run.state_type == StateType.SCHEDULED:
                message = "missed while the service was away; a later run does its work"
                await client.set_flow_run_state(run.id, Cancelled(message=message), force=True)
        if last is None or last.state_type in _DONE:
            continue
        if last.state_type == StateType.SCHEDULED:
            due.append(last)
        elif AGAIN not in last.tags:
            due.append(await _again(client, last))
    return due


async def ended_since(client: PrefectClient, moment: datetime) -> list[FlowRun]:
    """The runs of deployments that have ended since then, in order."""
    ended = FlowRunFilterEndTime(after_=moment)
    return (await _runs(client, FlowRunSort.END_TIME_DESC, end_time=ended))[::-1]


async def next_runs(client: PrefectClient, deployments: Sequence[UUID]) -> list[FlowRun]:
    """The run of each deployment that is planned next, soonest first."""
    return await _runs(
        client,
        FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
        deployment_id=FlowRunFilterDeploymentId(any_=list(deployments)),
        state=_in([StateType.SCHEDULED]),
    )


async def _before(client: PrefectClient, deployment: UUID, moment: datetime) -> list[FlowRun]:
    return await _runs(
        client,
        FlowRunSort.EXPECTED_START_TIME_DESC,
        deployment_id=FlowRunFilterDeploymentId(any_=[deployment]),
        expected_start_time=FlowRunFilterExpectedStartTime(before_=moment),
    )


async def _again(client: PrefectClient, run: FlowRun) -> FlowRun:
    assert run.deployment_id is not None
    return await client.create_flow_run_from_deployment(
        run.deployment_id,
        state=Scheduled(message=f"again: {run.name} was cut off"),
        tags=[AGAIN],
        idempotency_key=f"again {run.id}",
    )


async def _runs(
    client: PrefectClient, sort: FlowRunSort | None = None, **filters: object
) -> list[FlowRun]:
    chosen = FlowRunFilter.model_validate(filters)
    return await client.read_flow_runs(flow_run_filter=chosen, sort=sort, limit=_PAGE)


def _in(types: list[StateType]) -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=types))
