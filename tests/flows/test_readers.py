"""Readers work while a backfill is writing: never shut out, never shown half a state."""

import json
import subprocess
import time
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.flows.home import WEBDEV, Home
from tests.flows.made import SINCE, UNTIL
from tests.flows.processes import running
from tests.servers import Server

STRETCH = timedelta(days=6)


def write_on(home: Home) -> int:
    """Backfill the history in short stretches, each published; returns how many."""
    day, cycles = date.fromisoformat(SINCE), 0
    while day <= date.fromisoformat(UNTIL):
        home.backfill(WEBDEV, str(day), str(day + STRETCH))
        day, cycles = day + STRETCH, cycles + 1
    return cycles


def told(process: "subprocess.Popen[str]") -> tuple[list[dict[str, Any]], int]:
    """Let a reading process end: the states it saw, and how often it read."""
    out, errors = process.communicate(input="", timeout=30)
    assert (process.returncode, errors) == (0, "")
    *states, readings = [json.loads(line) for line in out.splitlines()]
    return states, readings


def test_readers_while_a_backfill_writes(made_home: Home) -> None:
    """Two clients that open the file in a loop see whole states, each later than the last."""
    made_home.backfill(WEBDEV, SINCE, SINCE)
    reader = ("-m", "tests.flows.read_loop", str(made_home.settings.published_file))
    with running(made_home, *reader) as first, running(made_home, *reader) as second:
        cycles = write_on(made_home)
        time.sleep(0.2)
        for states, readings in (told(first), told(second)):
            assert readings > 20
            assert cycles / 2 < len(states) <= cycles + 1
            for state in states:
                assert state["shown"] == state["models"]
                assert state["changed"] == state["snapshots"]
            for before, after in pairwise(states):
                assert before["captures"] < after["captures"]
                assert before["changes"] <= after["changes"]
                assert before["newest"] <= after["newest"]


def test_open_reader_keeps_its_state_and_blocks_nobody(
    made_home: Home, made_archives: Server
) -> None:
    """A client that stays open reads on in the state it opened; the writer does not wait for it."""
    made_home.backfill(WEBDEV, SINCE, "2026-04-20")
    with running(
        made_home, "-m", "tests.flows.hold", "read", str(made_home.settings.published_file)
    ) as reader:
        assert reader.stdout is not None
        opened = reader.stdout.readline()
        started = time.monotonic()
        made_home.backfill(WEBDEV, SINCE, "2026-04-30")
        seconds = time.monotonic() - started
        at_the_end, _ = reader.communicate(input="", timeout=30)

    assert seconds < 10
    assert opened == at_the_end == "(11,)\n"
    assert made_home.rows("SELECT count(*) FROM captures") == [(21,)]
    assert made_archives.url == made_home.url


def test_reader_sees_no_cycle_before_its_end(made_home: Home) -> None:
    """What is kept batch by batch is published once, when the cycle is done."""
    made_home.backfill(WEBDEV, SINCE, "2026-04-12")
    before = made_home.seen()
    with running(made_home, "-m", "tests.flows.drive", WEBDEV, SINCE, UNTIL) as writer:
        assert writer.stdout is not None
        for _ in range(4):  # what it is about to do, and three batches
            writer.stdout.readline()
        writer.kill()
        writer.wait()

    assert made_home.writer_rows("SELECT count(*) > 20 FROM record.captures") == [(True,)]
    assert made_home.seen() == before
