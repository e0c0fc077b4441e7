"""`podium sources`."""

import shutil
from pathlib import Path

import pytest

from leaderboard.settings import load_settings
from tests.cli.conftest import Ask, rows

WRONG = "publisher: broken\ntitle: Broken\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The project's own source files, to be changed at will."""
    copied = tmp_path / "sources"
    shutil.copytree(load_settings().sources, copied)
    return copied


def test_list_names_every_board_and_its_channels(ask: Ask) -> None:
    """A board that was never captured is listed too, and says so."""
    listed = {row["board"]: row for row in rows(ask("sources", "list", "--json"))}

    assert listed["arena/webdev"]["state"] == "never seen"
    archive = {"name": "archive", "kind": "archive", "on": True, "unverified": False}
    assert archive in listed["arena/webdev"]["channels"]
    assert "archive on" in ask("sources", "list").stdout


def test_check_passes_the_projects_own_files(ask: Ask) -> None:
    """Every file that comes with the project is right and has its parser."""
    result = ask("sources", "check")

    assert result.exit_code == 0, result.output
    assert "arena.yml: ok" in result.stdout


def test_check_tells_the_wrong_file_and_goes_on(ask: Ask, folder: Path) -> None:
    """One wrong file fails the check, is explained in a line, and the others are checked."""
    (folder / "broken.yml").write_text(WRONG)

    result = ask("sources", "check", env={"PODIUM_SOURCES": str(folder)})

    assert result.exit_code == 1
    assert "broken.yml: line 1: url: field required, found nothing" in result.stdout
    assert "arena.yml: ok" in result.stdout


def test_check_finds_a_parser_that_is_not_there(ask: Ask, folder: Path) -> None:
    """A source without a parser cannot be captured, and the check says which module is missing."""
    text = (folder / "arena.yml").read_text().replace("publisher: arena", "publisher: nowhere")
    (folder / "nowhere.yml").write_text(text)

    result = ask("sources", "check", "nowhere", env={"PODIUM_SOURCES": str(folder)})

    assert result.exit_code == 1
    assert "parsers.sites.nowhere" in result.stdout
    assert "arena.yml" not in result.stdout


def test_check_of_an_unknown_name_suggests(ask: Ask) -> None:
    """A file that does not exist is an error with those like it."""
    result = ask("sources", "check", "arina")

    assert result.exit_code == 1
    assert "there is: arena" in result.stderr
