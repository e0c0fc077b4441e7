"""`podium sources new`: from an address to a board."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import podium
from cli.scaffold.files import Room
from cli.scaffold.trial import read_with
from leaderboard.source import load_source
from pages.archive import Archive
from tests.cli.scaffold.conftest import BODIES, New, files
from tests.cli.scaffold.drafts import page_of

ROOT = Path(__file__).resolve().parents[3]
FOLDER = f"{datetime.now(UTC):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("path", "page", "kind"),
    [
        ("/board", "page.html", "page"),
        ("/next", "page.html", "page"),
        ("/api", "page.json", "dataset"),
        ("/file.csv", "page.csv", "dataset"),
        ("/README.md", "page.md", "dataset"),
        ("/file.yml", "page.yml", "dataset"),
    ],
)
def test_a_board_is_made_of_a_page(new: New, place: Path, path: str, page: str, kind: str) -> None:
    """Parser, source entry and fixture; the parser reads the page, the source loads."""
    result = new("acme/coding", path)

    assert result.exit_code == 0, result.output
    assert files(place / "into") == [
        f"fixtures/acme/coding/{FOLDER}/about.json",
        f"fixtures/acme/coding/{FOLDER}/{page}",
        "parsers/sites/acme.py",
        "sources/acme.yml",
    ]
    fixture = place / "into" / "fixtures" / "acme" / "coding" / FOLDER
    text = (fixture / page).read_text("utf-8")
    standing = read_with(place / "into" / "parsers" / "sites" / "acme.py", page_of(text))
    assert [(entry.model, entry.organization, entry.score) for entry in standing.entries] == [
        ("alpha", "Acme", 90.5),
        ("beta", None, 81.0),
    ]
    (board,) = load_source(place / "into" / "sources" / "acme.yml").all_boards
    assert (board.channels[0].kind, board.channels[0].on) == (kind, kind == "dataset")
    assert json.loads((fixture / "about.json").read_text()) == {
        "url": board.channels[0].url,
        "content_type": BODIES[path][0],
    }


def test_it_says_what_was_made_and_what_to_do_next(new: New) -> None:
    """What the parser reads, and the commands from there to the first run."""
    told = new("acme/coding", "/board").stdout

    assert "it reads 2 rows, the first of them alpha with 90.5" in told
    for step in (
        *("# decide:", "tests/test_fixtures.py -k acme", "expected.json"),
        *("podium sources check acme", "podium run acme/coding"),
    ):
        assert step in told


def test_the_page_is_archived_as_it_came(new: New, place: Path) -> None:
    """Once, before anyone looks into it; also where nothing is found in it."""
    for path in ("/board", "/nothing"):
        new("acme/coding", path, "--list")

    archive = Archive(place / "home" / "archive")
    kept = [path.relative_to(place / "home" / "archive") for path in place.rglob("*.warc.gz")]
    assert {BODIES["/board"][1], BODIES["/nothing"][1]} == {
        archive.read(str(place)).text() for place in kept
    }


def test_the_list_shows_what_stands_in_the_page(new: New, place: Path) -> None:
    """Each with its number, columns, rows and first row; no more is done."""
    lines = new("acme/coding", "/two", "--list").stdout.splitlines()

    assert any("*1" in line and "Model | Score" in line and "a | 1" in line for line in lines)
    assert any(" 2" in line and "Name | Elo | X" in line and "b | 2 | c" in line for line in lines)
    assert files(place / "home") == [name for name in files(place / "home") if "archive" in name]


def test_a_person_chooses_the_table_and_its_columns(new: New) -> None:
    """By number and by name."""
    second = new("acme/two", "/two", "--table", "2")
    named = new("chess/go", "/odd", "--score", "Go")

    assert "the first of them b with 2.0" in second.stdout
    assert "the first of them a with 2.0" in named.stdout


def test_an_installed_project_prints_what_it_would_write(
    new: New, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There is no checkout to write to, and that is said."""
    monkeypatch.setattr(Room, "of", lambda sources, _: Room(None, sources))

    told = new("acme/coding", "/board").stdout

    assert "def parse(page: Page) -> Standing:" in told
    assert "publisher: acme" in told
    assert "nothing was written" in told
    assert files(place / "home") == [name for name in files(place / "home") if "archive" in name]


def test_a_checkout_is_where_files_go() -> None:
    """The project's own folders, from wherever it is called; else the folder that is named."""
    sources, into = Path("/sources"), Path("/into")

    assert Room.of(sources, None) == Room(ROOT, sources)
    assert Room.of(sources, into) == Room(into, into / "sources")


def test_no_scheduler_is_needed() -> None:
    """A look at a page is a plain function; Prefect is not even loaded."""
    script = "import sys, flows.surveying; sys.exit('prefect' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=ROOT).returncode == 0


def test_help_teaches(place: Path) -> None:
    """With examples."""
    del place
    told = CliRunner().invoke(podium, ["sources", "new", "--help"]).stdout

    for word in ("Examples:", "--table", "--into", "# decide:", "robots.txt"):
        assert word in told
