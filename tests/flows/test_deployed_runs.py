"""Runs of deployments on a real server: limits, missed runs, retries, and what they leave."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from prefect.client.orchestration import PrefectClient
from prefect.concurrency.asyncio import concurrency

from flows.deployments import all_deployments
from flows.ingest import ingest
from flows.limits import all_limits
from flows.registering import register_limits
from flows.service_runs import free_limits
from leaderboard.settings import load_settings
from leaderboard.source import load_sources
from pages.fetch import Fetcher
from pages.politeness import Manners
from tests.flows.deployed import applied, asked, forget_all, run_late, run_of, until
from tests.flows.home import TEXT, WEBDEV
from tests.flows.live import Live, living
from tests.servers import Request, answer, serve

OUTCOMES = "SELECT board, outcome FROM record.captures"


@pytest.fixture
def live(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """A home whose deployments are registered, with pages of both boards of Arena."""
    with living(tmp_path) as live:
        for name, value in {**live.env, "PREFECT_API_URL": registry}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("flows.retries.WAITS_SECONDS", (0.05,) * 3)
        live.show(0)
        live.show(0, TEXT)
        settings, sources = load_settings(), load_sources(load_settings().sources)
        asked(registry, lambda client: register_limits(client, all_limits(settings, sources)))
        asked(registry, free_limits)  # of runs that other tests killed
        yield live


@pytest.fixture
def arena(registry: str, live: Live) -> Iterator[UUID]:
    """The deployment of Arena, registered."""
    asked(registry, forget_all)
    found = all_deployments(load_settings(), load_sources(live.home.sources))
    deployment = applied(registry, next(each for each in found if each.name == "arena"))
    yield deployment
    asked(registry, forget_all)


def limits(api: str) -> dict[str, int]:
    """How many slots of each limit are taken."""
    found = httpx.post(f"{api}/v2/concurrency_limits/filter", json={}).json()
    return {limit["name"]: limit["active_slots"] for limit in found}


def artifact(api: str, key: str) -> dict[str, Any]:
    """The last artifact of that key."""
    found: dict[str, Any] = httpx.get(f"{api}/artifacts/{key}/latest").json()
    return found


def test_missed_runs_are_done_by_the_first(registry: str, live: Live, arena: UUID) -> None:
    """After an outage of three days the first run does the work; the others find it done."""
    now = datetime.now(UTC)
    states = run_late(registry, arena, ingest, *(now - timedelta(days=n) for n in (4, 3, 2)))

    assert [state.name for state in states] == ["Completed", "Skipped", "Skipped"]
    assert states[0].message == "2 changed"
    assert "has done it" in (states[2].message or "")
    assert sorted(live.rows(OUTCOMES)) == [(TEXT, "changed"), (WEBDEV, "changed")]


def test_run_takes_slots_and_gives_them_back(registry: str, live: Live, arena: UUID) -> None:
    """While pages are captured a slot of the host is taken, and none is afterwards."""
    seen: list[dict[str, int]] = []

    def look(_: Request) -> bytes:
        seen.append(limits(registry))
        return answer(b"", 404)

    with serve(look) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PODIUM_MIRRORS", f"https://raw.githubusercontent.com={server.url}")
        run_of(registry, arena, ingest)

    assert {each["host:raw.githubusercontent.com"] for each in seen} == {1}
    assert {limits(registry)[name] for name in ("writer", "host:raw.githubusercontent.com")} == {0}
    assert len(live.rows(OUTCOMES)) == 2


def test_writer_waits_for_its_turn(registry: str, live: Live, arena: UUID) -> None:
    """Nothing is kept while another holds the slot of the writer."""

    async def published_meanwhile(_: PrefectClient) -> tuple[bool, str | None]:
        async with concurrency("writer", strict=True):
            run = asyncio.create_task(asyncio.to_thread(run_of, registry, arena, ingest))
            await asyncio.to_thread(until, lambda: len(live.server.requests) == len(live.pages))
            await asyncio.sleep(1)
            meanwhile = live.home.settings.published_file.exists()
        return meanwhile, (await run).message

    assert asked(registry, published_meanwhile) == (False, "2 changed")


def test_limit_that_is_missing_is_named(registry: str, live: Live, arena: UUID) -> None:
    """A run whose host has no limit fails, and says what to do."""

    def forget(client: PrefectClient) -> Any:  # noqa: ANN401 - an answer nobody reads
        return client.delete_global_concurrency_limit_by_name("host:raw.githubusercontent.com")

    asked(registry, forget)
    state = run_of(registry, arena, ingest)

    assert state.is_failed()
    assert "expected the limit 'host:raw.githubusercontent.com'" in (state.message or "")
    assert "podium deploy" in (state.message or "")
    assert live.server.requests == []


def test_what_may_pass_is_tried_again(
    registry: str, live: Live, arena: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 503 is asked for again, the board that came is not; every attempt is on record."""
    once = Manners(attempts=1)
    monkeypatch.setattr("flows.cycle.Fetcher", lambda **how: Fetcher(**how | {"manners": once}))
    stumbles = [503, 503, 200]
    text, code = (live.pages[url] for url in sorted(live.pages, reverse=True))

    def page(request: Request) -> bytes:
        if not request.path.endswith("code.json"):
            return answer(text)
        status = stumbles.pop(0)
        return answer(code if status == 200 else b"", status)

    with serve(page) as server:
        monkeypatch.setenv("PODIUM_MIRRORS", f"https://raw.githubusercontent.com={server.url}")
        state = run_of(registry, arena, ingest, sources=["arena"], attempts=4)

    assert (state.name, state.message) == ("Completed", "2 changed")
    failed = [(WEBDEV, "failed")] * 2
    assert sorted(live.rows(OUTCOMES)) == sorted([*failed, (TEXT, "changed"), (WEBDEV, "changed")])


