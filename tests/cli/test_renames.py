"""`podium renames`."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from click.testing import CliRunner

from cli.main import podium
from tests.cli.conftest import HOSTILE, Ask, rows
from tests.record import BOARD, Record, make_capture, make_source
from tests.renaming import ROWS, Row, page

CERTAIN = {"m05": "new"}
UNCERTAIN = {"m07": "maybe"}
UNVOTED = [row._replace(votes=None) if row.model in {"m07", "m11"} else row for row in ROWS]
# Without votes and with a score that is hardly another it may be the same model, or not.
MOVED = [row._replace(score=1432.0) if row.model == "m07" else row for row in UNVOTED]
LAST = [
    *(row for row in MOVED if row.model != "m11"),
    Row(HOSTILE, 1391.0, None, "Beta"),
]


def write_board_files(folder: Path, *more: str) -> None:
    """The source file of the board, with other boards of the same publisher beside it."""
    data: dict[str, Any] = make_source().model_dump(mode="json", exclude_none=True)
    chess = data["boards"]["chess"] | {"cadence": "1d"}
    data["boards"] = dict.fromkeys(("chess", *more), chess)
    (folder / "acme.yml").write_text(yaml.safe_dump(data), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with four days: a certain rename, then one that may be; to be copied."""
    folder = tmp_path_factory.mktemp("renames")
    (folder / "writer").mkdir()
    both = CERTAIN | UNCERTAIN
    days = page(UNVOTED), page(UNVOTED, CERTAIN), page(MOVED, both), page(LAST, both)
    with Record(folder / "writer") as record:
        record.keep(*(make_capture(entries, day) for day, entries in enumerate(days)))
    shutil.copy(folder / "writer" / "warehouse.duckdb", folder / "podium.duckdb")
    (folder / "sources").mkdir()
    write_board_files(folder / "sources", "go")
    return folder


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """That home for the test alone."""
    return Path(shutil.copytree(made, tmp_path / "home"))


