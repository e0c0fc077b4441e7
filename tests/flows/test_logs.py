"""The log of the service: one line for each thing, for machines and for people, without secrets."""

import io
import json
import logging
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.known_secrets import masker_of
from flows.logs import configure, form_of, log
from leaderboard.masking import MASK, Masker
from leaderboard.settings import Settings

SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=6).filter(
    lambda text: text not in MASK * 9
)
HOSTILE = "\x1b[31mred\x1b[0m\nlevel=error \u202egnp.exe\u2028\x00"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the log goes; afterwards there is none again."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield io.StringIO()
    configure("off", Masker())
    root.handlers[:] = before
    logging.captureWarnings(capture=False)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    """What was logged."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(secret: str) -> None:
    """An error whose cause has the secret in its words, and so has the error."""
    try:
        {}[secret]
    except KeyError as error:
        raise RuntimeError(f"no connection to postgresql://me:{secret}@db") from error


def test_a_line_has_time_level_event_and_facts(stream: io.StringIO) -> None:
    """The time is UTC in ISO form, and figures are figures."""
    configure("json", Masker(), stream)
    log.info("board", board="acme/chess", outcome="changed", rows=12, seconds=0.5, reason=None)

    (line,) = lines(stream)
    assert list(line)[:3] == ["time", "level", "event"]
    assert datetime.now(UTC) >= datetime.fromisoformat(line.pop("time"))
    assert line == {
        "level": "info",
        "event": "board",
        "board": "acme/chess",
        "outcome": "changed",
        "rows": 12,
        "seconds": 0.5,
        "reason": None,
    }


def test_other_libraries_come_through_the_same_renderer(stream: io.StringIO) -> None:
    """Records of the standard library are lines with their logger; `extra` becomes facts."""
    configure("json", Masker(), stream)
    logging.getLogger("prefect.server").warning("late %s", "run")
    logging.getLogger("podium.pages").info("retry", extra={"wait_seconds": 2.5})

    other, ours = lines(stream)
    assert (other["event"], other["level"], other["logger"]) == (
        "late run",
        "warning",
        "prefect.server",
    )
    assert (ours["event"], ours["wait_seconds"]) == ("retry", 2.5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(secret=SECRETS)
def test_no_secret_reaches_a_line(stream: io.StringIO, secret: str) -> None:
    """Not as a fact, in words, in a chain of errors, by the standard library or inside of data."""
    stream.seek(0)
    stream.truncate()
    environ = {"PODIUM_ACME_KEY": secret}
    configure("json", masker_of(Settings(), environ), stream)
    try:
        fail(secret)
    except RuntimeError:
        log.exception("broken", url=f"https://h/?x={secret}", data={"deep": [secret.encode()]})
        logging.getLogger("httpx").exception("broken %r", secret)
    log.info(secret, **{"some fact": secret})

    assert len(lines(stream)) == 3
    assert secret not in json.dumps(lines(stream), ensure_ascii=False)
    assert MASK in lines(stream)[2]["event"]
    assert "The above exception was the direct cause" in lines(stream)[0]["exception"]


def test_receivers_and_lake_are_secrets(stream: io.StringIO, tmp_path: Path) -> None:
    """The file of receivers is one of the places that secrets come from, even if it is broken."""
    whole, broken = tmp_path / "receivers.yml", tmp_path / "broken.yml"
    whole.write_text("team: slack://TokenAAAA1/TokenBBBB2/TokenCCCC3\n")
    broken.write_text("team: [slack://TokenAAAA1/TokenBBBB2/TokenCCCC3\n")
    for file in (whole, broken):
        settings = Settings(receivers=file, lake="postgresql://me:lake-secret@127.0.0.1/lake")
        configure("json", masker_of(settings, {}), stream)
        log.info("sent", to="TokenBBBB2", lake="lake-secret")

        assert lines(stream)[-1]["to"] == MASK
        assert "lake-secret" not in stream.getvalue()


@pytest.mark.parametrize("form", ["json", "text"])
def test_hostile_text_breaks_neither_line_nor_terminal(stream: io.StringIO, form: Any) -> None:  # noqa: ANN401 - either form
    """What steers a terminal or begins a line is escaped."""
    configure(form, Masker(), stream)
    log.info("board", reason=HOSTILE)
    logging.getLogger("other").warning(HOSTILE)

    written = stream.getvalue()
    assert len(written.splitlines()) == 2
    assert not set("\u202e\u2028\x00") & set(written)
    assert "\x1b[31mred" not in written


def test_people_read_words_in_colour(stream: io.StringIO) -> None:
    """In a terminal a line is text with its facts, and an error shows no variables."""
    configure("text", Masker(), stream)
    words = "in a variable only"
    try:
        fail("x" * len(words))
    except RuntimeError:
        log.exception("broken", board="acme/chess")

    assert "acme/chess" in stream.getvalue()
    assert "RuntimeError: no connection" in stream.getvalue()
    assert "\x1b[" in stream.getvalue()
    assert words not in stream.getvalue()


def test_commands_of_people_log_nothing_unless_told(capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing is written where the log is off; runs of the service have it on."""
    configure("off", Masker())
    log.error("broken")
    logging.getLogger("podium.pages").error("broken")

    assert tuple(capfd.readouterr()) == ("", "")
    assert form_of(Settings(), is_service=False) == "off"
    assert form_of(Settings(), is_service=True) == "json"
    assert form_of(Settings(log="text"), is_service=False) == "text"
    assert form_of(Settings(log="off"), is_service=True) == "off"


@pytest.mark.filterwarnings("ignore:Logger 'prefect.flow_runs' attempted")
def test_what_prefect_sends_to_its_server_has_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its handlers get words and errors with the secrets taken out."""
    monkeypatch.setenv("PODIUM_ACME_KEY", "hidden-secret")
    heard: list[str] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(self.format(record))

    logger, listening = logging.getLogger("prefect.flow_runs"), Listening()
    logger.addHandler(listening)
    try:
        configure("off", masker_of(Settings(), os.environ))
        fail("hidden-secret")
    except RuntimeError:
        logger.exception("broken by %s", "hidden-secret")
    finally:
        logger.removeHandler(listening)

    assert len(heard) == 1
    assert "broken by ****" in heard[0]
    assert "hidden-secret" not in heard[0]
