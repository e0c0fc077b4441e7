"""Real chat services' plugins against loopback: what reaches the service is what we wrote."""

import html
import json
import re
from collections.abc import Callable
from typing import NamedTuple

import apprise
import pytest

from alerts import address
from alerts.deliver import Arrival, Outgoing, send
from alerts.receivers import Receivers
from alerts.services import json_bytes, utf16_units
from leaderboard.alert import Message
from tests.alerts.messages import HOSTILE, make_digest, make_hostile
from tests.servers import Server, answer, serve


class Chat(NamedTuple):
    """A service: its address, its limit, and where the text stands in what it is sent."""

    url: str
    limit: int
    text: Callable[[dict], str]
    size: Callable[[str], int] = utf16_units
    base: tuple[str, str] = ("", "")


def _text(data: dict) -> str:
    return data["text"]


_CHATS = {
    "discord": Chat(
        "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV?format=markdown",
        2000,
        lambda data: data["content"],
        base=("notify_url", "/api/webhooks"),
    ),
    "slack": Chat(
        "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#room",
        3000,
        lambda data: data["attachments"][0]["blocks"][0]["text"]["text"],
        base=("webhook_url", "/services"),
    ),
    "tgram": Chat(
        "tgram://123456789:abcdefg_hijklmnop/12315544", 4096, _text, base=("notify_url", "/bot")
    ),
    "mmost": Chat("mmost://bob@{host}/hooktok3n", 4000, _text),
    "rocket": Chat("rocket://hook1/tok3n@{host}/#room", 1000, _text),
    "ntfy": Chat("ntfy://{host}/s3cret-topic", 3800, lambda data: data["message"], json_bytes),
}


def _sent(
    kind: str, monkeypatch: pytest.MonkeyPatch, *messages: Message
) -> tuple[Arrival, Server, list[str]]:
    chat = _CHATS[kind]
    monkeypatch.setattr(address, "PACE_SECONDS", 0.0)
    with serve(lambda _: answer(b"ok")) as server:
        if chat.base[0]:
            plugin = apprise.NotificationManager()[kind]
            monkeypatch.setattr(plugin, chat.base[0], server.url + chat.base[1])
            monkeypatch.setattr(plugin, "request_rate_per_sec", 0.0)
        url = chat.url.format(host=server.url.removeprefix("http://"))
        receivers = Receivers({"team": (url,)})
        arrival = send(Outgoing("k1", "team", messages), receivers, lambda _: None)
    return arrival, server, [chat.text(json.loads(r.body)) for r in server.requests]


@pytest.mark.parametrize("kind", _CHATS)
def test_a_digest_comes_in_order_within_the_limit_and_whole(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part ends with its key."""
    arrival, server, texts = _sent(kind, monkeypatch, *make_digest(30))

    total = len(texts)
    places = ["".join(texts).find(f"model-{number:04}") for number in range(30)]
    assert Arrival(total) == arrival
    assert total > 1
    assert max(_CHATS[kind].size(text) for text in texts) <= _CHATS[kind].limit
    assert [text.splitlines()[-1] for text in texts] == [
        f"id k1-{number}-of-{total}" for number in range(1, total + 1)
    ]
    assert -1 not in places
    assert places == sorted(places)
    has_header = ["idempotency-key" in request.headers for request in server.requests]
    assert has_header == [kind == "rocket"] * total


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", _CHATS)
def test_a_hostile_name_arrives_harmless(
    kind: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No mention, no link under another text, no tag, and no limit broken."""
    arrival, _, texts = _sent(kind, monkeypatch, make_hostile(name))

    assert Arrival(len(texts)) == arrival
    assert max(_CHATS[kind].size(text) for text in texts) <= _CHATS[kind].limit
    if kind == "ntfy":  # shown as it is
        return
    for text in texts:
        outside = re.sub(r"```.*?```|<pre>.*?</pre>", "", text, flags=re.DOTALL)
        outside = re.sub(r"`[^`\n]*`|<code>[^<]*</code>", "", outside)
        assert re.findall(r"@(?:everyone|here|channel)|<!|<@|<script|<b>", text) == []
        assert re.findall(r"\*_~|\[a\]\(|javascript:|example\.com", outside) == []


def test_discord_is_told_to_mention_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor to show previews, whatever the text says; it is no embed, so no ping is looked for."""
    _, server, _ = _sent("discord", monkeypatch, make_hostile("@everyone <@123> <@&45> @here"))

    payload = json.loads(server.requests[0].body)
    assert payload["allowed_mentions"] == {"parse": []}
    assert payload["flags"] == 4
    assert "embeds" not in payload
    assert "allow_mentions" not in payload


def test_telegram_gets_our_text_under_few_tags(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code and table as such, empty lines kept, everything else escaped once."""
    _, server, (text, *_) = _sent("tgram", monkeypatch, make_hostile("R&D <b>x</b> &lt;"))

    tags = set(re.findall(r"<[^>]*>", text))
    assert json.loads(server.requests[0].body)["parse_mode"] == "HTML"
    assert {"<code>", "</code>", "<pre>", "</pre>"} == tags
    assert "\n \n" in text
    assert text.count("<pre>") == text.count("</pre>")
    assert html.unescape(html.unescape(text)) == html.unescape(text)


def test_errors_of_chats_have_no_secret(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Topics, tokens and what the service answers stay out of error and log."""
    said = json.dumps({"error": "s3cret", "description": "s3cret", "code": 500}).encode()
    with serve(lambda _: answer(said, 500)) as server, caplog.at_level(0):
        host = server.url.removeprefix("http://")
        monkeypatch.setattr(
            apprise.NotificationManager()["tgram"], "notify_url", f"{server.url}/bot"
        )
        urls = (f"ntfy://{host}/s3cret-topic", _CHATS["tgram"].url)
        receivers = Receivers({"team": urls})
        arrivals = [
            send(Outgoing("k1", name, tuple(make_digest(1))), receivers, lambda _: None)
            for name in receivers.names
        ]

    found = "expected status 2xx, found 500 Internal Server Error"
    assert arrivals == [Arrival(0, f"team.{number}: {found}") for number in (1, 2)]
    assert re.findall(r"s3cret|abcdefg|12315544", f"{arrivals}{caplog.text}") == []
