"""What `podium serve` asks and tells a real server about runs, and its source files after that."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from prefect import flow
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import State
from prefect.deployments.runner import RunnerDeployment
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Cancelled, Completed, Crashed

from flows.service_runs import settle_missed
from flows.service_schedules import Schedules
from flows.service_words import RunTeller
from leaderboard.settings import Settings
from tests.flows.deployed import applied, asked, forget_all
from tests.flows.sources import write_sources


@flow
def nothing() -> None:
    """Do nothing; its runs are made by hand."""


@pytest.fixture
def deployment(registry: str) -> UUID:
    """A deployment of that flow on a server that has no other."""
    asked(registry, forget_all)
    return applied(registry, RunnerDeployment.from_flow(nothing, name="nothing"))


def with_runs(deployment: UUID, *ends: State[None]) -> Callable[[PrefectClient], Awaitable[int]]:
    """Make runs that ended so, one after the other; how many the service does again."""

    async def settled(client: PrefectClient) -> int:
        for end in ends:
            run = await client.create_flow_run_from_deployment(deployment)
            await client.set_flow_run_state(run.id, end, force=True)
        return len(await settle_missed(client, [deployment]))

    return settled


@pytest.mark.parametrize(
    ("ends", "again"),
    [
        ((Completed(), Cancelled()), 0),
        ((Crashed(), Cancelled()), 1),
        ((Completed(), Crashed()), 1),
        ((Cancelled(),), 0),
    ],
)
def test_what_was_cancelled_is_not_done_again(
    registry: str, deployment: UUID, ends: tuple[State[None], ...], again: int
) -> None:
    """Only what was cut off is, even if a run that overlapped it was cancelled since."""
    assert asked(registry, with_runs(deployment, *ends)) == again


def test_a_service_tells_of_no_run_that_ended_before_it_began(
    registry: str, deployment: UUID
) -> None:
    """However often it looks; one that ends from then on is told of, once."""
    lines: list[str] = []

    async def told(client: PrefectClient) -> None:
        runs = [await client.create_flow_run_from_deployment(deployment) for _ in "ab"]
        before: State[None] = Completed(message="before", timestamp=datetime.now(UTC))
        await client.set_flow_run_state(runs[0].id, before, force=True)
        teller = RunTeller(lines.append)
        for _ in range(3):
            await teller.tell_ends(client)
        await client.set_flow_run_state(runs[1].id, Completed(message="after"), force=True)
        for _ in range(3):
            await teller.tell_ends(client)

    asked(registry, told)

    assert [line.rpartition(" ")[2] for line in lines] == ["after"]


def test_source_files_that_changed_while_the_server_was_away_are_registered_later(
    registry: str, tmp_path: Path
) -> None:
    """A change is not forgotten with the call that failed."""
    asked(registry, forget_all)
    sources = write_sources(tmp_path / "sources", {})
    schedules = Schedules(Settings(home=tmp_path, sources=sources), print)

    async def renewed(client: PrefectClient) -> int:
        (sources / "arena.yml").touch()
        with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
            async with get_client() as nobody:
                with pytest.raises(httpx.ConnectError):
                    await schedules.renew(nobody)
        await schedules.renew(client)
        return len(await client.read_deployments())

    assert asked(registry, renewed) > 2
    asked(registry, forget_all)


def test_a_source_whose_file_is_wrong_when_it_starts_keeps_its_schedule(
    registry: str, tmp_path: Path
) -> None:
    """It is told of, and goes on once it is mended, at the time it always had."""
    asked(registry, forget_all)
    sources = write_sources(tmp_path / "sources", {})
    settings, said = Settings(home=tmp_path, sources=sources), list[str]()

    async def registered(client: PrefectClient) -> list[set[str]]:
        before = await Schedules(settings, said.append).register(client)
        (sources / "arena.yml").write_text("publisher: [", encoding="utf-8")
        after = await Schedules(settings, said.append).register(client)
        return [set(before.values()), set(after.values())]

    before, after = asked(registry, registered)
    asked(registry, forget_all)

    assert "arena" in before
    assert after == before
    assert [line.partition(": ")[0] for line in said] == ["a source file is wrong"]
