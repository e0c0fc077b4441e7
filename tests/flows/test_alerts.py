"""Two days of a board, live: who gets what, once, and what stands on record of it."""

import json
from pathlib import Path

import feedparser
import pytest

from tests.alerts.messages import HOSTILE
from tests.alerts.test_feed import check
from tests.flows.live import NAMES, RULES, Live, living, on_day, one_cycle
from tests.flows.told import Received, check_lines, check_received, receiving

TO_ALL = RULES + "    receivers: [hook, small, desk, jsonl]\n"
FOUR = {"hook", "small", "desk", "jsonl"}
SAID = (
    "model-05 climbs from No. 6 to No. 4 of Code Arena WebDev with 1475: into the top five; "
    "model-04 falls out, from 5 to 6"
)
# What Markdown, HTML and chats would make of a name.
HARM = ("<script", "<!channel>", "[a](https://", 'href="javascript')


def _cycle_of(live: Live, monkeypatch: pytest.MonkeyPatch, number: int, **shown: object) -> None:
    """A cycle over the page of that day, in this process."""
    for name, value in live.env.items():
        monkeypatch.setenv(name, value)
    live.show(number, **shown)  # type: ignore[arg-type]
    tally = one_cycle()
    assert (tally.failure(), [sent.error for sent in tally.sent if sent.error]) == ("", [])


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is not waited for."""
    monkeypatch.setattr("alerts.address.PACE_SECONDS", 0.0)


def test_a_day_before_and_a_day_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told of the first day, one message of the second, nothing of that one again."""
    with receiving() as received, living(tmp_path, TO_ALL, **received.addresses) as live:
        _cycle_of(live, monkeypatch, 0)
        assert (live.messages, received.of) == ([], {"hook": [], "small": [], "desk": []})
        _cycle_of(live, monkeypatch, 1)
        asked = {name: len(got) for name, got in received.of.items()}
        _cycle_of(live, monkeypatch, 1)

        assert {name: len(got) for name, got in received.of.items()} == asked
        _check_told_once(live, received)
        _check_readers(live)


def _check_told_once(live: Live, received: Received) -> None:
    """The key stands in header and body, and both say what happened."""
    ((key,), (web,)) = live.keys("hook"), received.of["hook"]
    payload = json.loads(web.body)
    assert (web.key, payload["podium"]["key"]) == (key, key)
    assert payload["message"].startswith(SAID)
    assert payload["message"].endswith(f"id {key}")
    ((mail_key,), (mail,)) = live.keys("desk"), received.of["desk"]
    assert mail.key == mail_key
    assert f"id {mail_key}" in mail.body
    for receiver, got in received.of.items():
        check_received(got, live.keys(receiver))
    check_lines(live)
    assert live.lines[0]["lines"][0]["sentence"] == SAID  # type: ignore[index]


def _check_readers(live: Live) -> None:
    """The feed is valid, and readers of the published file see that it was sent."""
    feed = (live.home.settings.feeds / "top-five.xml").read_bytes()
    assert [entry.title for entry in feedparser.parse(feed).entries] == [SAID]
    assert len(check(feed)) == 1
    seen = live.home.rows("SELECT receiver, state, headline, attempts FROM alerts ORDER BY 1")
    assert seen == [(name, "sent", SAID, 1) for name in sorted(FOUR)]


def test_hostile_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever models are called, every receiver gets all of it, and none of it comes to life."""
    # A name that steers never comes so far: its page is rejected.
    names = (*NAMES[:3], *(name[:300] for name in HOSTILE if name.isprintable()))
    with receiving() as received, living(tmp_path, TO_ALL, **received.addresses) as live:
        _cycle_of(live, monkeypatch, 0, shown=on_day(0, names))
        for day in range(1, 4):
            _cycle_of(live, monkeypatch, day, shown=on_day(day, names))

        told = received.of
        for receiver, got in told.items():
            check_received(got, live.keys(receiver))
        check_lines(live)
        _check_harmless(live, received)


def _check_harmless(live: Live, received: Received) -> None:
    bodies = {name: "\n".join(each.body for each in got) for name, got in received.of.items()}
    assert len(live.messages) == 3
    assert [harm for harm in HARM if harm in bodies["desk"]] == []
    texts = "\n".join(json.loads(each.body)["text"] for each in received.of["small"])
    assert [harm for harm in ("@everyone", "<!channel>") if harm in texts] == []
    for file in live.home.settings.feeds.iterdir():
        assert len(check(file.read_bytes())) == 3
    assert live.home.rows("SELECT count(DISTINCT headline) FROM alerts") == [(3,)]
