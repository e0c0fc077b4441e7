"""Receivers that fail: nobody else waits for them, and afterwards they get all, in order."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings
from websockets.sync.server import ServerConnection
from websockets.sync.server import serve as listen
from websockets.typing import Subprotocol

from alerts.feed import write_feeds
from alerts.timing import MOST_ATTEMPTS
from flows.delivering import Delivering
from tests.alerts.messages import make_message
from tests.alerts.telling import FIRST, TOP_FIVE, UP, live, on
from tests.flows.posting import Posted, keys_of
from tests.servers import Server, answer, serve
from warehouse import outbox

DOWN = FIRST | {"gus": 1399.0}
MINUTE = timedelta(minutes=1)


@pytest.fixture
def well() -> Iterator[Server]:
    """A receiver that is well."""
    with serve(lambda _: answer(b"ok")) as server:
        yield server


@pytest.fixture
def sick() -> Iterator[Server]:
    """A receiver that fails."""
    with serve(lambda _: answer(b"", 500)) as server:
        yield server


def refusing() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"json://127.0.0.1:{listener.getsockname()[1]}"


def test_files_that_cannot_be_written_keep_nobody_from_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server
) -> None:
    """JSON lines are tried again like any receiver; feeds are a fault of the run, which is told."""
    with Posted(tmp_path, monkeypatch, well=well) as told:
        told.teller = replace(told.teller, receivers=("jsonl", "well"))
        told.days(FIRST, UP)
        told.settings.alerts_file.mkdir()
        told.settings.feeds.write_text("no folder")
        delivering = Delivering(told.settings, told.teller.rules, lambda: told.now)
        delivering.work_off()

        jsonl, posted = delivering.sent
        assert (posted.receiver, posted.state) == ("well", "sent")
        assert (jsonl.state, jsonl.error) == (
            "due",
            f"jsonl: expected {told.settings.alerts_file} to be written, found: Is a directory",
        )
        assert delivering.fault.startswith(f"feeds: expected {told.settings.feeds} to be written")


def test_a_clock_that_was_set_back_hides_nothing_from_the_feeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server
) -> None:
    """What is told then stands in them, although it is not the latest by its time."""
    with Posted(tmp_path, monkeypatch, well=well) as told:
        told.days(FIRST, UP)
        told.deliver()
        late = make_message(made_at=told.now - 60 * MINUTE, rule="top-five")
        outbox.post(told.connection, [late], ())
        told.deliver()

    feed = (tmp_path / "feeds" / "top-five.xml").read_text(encoding="utf-8")
    assert "qwen3.7-max enters Code Arena WebDev" in feed


def test_a_receiver_that_fails_for_an_hour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server, sick: Server
) -> None:
    """First it errs, then it is away; then it gets what waited, in order, under the same keys."""
    monkeypatch.setattr("random.random", lambda: 0.0)
    with (
        Posted(tmp_path, monkeypatch, sick=sick, well=well) as told,
        serve(lambda _: answer(b"ok")) as mended,
    ):
        told.days(FIRST, UP)
        start = told.now
        told.deliver()
        assert keys_of(well) == told.keys("well")
        waits = []
        while told.next_attempt("sick") < start + 60 * MINUTE:
            waits.append((told.next_attempt("sick") - told.now).total_seconds())
            if told.now > start + 20 * MINUTE:
                told.move("sick", refusing())
            ((receiver, state, _),) = told.deliver(told.next_attempt("sick"))
            assert (receiver, state) == ("sick", "due")
        told.keep(live(DOWN, 2))
        told.deliver()
        told.keep(live(UP | {"gus": 1476.0}, 3))
        told.deliver()
        assert keys_of(well) == told.keys("well")
        told.move("sick", mended)
        told.deliver(told.now + 15 * MINUTE)

        assert waits == [30, 60, 120, 240, 480, 900, 900]
        assert keys_of(mended) == told.keys("sick")
        assert len(keys_of(mended)) == 3
        assert set(keys_of(sick)) == set(told.keys("sick")[:1])


def test_what_failed_too_often_is_dead_and_the_next_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server, sick: Server
) -> None:
    """It stands on record with its error; it holds up nothing."""
    with Posted(tmp_path, monkeypatch, team=sick) as told:
        told.days(FIRST, UP)
        told.connection.execute("UPDATE record.deliveries SET attempts = ?", [MOST_ATTEMPTS - 1])
        told.keep(live(DOWN, 2))
        told.deliver()
        rows = told.rows("SELECT state, attempts, error FROM alerts ORDER BY made_at")
        told.move("team", well)
        told.deliver(told.now + MINUTE)

        error = "team: expected status 2xx, found 500 Internal Server Error"
        assert rows == [("dead", MOST_ATTEMPTS, error), ("due", 1, error)]
        assert keys_of(well) == told.keys("team")[1:]


def test_a_file_of_receivers_that_is_gone_fails_one_delivery_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server
) -> None:
    """It is told with the delivery, which is tried again when the file is back."""
    with Posted(tmp_path, monkeypatch, team=well) as told:
        told.days(FIRST, UP)
        told.settings = told.settings.model_copy(update={"receivers": tmp_path / "gone.yml"})
        ((_, state, error),) = told.deliver()
        told.settings = told.settings.model_copy(update={"receivers": None})
        told.deliver(told.now + MINUTE)

        assert (state, "gone.yml" in error) == ("due", True)
        assert keys_of(well) == told.keys("team")


@contextmanager
def refusing_scheduler() -> Iterator[str]:
    """The address of a server of events that no password opens."""

    def refuse(connection: ServerConnection) -> None:
        connection.recv()
        connection.send(json.dumps({"type": "auth_failure", "reason": "no"}))

    subprotocols = [Subprotocol("prefect")]
    with listen(refuse, "127.0.0.1", 0, subprotocols=subprotocols) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.socket.getsockname()[1]}/api"
        server.shutdown()


def test_a_scheduler_that_takes_no_events_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server
) -> None:
    """It is away, or does not let us in: that is told, and the others get theirs at once."""
    rules = TOP_FIVE + "    receivers: [prefect, team]\n"
    with refusing_scheduler() as closed, Posted(tmp_path, monkeypatch, rules, team=well) as told:
        told.days(FIRST, UP)
        away = refusing().replace("json:", "http:") + "/api"
        with temporary_settings({PREFECT_API_URL: away}):
            start = time.monotonic()
            ends = told.deliver()
            seconds = time.monotonic() - start
        with temporary_settings({PREFECT_API_URL: closed}):
            again = told.deliver(told.now + MINUTE)

        expected = "prefect: expected a server that takes events, found"
        assert ends == [
            ("prefect", "due", f"{expected} ConnectionRefusedError"),
            ("team", "sent", ""),
        ]
        assert again == [("prefect", "due", f"{expected} one that does not let us in")]
        assert seconds < 5


def test_what_comes_after_the_last_look_of_another_is_sent_when_that_one_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, well: Server
) -> None:
    """Who tells something meanwhile finds the other busy, waits a moment, and sends it."""
    with Posted(tmp_path, monkeypatch, team=well) as told:
        later = Thread(target=told.deliver)

        def meanwhile(*feeds: object) -> None:
            write_feeds(*feeds)  # type: ignore[arg-type]
            if len(told.messages) == 1:  # the last look is over
                told.keep(live(DOWN, 2))
                later.start()

        monkeypatch.setattr("flows.delivering.write_feeds", meanwhile)
        told.days(FIRST, UP)
        told.deliver()
        later.join(timeout=30)

        assert keys_of(well) == told.keys("team")
        assert len(keys_of(well)) == 2


def test_who_was_tried_may_have_got_it_and_is_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sick: Server, well: Server
) -> None:
    """An answer that never came says nothing: it goes out again, and then what is so."""
    with Posted(tmp_path, monkeypatch, team=sick) as told:
        told.keep(live(FIRST, 0))
        told.keep(live(UP, 3))
        told.deliver()
        told.keep(live(UP, 1))
        told.move("team", well)
        told.deliver(on(3) + MINUTE)

        assert [reason for reason, _ in told.said] == ["first", "corrected"]
        assert keys_of(well) == told.keys("team")
        assert keys_of(sick) == told.keys("team")[:1]
