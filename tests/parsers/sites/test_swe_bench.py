"""SWE-bench on the real files that are here, and on what could go wrong in one."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import swe_bench
from tests.parsers.pages import make_page

FILE = (
    "https://raw.githubusercontent.com/SWE-bench/swe-bench.github.io/master/data/leaderboards.json"
)
ROWS = {
    "2025-09-11": {"verified": 133, "lite": 80, "test": 22, "multimodal": 21, "bash-only": 21},
    "2025-10-06": {"verified": 145, "lite": 84, "test": 22, "multimodal": 21, "bash-only": 22},
}


def _read(captures: Path, day: str, part: str) -> Standing:
    body = (captures / "swe-bench-json" / day / "leaderboards.json").read_bytes()
    return swe_bench.parse(make_page(body, f"{FILE}#{part}"))


def _file(**changes: object) -> bytes:
    row = {"name": "devlo", "resolved": 70.2, "tags": ["Org: devlo"], "folder": "20250519_devlo"}
    return json.dumps({"leaderboards": [{"name": "Lite", "results": [row | changes]}]}).encode()


@pytest.mark.parametrize("day", ROWS)
def test_every_real_board_is_read_whole(captures: Path, day: str) -> None:
    """Each board's rows; together as many as the file has the field `resolved`; none unknown."""
    text = (captures / "swe-bench-json" / day / "leaderboards.json").read_text(encoding="utf-8")

    read = {part: _read(captures, day, part) for part in ROWS[day]}
    assert {part: len(standing.entries) for part, standing in read.items()} == ROWS[day]
    assert sum(ROWS[day].values()) == text.count('"resolved":')
    assert {standing.unknown for standing in read.values()} == {()}


def test_figures_are_the_files_own(captures: Path) -> None:
    """Per cent, no published rank, and of two makers the one named first."""
    before, after = (_read(captures, day, "verified").entries for day in ROWS)

    best = before[0]
    assert best.model == "EPAM AI/Run Developer Agent v20250719 + Claude 4 Sonnet"
    assert (best.organization, best.score, best.rank) == ("EPAM Systems, Inc.", 76.8, None)
    (mini,) = [e for e in after if e.model == "mini-SWE-agent + Claude 4.5 Sonnet (20250929)"]
    assert (mini.organization, mini.score) == ("Anthropic", 70.6)


@pytest.mark.parametrize("part", ROWS["2025-09-11"])
def test_no_row_that_stayed_changes_its_key(captures: Path, part: str) -> None:
    """Folders were spelt anew between the two captures; names stay, so no row is told as gone."""
    before, after = ({e.key for e in _read(captures, day, part).entries} for day in ROWS)

    assert before <= after


def test_a_name_that_stands_twice_stays_two_rows(captures: Path) -> None:
    """The same agent is handed in again under the same name."""
    entries = _read(captures, "2025-10-06", "verified").entries

    solver = [(e.key, e.score) for e in entries if e.model == "Solver (2024-09-12)"]
    assert solver == [("Solver (2024-09-12)", 45.4), ("Solver (2024-09-12)#2", 43.6)]
    assert len({e.key for e in entries}) == len(entries)


def test_a_row_without_a_maker_has_none(captures: Path) -> None:
    """51 rows of the board name no organization; none is guessed from the name."""
    entries = _read(captures, "2025-10-06", "verified").entries

    assert sum(e.organization is None for e in entries) == 51


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field of a row is reported beside the entries."""
    standing = swe_bench.parse(make_page(_file(pass_at_5=80.1), f"{FILE}#lite"))

    assert standing.unknown == ("pass_at_5",)


@pytest.mark.parametrize("part", ["#verified", "#Lite-2", ""])
def test_a_part_that_is_not_there_is_refused(part: str) -> None:
    """Another board is never read in its place, nor the only one for no part."""
    with pytest.raises(LayoutError, match=r"expected one board .*, found 'Lite'"):
        swe_bench.parse(make_page(_file(), FILE + part))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_file()[:-20], "expected a JSON object"),
        (b"{}", "leaderboards: expected `array`, got `null`"),
        (_file(resolved="70.2"), r"Lite: expected `float`, got `str` - at `\$\[0\].resolved`"),
        (_file(tags=None), r"Lite: expected `array`, got `null` - at `\$\[0\].tags`"),
    ],
)
def test_what_is_not_the_file_is_told(body: bytes, told: str) -> None:
    """A cut file, another one, and fields of another type are each named."""
    with pytest.raises(LayoutError, match=told):
        swe_bench.parse(make_page(body, f"{FILE}#lite"))
