"""Alerts through real runs: events of a real Prefect server, and rules that cannot be read."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.delivering import Delivering
from flows.events import emit
from flows.phases import final_state
from leaderboard.settings import load_settings
from tests.flows.home import WEBDEV
from tests.flows.live import NAMES, RULES, Live, living, on_day, one_cycle
from warehouse.database import writing

HOSTILE_NAME = "<b>[x](https://example.org)</b> @everyone {{ event }}"
ENTERED = "podium.change.entered_top"
BOARD = f"podium.board.{WEBDEV}"


def settle(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process works in the home."""
    for name, value in live.env.items():
        monkeypatch.setenv(name, value)


def events_under(api: str, key: str, name: str) -> list[dict[str, Any]]:
    """The events of that name that a Prefect server has under the key, once there are some."""
    asked = {"filter": {"event": {"name": [name]}, "resource": {"id": [BOARD]}}}
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        events = httpx.post(f"{api}/events/filter", json=asked).json()["events"]
        if found := [event for event in events if event["payload"]["key"] == key]:
            return found
        time.sleep(0.2)
    return []


def test_a_change_is_an_event_of_the_scheduler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect_api: str
) -> None:
    """About its board, once, under an id that it keeps when it is sent again."""
    rules = RULES + "    receivers: [prefect]\n"
    names = (*NAMES[:5], HOSTILE_NAME, *NAMES[6:])
    with living(tmp_path, rules) as live:
        settle(live, monkeypatch)
        live.show(0, shown=on_day(0, names))
        one_cycle()
        live.show(1, shown=on_day(1, names))
        ended, said = live.podium("run", WEBDEV, api=prefect_api)
        assert ended == 0, said
        (key,) = live.keys("prefect")
        (event,) = events_under(prefect_api, key, ENTERED)
        with writing(live.home.settings.writer_file) as connection:
            connection.execute("UPDATE record.deliveries SET state = 'sending'")
        with temporary_settings({PREFECT_API_URL: prefect_api}):
            Delivering(load_settings(), None).work_off()
            emit("the last", live.messages)

        assert live.home.rows("SELECT receiver, state FROM alerts") == [("prefect", "sent")]
        assert event["resource"]["prefect.resource.id"] == BOARD
        assert [each["prefect.resource.id"] for each in event["related"]] == [
            "podium.rule.top-five"
        ]
        assert event["payload"]["message"]["board"] == WEBDEV
        assert HOSTILE_NAME in event["payload"]["message"]["lines"][0]["sentence"]
        assert events_under(prefect_api, "the last", ENTERED)
        again = events_under(prefect_api, key, ENTERED)
        assert [each["id"] for each in again] == [event["id"]]


def test_rules_that_cannot_be_read_fail_the_run_and_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run keeps what it captured and says what is wrong where; the next one tells of it."""
    right = RULES + "    receivers: [jsonl]\n"
    with living(tmp_path, right) as live:
        settle(live, monkeypatch)
        live.show(0)
        one_cycle()
        rules = Path(live.env["PODIUM_RULES"])
        rules.write_text(right.replace("kinds:", "kind:"), encoding="utf-8")
        live.show(1)
        failed = final_state(one_cycle())
        on_record = live.home.rows("SELECT count(*) FROM changes WHERE kind = 'entered_top'")
        assert live.messages == []
        rules.write_text(right, encoding="utf-8")
        well = final_state(one_cycle())

        assert (failed.type.value, well.type.value) == ("FAILED", "COMPLETED")
        where = "rules.yml: line 3: rules.top-five.kinds: field required, found nothing"
        assert str(failed.message).startswith(where)
        assert on_record > [(0,)]
        assert [line["key"] for line in live.lines] == live.keys("jsonl")
        assert len(live.lines) == 1
