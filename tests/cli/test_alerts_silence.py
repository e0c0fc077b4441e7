"""`podium alerts silence`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.alerting import FIRST, UP, Alerting
from tests.cli.conftest import rows
from tests.record import BOARD


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alerting:
    """A home with one day of a board."""
    made = Alerting(tmp_path / "home", monkeypatch)
    made.live(FIRST)
    return made


def test_what_is_silenced_is_noted_and_not_sent(home: Alerting) -> None:
    """A message of that time is there, and its delivery is not made."""
    result = home.ask("silence", BOARD, "--until", "2026-06-01")
    assert result.exit_code == 2  # a time that is over
    home.change("INSERT INTO record.quieted VALUES ('acme/*', '2026-06-01', '2026-05-01')")
    home.live(UP, first=1)

    assert home.rows("SELECT state, error FROM record.deliveries") == [("cancelled", "silenced")]
    assert home.rows("SELECT count(*) FROM record.messages") == [(1,)]


def test_a_while_ahead(home: Alerting) -> None:
    """`8h` means from now on; the list has it, and so has the status."""
    now = datetime.now(UTC).replace(tzinfo=None)
    result = home.ask("silence", BOARD, "--until", "8h")
    (listed,) = rows(home.ask("silence", "--json"))

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"nothing is sent of {BOARD} until ")
    until = datetime.fromisoformat(listed["until"]).replace(tzinfo=None)
    assert timedelta(0) <= until - now - timedelta(hours=8) < timedelta(minutes=1)
    assert BOARD in home.ask("status").stdout.partition("silenced")[2]


def test_a_pattern_says_what_it_fits(home: Alerting) -> None:
    """Rules and boards alike."""
    board, rule = home.ask("silence", "acme/*", "--until", "3d"), "top-five"

    assert f"nothing is sent of acme/* ({BOARD}) until " in board.stdout
    assert home.ask("silence", rule, "--until", "3d").exit_code == 0


def test_said_again_the_last_word_holds(home: Alerting) -> None:
    """A silence can be made shorter, and ended."""
    for until in ("2999-01-02", "2999-01-01"):
        assert home.ask("silence", BOARD, "--until", until).exit_code == 0
    listed = rows(home.ask("silence", "--json"))
    ended = home.ask("silence", "--off", BOARD)

    assert listed == [{"pattern": BOARD, "until": "2999-01-01T00:00:00Z"}]
    assert (ended.exit_code, home.ask("silence", "--off", BOARD).exit_code) == (0, 1)
    assert home.ask("silence").stdout.startswith("nothing is silenced")


@pytest.mark.parametrize("pattern", ["acme/ches", "\x1b[31mred \u202e", "nobody*"])
def test_a_pattern_that_fits_nothing_is_a_mistake(home: Alerting, pattern: str) -> None:
    """What is near is told; what was typed does not steer the terminal."""
    result = home.ask("silence", pattern, "--until", "3d")

    assert result.exit_code == 1
    assert BOARD in result.stderr
    assert not {"\x1b", "\u202e"} & set(result.stderr)
    assert rows(home.ask("silence", "--json")) == []


@pytest.mark.parametrize(
    "words", [(BOARD,), ("--until", "8h"), (BOARD, "--until", "soon"), (BOARD, "--off", BOARD)]
)
def test_what_is_meant_must_be_clear(home: Alerting, words: tuple[str, ...]) -> None:
    """A pattern has a time, and a time has a pattern."""
    assert home.ask("silence", *words).exit_code == 2


def test_boards_can_be_silenced_while_the_rules_are_wrong(home: Alerting) -> None:
    """What is wrong is said beside."""
    home.rules("rules: [")
    result = home.ask("silence", BOARD, "--until", "3d")

    assert result.exit_code == 0, result.output
    assert "my-rules.yml: line" in result.stderr
