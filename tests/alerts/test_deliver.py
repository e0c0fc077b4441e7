"""Sending to webhooks on loopback: the key, the parts, what is told when it fails."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from itertools import count
from urllib.parse import unquote_plus

import pytest

from alerts import deliver
from alerts.deliver import Arrival, Outgoing, send
from alerts.receivers import Receivers
from tests.alerts.messages import make_digest, make_message
from tests.servers import Handler, Request, Server, answer, serve

_SECRETS = ("bob", "passw0rd", "s3cret", "tok3n")


def _address(url: str, kind: str = "json") -> str:
    host = url.removeprefix("http://")
    return f"{kind}://bob:passw0rd@{host}/s3cret/path?+X-Token=tok3n"


def _send(
    *urls: str, outgoing: Outgoing | None = None, arrived: Callable[[int], None] = lambda _: None
) -> Arrival:
    receivers = Receivers({"team": urls})
    return send(outgoing or Outgoing("k1", "team", (make_message(),)), receivers, arrived)


def _long(parts_sent: int = 0) -> Outgoing:
    return Outgoing("k2", "team", tuple(make_digest(120)), parts_sent)


def _payloads(server: Server) -> list[dict[str, object]]:
    return [json.loads(request.body) for request in server.requests]


def _after(good: int, status: int = 500) -> Handler:
    """A handler that answers so many requests well and the others with the status."""
    numbers = count(1)
    return lambda _: answer(b"s3cret answer", 200 if next(numbers) <= good else status)


def test_a_webhook_gets_the_message_as_text_and_as_data() -> None:
    """Its key stands in the header, in the last line, and in the data."""
    told: list[int] = []
    with serve(lambda _: answer(b"ok")) as server:
        arrival = _send(_address(server.url), arrived=told.append)

    (payload,) = _payloads(server)
    text, data = str(payload["message"]), payload["podium"]
    assert (Arrival(1), []) == (arrival, told)
    assert server.requests[0].headers["idempotency-key"] == "k1"
    assert server.requests[0].headers["x-token"] == "tok3n"
    assert text.splitlines()[-1] == "id k1"
    assert isinstance(data, dict)
    assert (data["key"], data["parts"]) == ("k1", 1)
    assert data["messages"][0]["observed_at"] == "2026-05-28T08:43:00Z"
    assert data["messages"][0]["lines"][1]["sentence"] == (
        "claude-opus-4.6 falls out of the top four of Code Arena WebDev, from 4 to 5"
    )


@pytest.mark.parametrize("kind", ["json", "xml", "form"])
def test_a_long_digest_comes_in_parts_with_keys_of_their_own(kind: str) -> None:
    """In order, each within the limit, nothing lost, the data with the first one alone."""
    told: list[int] = []
    with serve(lambda _: answer(b"ok")) as server:
        arrival = _send(_address(server.url, kind), outgoing=_long(), arrived=told.append)

    total = len(server.requests)
    bodies = [unquote_plus(request.body.decode()) for request in server.requests]
    keys = [request.headers["idempotency-key"] for request in server.requests]
    places = ["".join(bodies).find(f"model-{number:04}") for number in range(120)]
    assert total > 1
    assert Arrival(total) == arrival
    assert told == list(range(1, total))
    assert keys == [f"k2-{number}-of-{total}" for number in range(1, total + 1)]
    assert [f"id {key}" in body for key, body in zip(keys, bodies, strict=True)] == [True] * total
    assert -1 not in places
    assert places == sorted(places)
    if kind == "json":
        payloads = _payloads(server)
        assert max(len(str(payload["message"])) for payload in payloads) <= 32768
        assert ["podium" in payload for payload in payloads] == [True] + [False] * (total - 1)


def test_what_did_not_arrive_is_sent_later_and_nothing_twice() -> None:
    """Part 2 fails; the next attempt begins with it, under the same key."""
    with serve(_after(1)) as server:
        first = _send(_address(server.url), outgoing=_long())
    with serve(lambda _: answer(b"ok")) as later:
        second = _send(_address(later.url), outgoing=_long(first.parts_sent))

    keys = [r.headers["idempotency-key"] for r in (*server.requests, *later.requests)]
    total = second.parts_sent
    failed = "team: expected status 2xx, found 500 Internal Server Error"
    assert Arrival(1, failed) == first
    assert Arrival(total) == second
    wanted = [f"k2-{number}-of-{total}" for number in range(1, total + 1)]
    assert keys == [*wanted[:2], *wanted[1:]]


def test_parts_of_another_address_do_not_count() -> None:
    """Where more parts were sent than there are, the address was changed: all of it is sent."""
    with serve(lambda _: answer(b"ok")) as server:
        arrival = _send(_address(server.url), outgoing=Outgoing("k", "team", (make_message(),), 9))

    assert Arrival(1) == arrival
    assert len(server.requests) == 1


def test_an_address_that_refuses_keeps_no_other_of_its_name_from_theirs() -> None:
    """Each is a receiver of its own, so that nobody gets anything again for another's sake."""
    with serve(lambda _: answer(b"ok")) as good, serve(_after(0, 403)) as bad:
        receivers = Receivers({"team": (_address(good.url), _address(bad.url))})
        arrivals = [
            send(Outgoing("k1", name, (make_message(),)), receivers, lambda _: None)
            for name in receivers.members("team")
        ]

    error = "team.2: expected status 2xx, found 403 Forbidden"
    assert arrivals == [Arrival(1), Arrival(0, error)]
    assert len(good.requests) == len(bad.requests) == 1