@pytest.fixture
def ask(home: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run `podium` with these arguments in that home."""
    monkeypatch.setenv("PODIUM_HOME", str(home))
    monkeypatch.setenv("PODIUM_SOURCES", str(home / "sources"))
    return lambda *arguments, **more: CliRunner().invoke(podium, list(arguments), **more)


def states(ask: Ask, *options: str) -> Mapping[tuple[str, str], str]:
    """The renames that are listed, by their names."""
    listed = rows(ask("renames", "--json", *options))
    return {(row["old_model"], row["new_model"]): row["state"] for row in listed}


def test_only_what_nobody_decided_is_listed(ask: Ask) -> None:
    """By default those that may be, expired or not; `--all` adds those that were applied."""
    assert states(ask) == {("m07", "maybe"): "expired", ("m11", HOSTILE): "proposed"}
    assert states(ask, "--all") == {**states(ask), ("m05", "new"): "applied"}


def test_the_table_tells_what_speaks_for_each(ask: Ask) -> None:
    """Rank, score and votes before and after, the certainty and what was made of it."""
    lines = ask("renames", "--all").stdout.splitlines()

    assert lines[0].split("  ")[0] == "observed"
    applied = next(line for line in lines if "applied" in line)
    assert applied.split() == [
        *("2026-05-02", "06:00", BOARD, "m05", "new", "6", "1450", "6000", "1.0000", "applied")
    ]


def test_what_differs_is_shown_from_to(ask: Ask) -> None:
    """A score that moved with the name is there twice; votes that nobody told are not there."""
    (line,) = (line for line in ask("renames").stdout.splitlines() if "proposed" in line)

    assert "  12    1390 to 1391  " in line


def test_hostile_names_are_printed_escaped(ask: Ask) -> None:
    """No name steers the terminal, be it listed or decided upon; in JSON it is as published."""
    listed = ask("renames").stdout
    accepted = ask("renames", "accept", BOARD, "m11", HOSTILE)

    assert accepted.exit_code == 0, accepted.output
    for text in (listed, accepted.stdout):
        assert r"\x1b[31mred\x1b[0m [bold]loud[/bold] \u202egnp.exe" in text
        assert not {"\x1b", "\u202e"} & set(text)


def test_json_has_all_that_is_known_of_a_rename(ask: Ask) -> None:
    """Times are in UTC, figures are numbers, and the snapshot leads to the evidence."""
    (found,) = (r for r in rows(ask("renames", "--all", "--json")) if r["new_model"] == "new")

    assert isinstance(found.pop("snapshot_id"), str)
    assert found.pop("certainty") > 0.98
    assert found == {
        "board": BOARD,
        "observed_at": "2026-05-02T06:00:00Z",
        "old_model": "m05",
        "new_model": "new",
        "organization": "Beta",
        "old_standing": 6,
        "new_standing": 6,
        "old_score": 1450.0,
        "new_score": 1450.0,
        "old_votes": 6000,
        "new_votes": 6000,
        "state": "applied",
        "channel": "archive",
    }


def test_refusing_splits_the_history(ask: Ask) -> None:
    """Readers see two models at once, and who left or entered by it is no headline."""
    refused = ask("renames", "refuse", BOARD, "m05", "new")

    assert (refused.exit_code, refused.stdout) == (0, f"m05 and new are two models on {BOARD}\n")
    names = {row["model"] for row in rows(ask("history", "new", "--json"))}
    presence = rows(ask("changes", "--all", "--until", "2026-05-02", "--kind", "entered", "--json"))
    assert names == {"new"}
    assert [(row["model"], row["cause"]) for row in presence] == [("new", "alias")]
    assert states(ask, "--all")["m05", "new"] == "refused"


def test_accepting_joins_the_history(ask: Ask) -> None:
    """Both names lead to the same intervals, from the first day of the old name."""
    accepted = ask("renames", "accept", BOARD, "m07", "maybe")

    assert accepted.exit_code == 0, accepted.output
    assert accepted.stdout.startswith(f"m07 is maybe on {BOARD}; `podium history`")
    old, new = (rows(ask("history", name, "--json")) for name in ("m07", "maybe"))
    assert old == new
    assert old[0]["valid_from"] == "2026-05-01T06:00:00Z"
    assert states(ask) == {("m11", HOSTILE): "proposed"}


def test_the_last_word_holds(ask: Ask) -> None:
    """What was refused can be accepted, and the changes are told as before."""
    before = rows(ask("changes", "--all", "--limit", "0", "--json"))
    for word in ("refuse", "accept"):
        ask("renames", word, BOARD, "m05", "new")

    assert rows(ask("changes", "--all", "--limit", "0", "--json")) == before
    assert states(ask, "--all")["m05", "new"] == "accepted"


def test_the_list_is_of_one_board_if_asked(ask: Ask) -> None:
    """`--board` leaves out the others; one that is not on record is named."""
    unknown = ask("renames", "--board", "acme/checkers")

    assert states(ask, "--board", BOARD) == states(ask)
    assert unknown.exit_code == 1
    assert f"no board 'acme/checkers' is on record; near it: {BOARD}" in unknown.stderr


def test_nothing_left_to_decide_is_said(ask: Ask) -> None:
    """An empty list says how to see those that were applied; in JSON it is an empty list."""
    for pair in (("m07", "maybe"), ("m11", HOSTILE)):
        ask("renames", "refuse", BOARD, *pair)

    assert ask("renames").stdout == "no rename is undecided; --all shows those applied\n"
    assert rows(ask("renames", "--json")) == []


@pytest.mark.parametrize("word", ["accept", "refuse"])
def test_names_that_never_swapped_are_an_error(ask: Ask, home: Path, word: str) -> None:
    """Neither can be said of names of which none took the other's place; nothing is kept of it."""
    result = ask("renames", word, BOARD, "m01", "new")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "'m01' is gone and 'new' is new, found none" in result.stderr
    assert result.stderr.count("\n") == 1
    with duckdb.connect(home / "writer" / "warehouse.duckdb", read_only=True) as record:
        assert record.execute("FROM record.decisions").fetchall() == []


def test_an_unknown_board_is_an_error_that_lists_them(ask: Ask) -> None:
    """Decisions are about boards of the source files, and those are named."""
    result = ask("renames", "accept", "acme/checkers", "m05", "new")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "'acme/checkers'; there are: acme/chess, acme/go" in result.stderr


def test_a_publisher_is_no_board(ask: Ask) -> None:
    """A publisher of several boards does not say which is meant."""
    result = ask("renames", "accept", "acme", "m05", "new")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "expected a board, found the publisher 'acme'" in result.stderr


def test_a_publisher_of_one_board_is_no_board_either(ask: Ask, home: Path) -> None:
    """What a command means does not depend on how many boards a publisher has."""
    write_board_files(home / "sources")
    result = ask("renames", "refuse", "acme", "m05", "new")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "expected a board, found the publisher 'acme'" in result.stderr


def test_decisions_need_all_three_names(ask: Ask) -> None:
    """A word that is missing is bad usage."""
    assert ask("renames", "accept", BOARD, "m05").exit_code == 2
    assert ask("renames", "forget", BOARD, "m05", "new").exit_code == 2
