"""Telling a Prefect server what there is to run: work pool, limits, deployments, automations."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import yaml
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import (
    GlobalConcurrencyLimitCreate,
    GlobalConcurrencyLimitUpdate,
    WorkPoolCreate,
    WorkPoolUpdate,
)
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterTags
from prefect.client.schemas.responses import DeploymentResponse
from prefect.deployments.runner import RunnerDeployment
from prefect.events.schemas.automations import AutomationCore
from prefect.exceptions import ObjectNotFound
from prefect.settings import PREFECT_API_URL
from prefect.workers.process import ProcessWorker

from flows.deployments import POOL, TAG, all_deployments
from flows.limits import all_limits, known_limits
from leaderboard.errors import SchedulerError
from leaderboard.settings import Settings, beside
from leaderboard.source import Source

_PAGE = 200
# A run says every half minute that it lives, which is the most often that Prefect takes; a client
# asks again for two minutes where the server is away.
_ENVIRONMENT = {"PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30", "PREFECT_CLIENT_MAX_RETRIES": "6"}


class Done(NamedTuple):
    """What was registered, and what was done for it: made, changed, kept or removed."""

    what: str
    name: str
    did: str


async def register_all(settings: Settings, sources: Sequence[Source]) -> list[Done]:
    """All that a server needs for workers to do the work; the same again changes nothing.

    Raises:
        SchedulerError: no server is named, or it does not answer.
    """
    url = PREFECT_API_URL.value()
    if not url:
        raise SchedulerError(
            "expected the address of a Prefect server in PREFECT_API_URL, found none; `prefect "
            "server start` starts one, and `podium serve` brings its own"
        )
    wanted = all_deployments(settings, sources, POOL)
    try:
        async with get_client() as client:
            return [
                await register_pool(client),
                *await register_limits(client, all_limits(settings, sources)),
                *await register_deployments(client, wanted),
                await register_automation(client, beside("automations") / "crashed.yaml"),
            ]
    except httpx.TransportError as error:
        message = f"no Prefect server answers at {url} ({type(error).__name__})"
        raise SchedulerError(f"{message}; start it, or name another one") from error


async def register_pool(client: PrefectClient) -> Done:
    """The work pool of processes; its runs work where their worker was started."""
    template = ProcessWorker.get_default_base_job_template()
    variables = template["variables"]["properties"]
    variables["working_dir"]["default"] = "."
    variables["env"]["default"] = _ENVIRONMENT
    words = "Captures of public boards, each run a process beside its worker."
    try:
        pool = await client.read_work_pool(POOL)
    except ObjectNotFound:
        await client.create_work_pool(
            WorkPoolCreate(name=POOL, type="process", base_job_template=template, description=words)
        )
        return Done("work pool", POOL, "made")
    if pool.base_job_template == template:
        return Done("work pool", POOL, "kept")
    await client.update_work_pool(POOL, WorkPoolUpdate(base_job_template=template))
    return Done("work pool", POOL, "changed")


async def register_limits(client: PrefectClient, wanted: Mapping[str, int]) -> list[Done]:
    """The limits that runs hold; one that nobody asks for any more does no harm and stays."""
    there = await known_limits(client)
    done = []
    for name, slots in wanted.items():
        if name not in there:
            limit = GlobalConcurrencyLimitCreate(name=name, limit=slots)
            await client.create_global_concurrency_limit(limit)
        elif there[name] != slots:
            change = GlobalConcurrencyLimitUpdate(limit=slots)
            await client.update_global_concurrency_limit(name, change)
        did = "made" if name not in there else "kept" if there[name] == slots else "changed"
        done.append(Done("limit", name, did))
    return done


async def register_deployments(
    client: PrefectClient, wanted: Sequence[RunnerDeployment], unread: Iterable[str] = ()
) -> list[Done]:
    """The deployments; those with our tag that are not wanted any more are removed.

    Those of publishers that are `unread`, whose file is wrong, stay as they are.
    """
    there = await our_deployments(client)
    spared = {f"source:{publisher}" for publisher in unread}
    done = []
    for each in wanted:
        known = there.get(each.full_name)
        did = "made" if known is None else "kept" if facts(each) == facts(known) else "changed"
        if did != "kept":
            await each.aapply()
        done.append(Done("deployment", each.full_name, did))
    for name in sorted(there.keys() - {each.full_name for each in wanted}):
        if not spared.isdisjoint(there[name].tags):
            continue
        await client.delete_deployment(there[name].id)
        done.append(Done("deployment", name, "removed"))
    return done


async def register_automation(client: PrefectClient, file: Path) -> Done:
    """The automation of the file, known by its name."""
    wanted = _automation(file)
    there = await client.read_automations_by_name(wanted.name)
    if not there:
        await client.create_automation(wanted)
        return Done("automation", wanted.name, "made")
    first, *others = there
    for other in others:
        await client.delete_automation(other.id)
    if _core(first) == _core(wanted) and not others:
        return Done("automation", wanted.name, "kept")
    await client.update_automation(first.id, wanted)
    return Done("automation", wanted.name, "changed")


def facts(deployment: RunnerDeployment | DeploymentResponse) -> dict[str, Any]:
    """What makes two deployments of one name the same."""
    options = deployment.concurrency_options
    limit = deployment.concurrency_limit
    if isinstance(deployment, DeploymentResponse) and deployment.global_concurrency_limit:
        limit = deployment.global_concurrency_limit.limit
    return {
        "entrypoint": deployment.entrypoint,
        "parameters": deployment.parameters,
        "tags": sorted(deployment.tags),
        "description": deployment.description,
        "version": deployment.version,
        "work pool": deployment.work_pool_name,
        "work queue": deployment.work_queue_name,
        "schedules": [
            json.loads(each.schedule.model_dump_json())
            for each in deployment.schedules or ()
            if each.schedule is not None
        ],
        "limit": limit,
        "collision": options.collision_strategy.value if options else None,
    }


async def our_deployments(client: PrefectClient) -> dict[str, DeploymentResponse]:
    """All deployments of ours on the server, by the names of flow and deployment."""
    ours = DeploymentFilter(tags=DeploymentFilterTags(all_=[TAG]))
    found: list[DeploymentResponse] = []
    while page := await client.read_deployments(
        deployment_filter=ours, limit=_PAGE, offset=len(found)
    ):
        found += page
    names = {flow: (await client.read_flow(flow)).name for flow in {d.flow_id for d in found}}
    return {f"{names[each.flow_id]}/{each.name}": each for each in found}


def _automation(file: Path) -> AutomationCore:
    return AutomationCore.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))


def _core(automation: AutomationCore) -> dict[str, Any]:
    """What an automation does, without the marks that the server gives it."""
    return AutomationCore.model_validate(automation.model_dump()).model_dump()
