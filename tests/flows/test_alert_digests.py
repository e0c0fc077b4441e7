"""Digests: what is collected goes out at its time, under one key, whole, and only if it is so."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.addressing import deliveries_of
from alerts.forms import Form, digest
from flows.delivering import digest_key
from leaderboard.alert import Message
from leaderboard.capture import Capture
from tests.alerts.messages import make_digest
from tests.alerts.telling import FIRST, TOP_FIVE, UP, live, on, reread
from tests.flows.forks import KILLED, Forks
from tests.flows.home import environment
from tests.flows.posting import Posted, keys_of
from tests.record import make_source
from tests.servers import Server, answer, serve
from warehouse import outbox
from warehouse.database import writing

WEEKLY = """    digest: {every: 1w, on: monday, at: "08:00", zone: %s}
    quiet: {from: "22:00", until: "09:00", zone: %s}
"""
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "goes_out"),
    [
        ("Europe/Berlin", "2026-05-04 07:00"),
        ("America/New_York", "2026-05-04 13:00"),
        ("Asia/Kolkata", "2026-05-04 03:30"),
    ],
)
def test_what_is_collected_over_days_goes_out_at_once(
    zone: str, goes_out: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two boards, three updates: not before its time and the end of the quiet hours, then all."""
    boards = make_source(boards=("chess", "go"))
    rules = TOP_FIVE + WEEKLY % (zone, zone)
    at = datetime.fromisoformat(goes_out)
    with (
        serve(lambda _: answer(b"ok")) as server,
        Posted(tmp_path, monkeypatch, rules, boards, team=server) as told,
    ):
        for day, scores in enumerate((FIRST, UP, FIRST | {"gus": 1399.0})):
            told.keep(live(scores, day))
        told.keep(_of_go(FIRST, 1.1), _of_go(UP, 2.1))
        assert (told.deliver(), told.deliver(at - SECOND)) == ([], [])
        told.deliver(at)
        assert told.deliver(at + timedelta(days=1)) == []

        (request,) = server.requests
        groups = [m["board"] for m in json.loads(request.body)["podium"]["messages"]]
        assert keys_of(server) == [digest_key("team", "top-five", at)]
        assert groups == [m.board for m in told.messages]
        assert sorted(groups) == ["acme/chess", "acme/chess", "acme/go"]


def _of_go(scores: dict[str, float], day: float) -> Capture:
    return replace(live(scores, day), board="acme/go", url=f"https://acme.example/go/{day}")


def test_only_what_is_so_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was read wrong and mended before the digest is told as it is."""
    rules = TOP_FIVE + '    digest: {every: 1d, at: "08:00", zone: UTC}\n'
    with (
        serve(lambda _: answer(b"ok")) as server,
        Posted(tmp_path, monkeypatch, rules, team=server) as told,
    ):
        told.days(FIRST, UP)
        reread(told, UP | {"fay": 1476.0})
        told.deliver(on(2))

        (request,) = server.requests
        assert ("1476" in request.body.decode(), "1475" in request.body.decode()) == (True, False)
        assert len(keys_of(server)) == 1


CHATS = {
    "discord": (
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV",
        ("notify_url", "/api/webhooks"),
        2000,
        "content",
    ),
    "tgram": ("tgram://123456789:abcdefg_hijklmnop/12315544", ("notify_url", "/bot"), 4096, "text"),
}


def test_a_digest_of_60_kb_comes_whole_whoever_dies_meanwhile(forks: Forks, tmp_path: Path) -> None:
    """At 2,000 and at 4,096 characters a part: in order, and only what was in doubt comes twice."""
    messages = make_digest(_COUNT)
    with (
        serve(lambda _: answer(b"ok")) as discord,
        serve(lambda _: answer(b"ok")) as tgram,
    ):
        env = environment(tmp_path, "http://127.0.0.1:9")
        file = tmp_path / "writer" / "warehouse.duckdb"
        _post(file, messages)
        plugins = {}
        for (kind, (url, (name, path), *_)), server in zip(
            CHATS.items(), (discord, tgram), strict=True
        ):
            plugins[kind] = (name, server.url + path)
            env[f"PODIUM_RECEIVER_{kind.upper()}"] = url

        def die_at(point: str, nth: int) -> None:
            assert forks.run(env, "deliver", point=point, nth=nth, plugins=plugins) == KILLED

        for point, nth in (("taken", 3), ("marked", 5), ("sending", 2), ("taken", 9)):
            die_at(point, nth)
        left = _parts(discord) - _sent(file)
        die_at("taken", left + 4)
        die_at("marked", 6)
        assert forks.run(env, "deliver", plugins=plugins) == 0

    assert sum(map(len, digest(messages, Form.CHAT))) >= 60_000
    for kind, server in zip(CHATS, (discord, tgram), strict=True):
        _check_whole(kind, server)
    assert len(discord.requests) + len(tgram.requests) - _parts(discord) - _parts(tgram) == 3


_COUNT = 70


def _post(file: Path, messages: Sequence[Message]) -> None:
    """The digest stands on record, and is due."""
    now = messages[-1].made_at
    with writing(file) as connection:
        deliveries = [
            delivery._replace(digest_at=now)
            for message in messages
            for delivery in deliveries_of(message, CHATS, None, (), now)
        ]
        outbox.post(connection, messages, deliveries)


def _sent(file: Path) -> int:
    """How many parts are on record as sent."""
    with writing(file) as connection:
        ((sent,),) = connection.execute("SELECT max(parts_sent) FROM record.deliveries").fetchall()
    return int(sent)


def _texts(server: Server, field: str) -> list[str]:
    return [json.loads(request.body)[field] for request in server.requests]


def _parts(server: Server) -> int:
    """How many parts there are, as the last one says."""
    found = re.search(r"id \S+-of-(\d+)", server.requests[-1].body.decode())
    assert found is not None
    return int(found[1])


def _check_whole(kind: str, server: Server) -> None:
    _, _, limit, field = CHATS[kind]
    texts = list(dict.fromkeys(_texts(server, field)))
    ids = [text.splitlines()[-1] for text in texts]
    places = ["".join(texts).find(f"model-{number:04}") for number in range(_COUNT)]
    assert max(map(len, texts)) <= limit
    assert len(texts) == _parts(server)
    assert [re.sub(r".*-(\d+)-of-\d+", r"\1", html.unescape(each)) for each in ids] == [
        str(number) for number in range(1, len(texts) + 1)
    ]
    assert -1 not in places
    assert places == sorted(places)
