"""kill -9 at every step around commit and send: everything is told, and a repeat bears its key."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.alerts.test_feed import check
from tests.flows.forks import KILLED, Forks
from tests.flows.live import Live, living
from tests.flows.told import Received, check_lines, check_received, receiving, warehouse

RULES = """
rules:
  top-five:
    kinds: [entered_top, left_top]
    top: [5]
    receivers: [hook, small, desk, jsonl]
"""
DAYS = range(1, 4)
# Each is reached by a process that goes on where the one before it died.
UNKEPT = (
    *("keeping", "captures written", "snapshot written", "names given", "events written"),
    *("query:insert_deliveries", "messages written", "committing"),
)
KEPT = (("committed", 1), ("publishing", 1), ("copying", 1), ("copied", 1), ("published", 1))
SENDING = (
    # The webhook: what it took and nobody marked is sent again.
    *(("looked", 1), ("marking", 1), ("marked", 1), ("sending", 1), ("taken", 1), ("marking", 2)),
    *(("marked", 2),),
    # The one that takes little at a time: a part that was marked is not sent again.
    *(("sending", 1), ("taken", 1), ("marked", 2), ("taken", 1), ("marked", 2)),
    # Mail.
    *(("marked", 1), ("taken", 1), ("marked", 2)),
    # The file of lines, and the feeds.
    *(("appending", 1), ("half a line", 1), ("appended", 1), ("writing feeds", 1)),
    *(("naming a feed", 1), ("named a feed", 1), ("feeds written", 1), ("feeds dated", 1)),
)


@pytest.fixture(scope="module")
def left_alone(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is on record where nobody killed anything."""
    with (
        receiving() as received,
        living(tmp_path_factory.mktemp("alone"), RULES, **received.addresses) as live,
    ):
        for day in (0, *DAYS):
            live.show(day)
            forks.run(live.env)
        check_told(live, received)
        return warehouse(live)


def check_told(live: Live, received: Received) -> None:
    """Everybody got every message, in order; what is on record is sent, and nothing lies around."""
    assert len(live.messages) == len(DAYS)
    for receiver, got in received.of.items():
        check_received(got, live.keys(receiver))
    check_lines(live)
    feeds = live.home.settings.feeds
    assert {path.name for path in feeds.iterdir()} == {"all.xml", "top-five.xml"}
    assert [len(check(path.read_bytes())) for path in feeds.iterdir()] == [len(DAYS)] * 2
    assert live.home.rows("SELECT DISTINCT state FROM alerts") == [("sent",)]


def kill_at(
    forks: Forks, live: Live, points: Sequence[tuple[str, int]], work: str = "cycle"
) -> None:
    """Have a process go on, and die, at each of the points."""
    for point, nth in points:
        ended = forks.run(live.env, work, point=point, nth=nth)
        assert ended == KILLED, f"{point} {nth} was never reached"


def test_death_at_every_step(forks: Forks, left_alone: dict[str, str], tmp_path: Path) -> None:
    """More than a hundred deaths: all is told, in order, whole; a repeat is the very same."""
    before = forks.kills
    with receiving() as received, living(tmp_path, RULES, **received.addresses) as live:
        live.show(0)
        forks.run(live.env)
        for day in DAYS:
            live.show(day)
            asked = {name: len(got) for name, got in received.of.items()}
            kill_at(forks, live, [(point, 1) for point in UNKEPT[-1 if day == DAYS[-1] else 0 :]])
            kill_at(forks, live, KEPT[:1])
            assert {name: len(got) for name, got in received.of.items()} == asked
            kill_at(forks, live, KEPT[1:], "publish")
            kill_at(forks, live, SENDING, "deliver")
            forks.run(live.env)

        check_told(live, received)
        assert forks.kills - before >= 100
        assert warehouse(live) == left_alone


def test_death_before_readers_see_that_it_was_sent(forks: Forks, tmp_path: Path) -> None:
    """The next process shows them, even where it has nothing to capture or to send."""
    with living(tmp_path, RULES.replace("hook, small, desk, ", "")) as live:
        for day in (0, 1):
            live.show(day)
            ended = forks.run(live.env, point=("published", "publishing")[day], nth=1 + day)
        states = live.home.rows("SELECT state FROM alerts")
        forks.run(live.env, "publish")

        assert (ended, states) == (KILLED, [("due",)])
        assert live.home.rows("SELECT state FROM alerts") == [("sent",)]
