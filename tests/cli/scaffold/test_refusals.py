"""`podium sources new`: what is not made, not asked for, and not overwritten."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.main import podium
from tests.cli.scaffold.conftest import New, files
from tests.servers import Server


def test_it_is_polite(new: New, server: Server) -> None:
    """robots.txt is read first, and what it forbids is not asked for."""
    result = new("acme/coding", "/secret")

    assert (result.exit_code, server.paths) == (1, ["/robots.txt"])
    assert "forbidden by robots.txt" in result.stderr


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/nothing", "expected an HTML or Markdown table, CSV, a YAML list, or a list of objects"),
        ("/blocked", "Cloudflare challenge"),
        ("/odd", "name it with --score COLUMN"),
    ],
)
def test_where_there_is_no_board_nothing_is_written(
    new: New, place: Path, path: str, said: str
) -> None:
    """One line says why, and what was looked for."""
    result = new("acme/coding", path)

    assert result.exit_code == 1
    assert said in result.stderr
    assert not (place / "into").exists()


def test_an_address_that_is_not_public_must_be_meant(place: Path, server: Server) -> None:
    """As everywhere; the new channel then says so, too."""
    del place
    asked = ["sources", "new", "acme/coding", "--url", f"{server.url}/board", "--list"]

    assert "expected a public address" in CliRunner().invoke(podium, asked).stderr
    assert CliRunner().invoke(podium, [*asked, "--allow-private"]).exit_code == 0


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--table", "9"], "expected 1 to 2, found 9"),
        (["--score", "Skore"], "Score"),
        (["--score", "Model"], "'Model'"),
    ],
)
def test_a_wrong_choice_says_what_there_is(
    new: New, place: Path, more: list[str], said: str
) -> None:
    """Which tables, which columns."""
    result = new("acme/coding", "/two", *more)

    assert result.exit_code != 0
    assert said in result.stderr
    assert not (place / "into").exists()


def test_nothing_is_overwritten(new: New, place: Path) -> None:
    """A board that is there stays; a second board of a publisher gets files of its own."""
    new("acme/coding", "/board")
    before = {name: (place / "into" / name).read_bytes() for name in files(place / "into")}

    again = new("acme/coding", "/api")
    second = new("acme/maths", "/api")
    third = new("acme/maths", "/api")

    assert again.exit_code == 1
    assert "acme.yml: expected no board 'coding' yet" in again.stderr
    assert before == {name: (place / "into" / name).read_bytes() for name in before}
    assert "  maths:\n" in second.stdout
    assert "parser: parsers.sites.acme_maths" in second.stdout
    assert "parsers/sites/acme_maths.py" in files(place / "into")
    assert third.exit_code == 1
    assert "expected no such file yet, found one" in third.stderr


def test_what_cannot_be_written_leaves_nothing_behind(new: New, place: Path) -> None:
    """Neither the parser nor the fixture stays without the source entry."""
    (place / "into").mkdir()
    (place / "into" / "sources").write_text("no folder")

    result = new("acme/coding", "/board")

    assert result.exit_code == 1
    assert "expected to write a new file" in result.stderr
    assert files(place / "into") == ["sources"]


@pytest.mark.parametrize(
    "name", ["acme", "Acme/x", "acme/x/y", "../x", "acme/../x", "a/" + "x" * 60]
)
def test_a_name_is_publisher_and_board(new: New, name: str) -> None:
    """Anything else is bad usage, and no page is asked for."""
    result = new(name, "/board")

    assert result.exit_code == 2
    assert "<publisher>/<board>" in result.stderr


def test_what_a_page_says_does_not_steer_the_terminal(new: New) -> None:
    """Signs that would are printed as their escapes."""
    told = new("acme/coding", "/hostile").stdout

    assert "\x1b" not in told
    assert "\\x1b[31mred" in told
