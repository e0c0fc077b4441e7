"""Processes that tell and deliver at the same time, and deaths at moments nobody chose."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.forks import KILLED, Forks
from tests.flows.live import Live, living
from tests.flows.test_alerts import TO_ALL
from tests.flows.told import Received, check_lines, check_received, receiving


@pytest.fixture
def received() -> Iterator[Received]:
    """Four receivers on loopback."""
    with receiving() as receivers:
        yield receivers


@pytest.fixture
def live(received: Received, forks: Forks, tmp_path: Path) -> Iterator[Live]:
    """A home whose board was seen once."""
    with living(tmp_path, TO_ALL, **received.addresses) as home:
        home.show(0)
        forks.run(home.env)
        yield home


def check_all_told(live: Live, received: Received, days: int) -> None:
    """Everybody got the message of each day, in order."""
    assert len(live.messages) == days
    for receiver, got in received.of.items():
        check_received(got, live.keys(receiver))
    check_lines(live)
    assert live.rows("SELECT DISTINCT state FROM record.deliveries") == [("sent",)]


def test_two_cycles_at_once(live: Live, received: Received, forks: Forks) -> None:
    """Nothing is sent twice, and nothing is left that one of them could have sent."""
    for day in (1, 2):
        live.show(day)
        tasks = [{"env": live.env, "work": "cycle"}] * 2
        assert forks.run_all(tasks) == [0, 0]
        check_all_told(live, received, day)

    times = [len(got) - len({each.key for each in got}) for got in received.of.values()]
    assert times == [0, 0, 0]


def test_who_comes_while_another_delivers_leaves_it_to_that_one(
    live: Live, received: Received, forks: Forks
) -> None:
    """What three processes have to send at once is sent once."""
    live.show(1)
    forks.run(live.env, point="committed", nth=1)

    assert forks.run_all([{"env": live.env, "work": "deliver"}] * 3) == [0, 0, 0]
    check_all_told(live, received, 1)
    assert [len(received.of[name]) for name in ("hook", "desk")] == [1, 1]


def test_the_lock_of_a_dead_process_is_free(live: Live, received: Received, forks: Forks) -> None:
    """Of two that cycle at once the one that delivers dies: the next one sends the rest."""
    live.show(1)
    dying = {"env": live.env, "work": "cycle", "point": "taken", "nth": 1}
    ends = forks.run_all([dying, dying])
    forks.run(live.env)

    assert KILLED in ends
    check_all_told(live, received, 1)


def test_death_at_random(live: Live, received: Received, forks: Forks) -> None:
    """Killed from outside at any moment, again and again: all is told, a repeat is the same."""
    chance = random.Random(5)  # noqa: S311 - not a secret
    before = forks.kills
    for day in (1, 2):
        live.show(day)
        while forks.kills - before < 5 * day:
            forks.run(live.env, seconds=chance.uniform(0.02, 0.5))
    forks.run(live.env)

    check_all_told(live, received, len(live.messages))
    assert live.messages
