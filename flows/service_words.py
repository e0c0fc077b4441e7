"""What `podium serve` says: where things are, what comes next, and how each run ended."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, StateType

from flows.own_server import OwnServer
from flows.service_runs import ended_since, next_runs
from leaderboard.settings import Settings
from leaderboard.text import clean

_FEW = 5
_LOOKED_BACK = timedelta(seconds=30)
_NOTHING = "nothing was due"
_DAY_SECONDS = 86_400


class RunTeller:
    """Tells of each run once, when it has ended."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._begun = self._newest = datetime.now(UTC)
        self._told: dict[UUID, datetime] = {}

    async def tell_ends(self, client: PrefectClient) -> None:
        """Say how the runs ended that have done so since the last time."""
        # A clock that went back, or an end that was written late, is looked for in what was before;
        # what ended before this service began was told by the one before.
        since = max(self._begun, self._newest - _LOOKED_BACK)
        for run in await ended_since(client, since):
            if run.id not in self._told:
                for line in _lines(run):
                    self._say(line)
            if run.end_time is not None:
                self._told[run.id] = run.end_time
        self._newest = max([self._newest, *self._told.values()])
        self._told = {run: ended for run, ended in self._told.items() if ended >= since}


async def first_words(
    client: PrefectClient, settings: Settings, server: OwnServer, deployments: Mapping[UUID, str]
) -> list[str]:
    """Where everything is, and what runs next."""
    home = settings.home.absolute()
    return [
        f"UI and API  {server.url}  (from this machine only)",
        f"record      {settings.published_file.absolute()}",
        f"metrics     {server.url}/metrics  (the file {home / 'metrics.prom'})",
        f"reports     {home / 'runs'}",
        f"server log  {server.log}",
        *await _schedule(client, deployments),
        "serving; end it with Ctrl-C or SIGTERM",
    ]


async def _schedule(client: PrefectClient, deployments: Mapping[UUID, str]) -> list[str]:
    coming = await next_runs(client, list(deployments))
    names = {run.id: deployments[run.deployment_id] for run in coming if run.deployment_id}
    lines = [f"  {_when(run)}  {names[run.id]}" for run in coming if run.id in names]
    head = f"{len(deployments)} deployments are scheduled; the next runs (UTC):"
    return [head, *lines[:_FEW]]


def _when(run: FlowRun) -> str:
    due = run.expected_start_time
    if due is None:
        return "now"
    is_soon = due.timestamp() - datetime.now(UTC).timestamp() < _DAY_SECONDS
    return f"{due:%H:%M:%S}" if is_soon else f"{due:%Y-%m-%d %H:%M:%S}"


def _lines(run: FlowRun) -> list[str]:
    """A line for a run that did something, with what it counted; one for each board not seen."""
    state = run.state
    if state is None or (state.type == StateType.COMPLETED and state.message == _NOTHING):
        return []
    ended = run.end_time or datetime.now(UTC)
    first, *more = (state.message or "").splitlines() or [""]
    head = f"{ended:%Y-%m-%d %H:%M:%S} {run.name}: {(state.name or state.type.value).lower()}"
    return [clean(f"{head}, {first}" if first else head), *(clean(f"    {m}") for m in more)]
