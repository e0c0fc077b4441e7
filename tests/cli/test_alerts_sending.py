"""`podium alerts test`, `deliver` and `resend`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from tests.cli.alerting import ENTERED, FIRST, UP, Alerting
from tests.servers import Request, Server, answer, serve


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alerting:
    """A home in which nothing is recorded yet."""
    return Alerting(tmp_path / "home", monkeypatch)


@pytest.fixture
def hook(home: Alerting) -> Iterator[Server]:
    """A webhook that is the receiver `team`; it takes all but what has `refuse` in its path."""

    def take(request: Request) -> bytes:
        return answer(b"", 500 if "refuse" in request.path else 200)

    with serve(take) as server:
        home.set(PODIUM_RECEIVER_TEAM=_address(server, "s3cret"))
        yield server


@pytest.fixture
def due(home: Alerting, hook: Server, prefect_api: str) -> Iterator[Alerting]:
    """A home with one alert that is due to the team, and a server for its flows."""
    assert hook.url
    home.live(FIRST, UP)
    with temporary_settings({PREFECT_API_URL: prefect_api}):
        yield home


def _address(server: Server, path: str) -> str:
    return f"{server.url.replace('http://', 'json://')}/{path}"


def test_an_example_goes_to_each_receiver(home: Alerting, hook: Server) -> None:
    """It says that it is a test; the address is shown without what is secret of it."""
    result = home.ask("test")

    host = hook.url.removeprefix("http://")
    assert (result.exit_code, result.stdout) == (0, f"team  json://{host}/****  ok\n")
    (request,) = hook.requests
    sent = json.loads(request.body)
    assert "This is a test, and nothing happened: Model A enters Example board" in sent["message"]
    message = sent["podium"]["messages"][0]
    assert (message["rule"], request.path) == ("test", "/s3cret")
    assert [line["kind"] for line in message["lines"]] == ["test"]  # no program takes it for news


def test_a_receiver_that_refuses_is_told_and_the_others_get_theirs(
    home: Alerting, hook: Server
) -> None:
    """What went wrong and where to look, without the address; the status is 1."""
    home.set(PODIUM_RECEIVER_DESK=_address(hook, "refuse/s3cret"))
    result = home.ask("test")

    desk, team = result.stdout.splitlines()
    assert result.exit_code == 1
    assert desk.endswith(
        "not sent: expected status 2xx, found 500 Internal Server Error; check its address, in "
        "PODIUM_RECEIVER_DESK or in the file of PODIUM_RECEIVERS"
    )
    assert team.endswith("ok")
    assert "s3cret" not in result.output


def test_those_without_address_are_told_how_to_get_one(home: Alerting) -> None:
    """No receiver at all, and one that has none."""
    none, unknown = home.ask("test"), home.ask("test", "nobody")

    assert (none.exit_code, unknown.exit_code) == (1, 1)
    assert "set PODIUM_RECEIVER_<NAME>" in none.stderr
    assert unknown.stdout.startswith("nobody  no address  not sent: receiver 'nobody': expected")
    assert "set PODIUM_RECEIVER_NOBODY" in unknown.stdout


def test_the_built_in_ones_are_tried_by_name(home: Alerting, hook: Server) -> None:
    """The file of JSON lines gets a line; events need a server that stays."""
    lines, events = home.ask("test", "jsonl"), home.ask("test", "prefect")

    assert (lines.exit_code, events.exit_code, hook.requests) == (0, 1, [])
    written = (home.folder / "alerts.jsonl").read_text(encoding="utf-8")
    assert json.loads(written)["rule"] == "test"
    assert "expected the address of a server in PREFECT_API_URL" in events.stdout


def test_what_is_due_is_delivered(due: Alerting, hook: Server) -> None:
    """Once, to whom it goes; then nothing is left to send."""
    first, second = due.ask("deliver"), due.ask("deliver")

    assert (first.exit_code, first.stdout) == (0, "1 alert sent to team\n")
    assert (second.exit_code, second.stdout) == (0, "nothing was sent\n")
    assert [ENTERED in request.body.decode() for request in hook.requests] == [True]


def test_what_is_refused_is_tried_again_given_up_and_sent_again(
    due: Alerting, hook: Server
) -> None:
    """The first failure says when it is tried again; a dead letter goes out under its key."""
    due.set(PODIUM_RECEIVER_TEAM=_address(hook, "refuse"))
    refused = due.ask("deliver")
    due.change("UPDATE record.deliveries SET state = 'dead', attempts = 293")
    due.set(PODIUM_RECEIVER_TEAM=_address(hook, "taken"))
    again = due.ask("resend", "--dead")

    assert (refused.exit_code, again.exit_code) == (1, 0), again.output
    assert refused.stdout.startswith(
        "1 alert to team not sent: expected status 2xx, found 500 Internal Server Error; it is "
        "tried again\n1 to team is tried again at "
    )
    ((key,),) = due.rows("SELECT key FROM record.deliveries")
    assert again.stdout.startswith(f"{str(key)[:12]} to team: sent: {ENTERED}")
    assert [request.headers["idempotency-key"] for request in hook.requests] == [key, key]


def test_a_named_delivery_is_sent_again(due: Alerting, hook: Server) -> None:
    """By its key, or the beginning of it, as the end of a message has it."""
    assert due.ask("deliver").exit_code == 0
    ((key,),) = due.rows("SELECT key FROM record.deliveries")

    assert due.ask("resend", str(key)[:12]).exit_code == 0
    assert [request.headers["idempotency-key"] for request in hook.requests] == [key, key]


def test_what_is_not_so_any_more_is_never_sent_again(home: Alerting, hook: Server) -> None:
    """The error says why, and where to find what is so."""
    home.live(FIRST, UP)
    home.change("UPDATE record.deliveries SET state = 'cancelled', error = 'superseded'")
    ((key,),) = home.rows("SELECT key FROM record.deliveries")
    result = home.ask("resend", str(key))

    assert (result.exit_code, hook.requests) == (1, [])
    assert "found a cancelled one (superseded): its message is not so any more" in result.stderr


def test_a_key_that_is_not_there_is_told_what_is_near(home: Alerting) -> None:
    """One wrong letter, something else altogether, and the id of a message in its place."""
    home.live(FIRST, UP)
    ((key,),) = home.rows("SELECT key FROM record.deliveries")
    near, far = home.ask("resend", f"x{str(key)[1:]}"), home.ask("resend", "nonsense")

    ((message,),) = home.rows("SELECT message_id FROM record.deliveries")
    other = home.ask("resend", str(message))

    assert (near.exit_code, far.exit_code, other.exit_code) == (1, 1, 1)
    assert f"that is a message, and its deliveries are: {key} to team" in other.stderr
    assert f"near it: {key}" in near.stderr
    assert "`podium sql" in far.stderr


def test_what_to_resend_must_be_said(home: Alerting) -> None:
    """Keys or a flag, not both and not neither; without dead letters there is nothing to do."""
    home.live(FIRST, UP)
    results = [home.ask("resend", *words) for words in ((), ("12345678", "--dead"), ("--dead",))]

    assert [result.exit_code for result in results] == [2, 2, 0]
    assert results[-1].stdout == "nothing was given up\n"


@pytest.mark.parametrize("words", [("deliver",), ("resend", "--dead"), ("silence",)])
def test_without_a_record_it_is_said_what_to_do(home: Alerting, words: tuple[str, ...]) -> None:
    """Nothing is made by asking."""
    result = home.ask(*words)

    assert result.exit_code == 1
    assert "nothing has been recorded yet" in result.stderr
    assert not home.writer_file.exists()
