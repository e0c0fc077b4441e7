"""The real captures: every folder of them is read by some test."""

from pathlib import Path

from parsers.sites import arena
from tests.parsers.pages import make_page

TESTS = Path(__file__).parent


def test_every_folder_of_captures_is_read_by_a_test(captures: Path) -> None:
    """A folder that no test names would be a board nobody holds to its own figures."""
    texts = [path.read_text("utf-8") for path in TESTS.rglob("*.py")]
    folders = sorted(path.name for path in captures.iterdir() if path.is_dir())

    assert len(folders) == 22
    assert [name for name in folders if not any(name in text for text in texts)] == []


def test_a_day_that_was_kept_many_times_is_read_each_time(captures: Path) -> None:
    """23 files of one day that differ in their times and in no figure: one standing, read whole."""
    paths = sorted(captures.glob("arena-intraday/*/*.json"))
    standings = [
        arena.parse(make_page(path.read_bytes(), "https://a.example/code-webdev.json"))
        for path in paths
    ]

    assert len(paths) == 23
    assert len({standing.entries for standing in standings}) == 1
    assert all(len(standing.entries) == standing.declared_rows for standing in standings)
