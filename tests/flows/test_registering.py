"""`podium deploy` on a real server: what it registers, twice, and what it takes away again."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.deployments import POOL, all_deployments
from flows.prefect_yaml import as_yaml
from flows.registering import Done, facts, register_all
from leaderboard.errors import SchedulerError
from leaderboard.settings import Settings
from leaderboard.source import load_sources
from tests.flows.deployed import asked, forget_all
from tests.flows.home import SOURCES

HERE = Settings(contact="ops@example.org", sources=SOURCES)
NAMES = ["ingest/arena", "ingest/artificial-analysis", "deliver/deliver", "backup/backup"]


@pytest.fixture
def server(registry: str) -> Iterator[str]:
    """A server without deployments of ours, before and after."""
    asked(registry, forget_all)
    yield registry
    asked(registry, forget_all)


def registered(api: str, sources: int = 2) -> list[Done]:
    """What registering the first so many source files does."""
    with temporary_settings({PREFECT_API_URL: api}):
        return asyncio.run(register_all(HERE, load_sources(SOURCES)[:sources]))


def command(api: str, program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of this installation against the server."""
    return subprocess.run(
        [str(Path(sys.executable).with_name(program)), *arguments],
        cwd=cwd,
        env={
            **os.environ,
            "PREFECT_API_URL": api,
            "PREFECT_HOME": str(cwd / "prefect"),
            "PODIUM_SOURCES": str(SOURCES),
            "PODIUM_CONTACT": "ops@example.org",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def on_server(api: str) -> dict[str, dict[str, Any]]:
    """The facts of all deployments of the names here."""

    async def read(client: PrefectClient) -> dict[str, dict[str, Any]]:
        return {name: facts(await client.read_deployment_by_name(name)) for name in NAMES}

    return asked(api, read)


def test_deploy_is_said_once_and_holds(server: str, tmp_path: Path) -> None:
    """The command registers pool, limits, deployments and automation; again it changes nothing."""
    first = command(server, "podium", "deploy", "--json", cwd=tmp_path)
    second = registered(server)

    done = json.loads(first.stdout)
    made = {each["name"] for each in done if each["what"] == "deployment" and each["did"] == "made"}
    assert first.returncode == 0, first.stderr
    assert made == set(NAMES)
    assert {"work pool", "limit", "deployment", "automation"} == {each["what"] for each in done}
    assert {each.did for each in second} == {"kept"}
    assert [each.name for each in second] == [each["name"] for each in done]


def test_deployment_of_a_source_that_is_gone_is_removed(server: str) -> None:
    """What has our tag and no source file any more goes; what others registered stays."""

    async def others(client: PrefectClient) -> None:
        flow = await client.create_flow_from_name("another")
        await client.create_deployment(flow_id=flow, name="another")

    asked(server, others)
    registered(server)
    done = registered(server, sources=1)

    changed = [(each.name, each.did) for each in done if each.did != "kept"]
    left = asked(server, lambda client: client.read_deployments())
    assert changed == [("ingest/artificial-analysis", "removed")]
    assert {each.name for each in left} == {"another", "arena", "deliver", "backup"}


def test_prefect_deploy_registers_the_same(server: str, tmp_path: Path) -> None:
    """From the file that `--yaml` writes, Prefect's own command makes what the code makes."""
    registered(server)
    by_code = on_server(server)
    asked(server, forget_all)
    text = as_yaml(all_deployments(HERE, load_sources(SOURCES), POOL))
    (tmp_path / "prefect.yaml").write_text(text, encoding="utf-8")
    ended = command(server, "prefect", "deploy", "--all", "--no-prompt", cwd=tmp_path)

    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert on_server(server) == by_code


def test_without_a_server_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is named or none answers, one line says which setting to look at."""
    monkeypatch.delenv("PREFECT_API_URL", raising=False)

    with pytest.raises(SchedulerError, match="in PREFECT_API_URL, found none"):
        registered("")
    with pytest.raises(
        SchedulerError, match=r"no Prefect server answers at http://127.0.0.1:9/api"
    ):
        registered("http://127.0.0.1:9/api")