def test_what_will_not_pass_is_not_tried_again(registry: str, live: Live, arena: UUID) -> None:
    """A page that is gone, and one that is not believed, are asked for once each."""
    live.pages.clear()
    live.pages[
        f"https://raw.githubusercontent.com{'/aabao325/arena-ai-leaderboards/main/data/text.json'}"
    ] = b"{}"
    state = run_of(registry, arena, ingest, sources=["arena"], attempts=4)

    assert state.is_failed()
    assert sorted(live.rows(OUTCOMES)) == [(TEXT, "rejected"), (WEBDEV, "failed")]
    assert len(live.server.requests) == 2


def test_run_that_hangs_is_ended(
    registry: str, arena: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host that never answers costs the phase its time, and the run ends as failed."""
    monkeypatch.setattr("flows.phases._LONGEST_SECONDS", 1.5)
    is_over = threading.Event()

    def hang(_: Request) -> bytes:
        is_over.wait(30)
        return answer(b"", 404)

    with serve(hang) as server:
        monkeypatch.setenv("PODIUM_MIRRORS", f"https://raw.githubusercontent.com={server.url}")
        state = run_of(registry, arena, ingest, sources=[WEBDEV], attempts=1)
        is_over.set()

    assert state.is_failed()
    assert "1.5 second" in (state.message or "")
    assert limits(registry)["host:raw.githubusercontent.com"] == 0


def test_cycle_leaves_tables_without_markup(registry: str, live: Live, arena: UUID) -> None:
    """What changed and how each board is stand on the server; hostile names are only text there."""
    run_of(registry, arena, ingest)
    best = [("model-00", 1500.0), ("[x](http://evil.example)", 1495.0)]
    live.show(1, shown=[*best, *((f"model-{n:02}", 1490.0 - 10 * n) for n in range(1, 11))])
    run_of(registry, arena, ingest)

    told, health = artifact(registry, "changes-arena"), artifact(registry, "health-arena")
    link = artifact(registry, "board-arena-webdev")
    assert "enters Code Arena WebDev at No. 2" in told["data"]
    assert "[x](http" not in told["data"]
    assert '"board": "arena/webdev", "outcome": "changed"' in health["data"]
    assert "(https://arena.ai/leaderboard/code/webdev)" in link["data"]
