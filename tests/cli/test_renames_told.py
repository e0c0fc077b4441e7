"""What a decision about a rename tells, and to whom."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import podium
from tests.alerts.telling import Told, live
from tests.cli.alerting import Alerting
from tests.cli.test_renames import CERTAIN, LAST, MOVED, UNCERTAIN, UNVOTED, write_board_files
from tests.record import BOARD
from tests.renaming import page

RULES = "rules:\n  comers:\n    kinds: [entered, left]\n"
DAYS = (
    page(UNVOTED),
    page(UNVOTED, CERTAIN),
    page(MOVED, CERTAIN | UNCERTAIN),
    page(LAST, CERTAIN | UNCERTAIN),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Alerting:
    """A home in which the team was told that m07 left and maybe came, which may be one model."""
    made = Alerting(tmp_path / "home", monkeypatch)
    made.writer_file.parent.mkdir()
    with Told(made.writer_file.parent, RULES, ("team",)) as told:
        for day, entries in enumerate(DAYS):
            told.keep(live(entries, day))
        told.mark_sent("team")
    made.rules(RULES)
    made.set(PODIUM_SOURCES=str(made.folder / "sources"))
    (made.folder / "sources").mkdir()
    write_board_files(made.folder / "sources")
    return made


def _accept() -> Result:
    return CliRunner().invoke(podium, ["renames", "accept", BOARD, "m07", "maybe"])


def test_what_turns_out_to_be_a_rename_is_corrected(home: Alerting) -> None:
    """Whoever was told that one left and another came is told that it is not so."""
    assert home.rows("SELECT reason FROM record.messages") == [("first",)]
    accepted = _accept()

    assert (accepted.exit_code, accepted.stderr) == (0, "")
    ((receiver, state),) = home.rows(
        "SELECT receiver, state FROM alerts WHERE reason = 'corrected'"
    )
    assert (receiver, state) == ("team", "due")


def test_wrong_rules_do_not_keep_anybody_from_deciding(home: Alerting) -> None:
    """It is decided, and said that nothing is told of it for now."""
    home.rules("rules: [")
    accepted = _accept()

    assert accepted.exit_code == 0, accepted.output
    assert accepted.stderr.startswith("note: my-rules.yml: line")
