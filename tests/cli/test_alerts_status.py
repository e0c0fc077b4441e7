"""`podium alerts status`, and what the doctor and the renames say of alerts."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.cycle import report
from cli.main import podium
from cli.sent import sent_lines
from flows.delivering import Sent
from flows.running import End
from flows.tally import Tally
from leaderboard.alert import DeliveryState
from tests.cli.alerting import ENTERED, FIRST, RULES, UP, Alerting
from tests.cli.conftest import HOSTILE, rows

NAMED = f"{RULES}    receivers: [desk, team]\n"
DEAD = "UPDATE record.deliveries SET state = 'dead', error = 'team: found 500', attempts = 293"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alerting:
    """A home without a record, whose rule tells the team."""
    made = Alerting(tmp_path / "home", monkeypatch)
    made.set(PODIUM_RECEIVER_TEAM="json://user:s3cret@127.0.0.1:9/s3cret")
    return made


def _publish(home: Alerting) -> None:
    shutil.copy(home.writer_file, home.folder / "podium.duckdb")


def _doctor(home: Alerting) -> tuple[int, list[tuple[str, str]]]:
    """What the doctor says of alerts."""
    home.set(PODIUM_SOURCES=str(Path(__file__).resolve().parents[2] / "sources"))
    result = CliRunner().invoke(podium, ["doctor", "--json"])
    found = [f for f in json.loads(result.stdout) if f["subject"] == "alerts"]
    return result.exit_code, [(f["verdict"], f["text"]) for f in found]


def test_before_anything_is_recorded(home: Alerting) -> None:
    """Rules and receivers are shown, addresses masked, and what to look at next."""
    result = home.ask("status")

    assert result.exit_code == 0, result.output
    assert "top-five  on     everyone" in result.stdout
    assert "team      json://127.0.0.1:9/****" in result.stdout
    assert "nothing was told yet; `podium alerts preview`" in result.stdout
    assert "s3cret" not in result.output


def test_what_is_due_waits_and_is_dead(home: Alerting) -> None:
    """Each in a table of its own; dead letters come first, as a problem with what to do."""
    home.live(FIRST, UP)
    home.change("UPDATE record.events SET state = 'waiting'")
    due = home.ask("status").stdout
    home.change(DEAD)
    result = home.ask("status")

    assert (ENTERED in due, "To be sent" in due, "Dead letters" in due) == (True, True, False)
    assert "top-five  on     everyone                2" in due
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "problem  1 dead letter to team: team: found 500; mend the cause, see that `podium alerts "
        "test team` arrives, then `podium alerts resend --receiver team`\n"
    )
    ((key,),) = home.rows("SELECT key FROM record.deliveries")
    assert str(key) in result.stdout.partition("Dead letters")[2]


def test_json_has_all_of_it(home: Alerting) -> None:
    """One object each, with its kind."""
    home.live(FIRST, UP)
    told = rows(home.ask("status", "--json"))

    kinds = [row["what"] for row in told]
    assert kinds == ["rule", "receiver", "delivery", "record"]
    (delivery,) = (row for row in told if row["what"] == "delivery")
    assert (delivery["receiver"], delivery["state"], delivery["attempts"]) == ("team", "due", 0)
    assert told[-1]["last_told_at"] == "2026-05-02T06:00:00Z"


def test_what_keeps_alerts_from_arriving_comes_first(home: Alerting) -> None:
    """A receiver without address, wrong rules, a wrong address: each with what to do."""
    home.rules(NAMED)
    nameless = home.ask("status").stdout.splitlines()[0]
    home.rules("rules: [")
    home.set(PODIUM_RECEIVER_TEAM="nonsense://x")
    rule, address = home.ask("status").stdout.splitlines()[:2]

    assert nameless == (
        "problem  receiver desk of rule top-five has no address; set PODIUM_RECEIVER_DESK, or "
        "name it in the file of PODIUM_RECEIVERS"
    )
    assert rule.startswith("problem  my-rules.yml: line ")
    assert address.startswith("problem  receiver 'team': expected an address that Apprise")


def test_a_hostile_headline_does_not_steer_the_terminal(home: Alerting) -> None:
    """In the table of what is due, and in JSON."""
    home.live(FIRST, FIRST | {HOSTILE: 1600.0})

    for options in ((), ("--json",)):
        printed = home.ask("status", *options).stdout
        assert "[bold]loud[/bold]" in printed
        assert not {"\x1b", "\u202e"} & set(printed)


def test_the_doctor_finds_what_is_wrong_with_alerts(home: Alerting) -> None:
    """Dead letters and receivers without address are problems, a file for all is a note."""
    secret = home.folder / "receivers.yml"
    home.live(FIRST, UP)
    secret.write_text("other: json://127.0.0.1:9\n", encoding="utf-8")
    os.chmod(secret, 0o644)  # noqa: PTH101 - what the test is about
    home.set(PODIUM_RECEIVERS=str(secret))
    home.rules(NAMED)
    home.change(DEAD)
    _publish(home)
    status, found = _doctor(home)

    assert status == 1
    assert [verdict for verdict, _ in found] == ["problem", "note", "ok", "ok", "problem"]
    assert "receiver desk of rule top-five has no address" in found[0][1]
    assert "others than its owner can read these addresses" in found[1][1]
    assert "1 dead letter to team" in found[-1][1]


def test_the_doctor_is_content_where_all_is_well(home: Alerting) -> None:
    """How many rules tell something, and who is told."""
    _, found = _doctor(home)

    assert [verdict for verdict, _ in found] == ["ok", "ok"]
    assert found[1][1] == "receivers: team"


def test_a_run_does_not_fail_for_an_alert(capsys: pytest.CaptureFixture[str]) -> None:
    """It says what was not sent, and ends well."""
    tally = Tally(sent=[Sent("ops", 1, DeliveryState.DUE, "ops: found \x1b 500")])
    report(tally, End(is_completed=True, message=""), "page")

    last = capsys.readouterr().out.splitlines()[-1]
    assert last == r"1 alert to ops not sent: found \x1b 500; it is tried again"


def test_a_run_says_what_became_of_alerts() -> None:
    """How many went to whom; what did not arrive, and whether it is tried again."""
    sent = [
        Sent("team", 1, DeliveryState.SENT),
        Sent("team", 3, DeliveryState.SENT),
        Sent("ops", 1, DeliveryState.DUE, "ops: expected status 2xx, found 500"),
        Sent("desk", 2, DeliveryState.DEAD, "desk: expected status 2xx, found 410 Gone"),
    ]

    assert list(sent_lines(sent)) == [
        "4 alerts sent to team",
        "1 alert to ops not sent: expected status 2xx, found 500; it is tried again",
        (
            "2 alerts to desk not sent: expected status 2xx, found 410 Gone; given up, "
            "`podium alerts resend --dead` tries again"
        ),
    ]
