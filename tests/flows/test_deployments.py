"""What runs by itself: one deployment for each source and cadence, each at times of its own."""

import asyncio
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from prefect.server.schemas.schedules import IntervalSchedule
from pydantic import SecretStr

from flows.deployments import POOL, all_deployments
from flows.limits import all_limits, hosts_of
from flows.prefect_yaml import as_yaml
from flows.times import next_time
from flows.visits import visits_of_now
from leaderboard import yaml_file
from leaderboard.settings import Settings
from leaderboard.source import Source, find_boards, load_sources
from tests.flows.home import ROOT, SOURCES

HERE = Settings(contact="ops@example.org")
LAKE = Settings(contact="podium", lake=SecretStr("postgresql://nobody@127.0.0.1/none"))
# The clocks of Europe and America change on these days.
CHANGES = [datetime(2027, *day, tzinfo=UTC) for day in ((3, 14), (3, 28), (10, 31), (11, 7))]


@pytest.fixture(scope="module")
def sources() -> tuple[Source, ...]:
    """The project's own."""
    return load_sources(ROOT / "sources")


def with_cadences(folder: Path, **cadences: str) -> tuple[Source, ...]:
    """Arena's two boards, captured at these intervals."""
    source = yaml_file.load(SOURCES / "arena.yml")
    for board, cadence in cadences.items():
        source["boards"][board]["cadence"] = cadence
    (folder / "arena.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
    return load_sources(folder)


def times(who: str, around: datetime) -> dict[str, list[datetime]]:
    """When each deployment runs in the four days around, as the server counts it."""
    start, end = around - timedelta(days=2), around + timedelta(days=2)
    found = {}
    for each in all_deployments(Settings(contact=who), load_sources(SOURCES)):
        (schedule,) = (s.schedule for s in each.schedules or ())
        assert schedule is not None
        server_side = IntervalSchedule.model_validate(schedule.model_dump())
        found[each.full_name] = asyncio.run(server_side.get_dates(start=start, end=end))
    return found


def test_every_source_has_a_deployment(sources: tuple[Source, ...]) -> None:
    """Each has its publisher's name and tag; alerts are delivered, and a lake is looked after."""
    here = [each.full_name for each in all_deployments(HERE, sources)]
    on_a_lake = [each.full_name for each in all_deployments(LAKE, sources)]
    tags = {tuple(each.tags) for each in all_deployments(HERE, sources)}

    publishers = [f"ingest/{source.publisher}" for source in sources]
    assert here == [*publishers, "deliver/deliver"]
    assert on_a_lake == [*publishers, "deliver/deliver", "publish/publish", "maintain/maintain"]
    assert tags == {("podium",), *(("podium", f"source:{s.publisher}") for s in sources)}


def test_boards_of_another_cadence_have_their_own(tmp_path: Path) -> None:
    """The most frequent has the publisher's name, the other one its cadence behind it."""
    deployments = all_deployments(HERE, with_cadences(tmp_path, webdev="6h", text="7d"))

    found = {each.name: each.parameters.get("sources") for each in deployments}
    assert found == {"arena": ["arena/webdev"], "arena-7d": ["arena/text"], "deliver": None}


def test_deployment_says_what_it_does(tmp_path: Path) -> None:
    """Its description names boards and time, its parameters are explained, one runs at a time."""
    first, *_ = all_deployments(HERE, with_cadences(tmp_path), POOL)

    schema = first._parameter_openapi_schema.properties  # noqa: SLF001 - what is registered
    description = first.description or ""
    assert "[Arena](https://arena.ai)" in description
    assert "- `arena/webdev`: [Code Arena WebDev](https://arena.ai/" in description
    assert " UTC." in description
    assert "publishers or boards" in schema["sources"]["description"]
    assert "how often at most" in schema["attempts"]["description"]
    assert first.concurrency_limit == 1
    assert first.concurrency_options is not None
    assert first.concurrency_options.collision_strategy.value == "CANCEL_NEW"
    assert (first.entrypoint, first.work_pool_name) == ("flows.ingest.ingest", POOL)


def test_schedules_know_no_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the process is, also when clocks change there, the times in UTC are the same."""
    found = []
    for zone in ("UTC", "America/New_York", "Europe/Berlin"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append([times("ops@example.org", day) for day in CHANGES])
    monkeypatch.undo()
    time.tzset()

    assert found[0] == found[1] == found[2]
    for four_days in found[0]:
        assert len(four_days["ingest/arena"]) == 4
        assert len({each.time() for each in four_days["ingest/arena"]}) == 1
        stamps = [each.timestamp() for each in four_days["deliver/deliver"]]
        assert {later - earlier for earlier, later in pairwise(stamps)} == {300.0}


def test_times_are_spread_and_stay(sources: tuple[Source, ...]) -> None:
    """Sources and installations have times of their own, which a restart does not move."""
    anchors = {
        who: [
            each.schedules[0].schedule.anchor_date  # type: ignore[index, union-attr]
            for each in all_deployments(Settings(contact=who), sources)
        ]
        for who in ("a@example.org", "b@example.org")
    }
    again = times("a@example.org", CHANGES[0])

    assert Counter(map(len, map(set, anchors.values()))) == {len(sources) + 1: 2}
    assert not set(anchors["a@example.org"]) & set(anchors["b@example.org"])
    assert again == times("a@example.org", CHANGES[0])


def test_next_time_is_the_first_after_now() -> None:
    """At a time of the schedule the next is one interval later."""
    first, day = datetime(2026, 1, 1, 3, tzinfo=UTC), timedelta(days=1)

    assert next_time(first, day, first) == first + day
    assert next_time(first, day, first + day * 1.5) == first + day * 2


def test_every_host_that_is_asked_has_a_limit(sources: tuple[Source, ...]) -> None:
    """What visits of now ask for is among the limits; a file takes one writer, a lake several."""
    visits = list(visits_of_now(find_boards(sources), {}, datetime(2026, 11, 25)))  # noqa: DTZ001
    limits = all_limits(HERE, sources)

    assert set(hosts_of(visits)) <= limits.keys()
    assert limits["host:raw.githubusercontent.com"] == 2
    assert limits["writer"] == 1
    assert all_limits(LAKE, sources)["writer"] > 1


def test_prefect_yaml_is_what_the_code_says(sources: tuple[Source, ...]) -> None:
    """`PODIUM_CONTACT=podium podium deploy --yaml`, with a lake, writes the file anew."""
    written = (ROOT / "prefect.yaml").read_text(encoding="utf-8")

    assert as_yaml(all_deployments(LAKE, sources, POOL)) == written