@pytest.mark.parametrize(
    ("status", "found"),
    [(301, "301 Moved Permanently"), (404, "404 Not Found"), (429, "429 Too Many Requests")],
)
def test_an_answer_that_is_no_yes_is_told_by_its_status(
    status: int, found: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A redirect is not followed. Neither error nor log has a secret or the answer."""
    redirect = answer(b"s3cret answer", status, Location="/else")
    with serve(lambda _: redirect) as server, caplog.at_level(0):
        arrival = _send(_address(server.url))

    everything = f"{arrival} {caplog.text} {capfd.readouterr()}"
    assert Arrival(0, f"team: expected status 2xx, found {found}") == arrival
    assert len(server.requests) == 1
    assert [secret for secret in _SECRETS if secret in everything] == []


def test_a_refused_connection_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """In words, without the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    with caplog.at_level(0):
        arrival = _send(_address(url))

    assert Arrival(0, "team: expected a connection, found it refused") == arrival
    assert [secret for secret in _SECRETS if secret in caplog.text] == []


def test_silence_is_told_when_the_time_is_over() -> None:
    """The address may ask for a shorter time."""
    over = threading.Event()
    with serve(lambda _: answer(b"late") if over.wait(10) else b"") as server:
        arrival = _send(f"{_address(server.url)}&rto=0.2")
        over.set()

    assert Arrival(0, "team: expected an answer, found none in time") == arrival


def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then keeps a connection, but not us."""
    monkeypatch.setattr(deliver, "LONGEST_SECONDS", 0.5)

    def drip(_: Request) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
        while True:
            time.sleep(0.05)
            yield b"."

    with serve(drip) as server:
        arrival = _send(_address(server.url))

    assert Arrival(0, "team: expected an end within 0.5 s, found none") == arrival


def test_a_log_that_is_set_to_errors_alone_hides_no_reason(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What Apprise warns of is heard, and still not logged."""
    with serve(lambda _: answer(b"", 500)) as server, caplog.at_level("ERROR", logger="apprise"):
        arrival = _send(_address(server.url))

    found = "expected status 2xx, found 500 Internal Server Error"
    assert Arrival(0, f"team: {found}") == arrival
    assert caplog.text == ""


def test_what_apprise_says_before_it_asks_anybody_is_told() -> None:
    """With every piece of the address taken out of it."""
    arrival = _send("mmost://bob@chat.example.org/valid/tok3n?mode=bot")

    said = "Mattermost **** **** has no **** channels to notify, aborting."
    assert Arrival(0, f"team: {said}") == arrival


def test_a_fault_of_a_plugin_is_no_fault_of_ours() -> None:
    """A header that cannot be sent is told as what it is, without its value."""
    arrival = _send("json://127.0.0.1:9/?+X-Name=s3cret%E2%82%AC")

    assert arrival.parts_sent == 0
    assert "found a UnicodeEncodeError" in arrival.error
    assert "s3cret" not in arrival.error


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("", "qwen3.7-max enters"),
        ("?format=markdown", "qwen3"),
        ("?format=html", "<bdi>qwen3.7-max</bdi> enters"),
    ],
)
def test_an_address_may_ask_for_a_form(asked: str, line: str) -> None:
    """Plain text is what a webhook gets unless it asks."""
    with serve(lambda _: answer(b"ok")) as server:
        _send(f"json://{server.url.removeprefix('http://')}{asked}")

    (payload,) = _payloads(server)
    assert line in str(payload["message"])
    assert str(payload["message"]).startswith("<!DOCTYPE html>") == (asked == "?format=html")
