"""The real captures: every folder of them is read by some test."""

import re
from pathlib import Path

from parsers.sites import arena
from tests.parsers.pages import make_page

TESTS = Path(__file__).parent


def test_every_folder_of_captures_is_read_by_a_test(captures: Path) -> None:
    """A folder that no test opens would be a board nobody holds to its own figures."""
    modules = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    texts = [text for text in modules if "captures: Path" in text]  # those that ask for them
    folders = sorted(path.name for path in captures.iterdir() if path.is_dir())

    assert len(folders) == 22
    opened = {name: re.compile(rf"[\"'/]{name}[\"'/]") for name in folders}
    assert [name for name, path in opened.items() if not any(map(path.search, texts))] == []


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
