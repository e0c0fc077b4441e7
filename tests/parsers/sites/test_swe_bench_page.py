"""SWE-bench's page: tables in two older forms, of which real ones are here, and today's script."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import swe_bench_page
from tests.parsers.pages import make_page

URL = "https://www.swebench.com/"
OLD, NEWER = "2024-03-19", "2025-02-26"


def _body(captures: Path, day: str) -> bytes:
    return (captures / "swe-bench-html" / day / "index.html").read_bytes()


def _read(body: bytes, part: str) -> Standing:
    return swe_bench_page.parse(make_page(body, f"{URL}#{part}"))


def _script(text: str) -> bytes:
    return (
        f'<html><body><script type="application/json" id="leaderboard-data">{text}</script>'
        f"<table><tr><th>Model</th><th>% Resolved</th></tr></table></body></html>"
    ).encode()


@pytest.mark.parametrize(
    ("day", "part", "rows"),
    [
        (OLD, "test", 5),
        (OLD, "lite", 5),
        (NEWER, "test", 18),
        (NEWER, "verified", 60),
        (NEWER, "lite", 59),
        (NEWER, "multimodal", 10),
    ],
)
def test_every_real_board_is_read_whole(captures: Path, day: str, part: str, rows: int) -> None:
    """As many rows as its table has; columns that are only links are ignored by name."""
    standing = _read(_body(captures, day), part)

    assert len(standing.entries) == len({e.key for e in standing.entries}) == rows
    assert standing.unknown == ()


def test_all_rows_of_the_real_pages_are_in_some_board(captures: Path) -> None:
    """Each row has one date label: 147 in the newer page; 20 in the old, half of them assisted."""
    newer = [_read(_body(captures, NEWER), part) for part in ("test", "verified", "lite")]
    multimodal = _read(_body(captures, NEWER), "multimodal")

    assert sum(len(each.entries) for each in (*newer, multimodal)) == 147
    assert _body(captures, NEWER).count(b'class="label-date"') == 147
    assert _body(captures, OLD).count(b'class="label-date"') == 20


def test_figures_are_the_tables_own(captures: Path) -> None:
    """The score in per cent; the maker is a picture, so there is none."""
    best = _read(_body(captures, NEWER), "verified").entries[0]

    assert best.model == "W&B Programmer O1 crosscheck5"
    assert (best.score, best.rank, best.organization) == (64.6, None, None)


def test_marks_are_no_part_of_the_name(captures: Path) -> None:
    """`🥇 🤠 ✅ SWE-agent` is SWE-agent: first, open and checked; so it is the same next month."""
    models = [e.model for e in _read(_body(captures, NEWER), "multimodal").entries]

    assert models[0] == "SWE-agent Multimodal + GPT 4o (2024-08-06)"
    assert all(model[0].isalnum() for model in models)


def test_a_mark_nobody_knows_is_refused() -> None:
    """Read as part of the name it would make another model of it."""
    html = b'<div id="leaderboard-Lite"><table><tr><th>Model</th><th>% Resolved</th></tr>'
    row = "<tr><td>🥇 🎓 devlo</td><td>47.33</td></tr></table></div>".encode()

    with pytest.raises(
        LayoutError, match=r"expected a name after marks such as .* found '🥇 🎓 devlo'"
    ):
        _read(html + row, "lite")


def test_the_old_full_board_is_the_unassisted_one(captures: Path) -> None:
    """Claude 2 resolved 1.96 % by itself and 4.80 % where it was told the files."""
    best = _read(_body(captures, OLD), "test").entries[0]

    assert (best.model, best.score) == ("Claude 2 + BM25 Retrieval", 1.96)


def test_the_script_is_read_where_there_is_one() -> None:
    """Today's page brings all boards as JSON, and builds its tables of it."""
    row = {"name": "devlo", "resolved": 70.2, "tags": ["Org: devlo"], "pass_at_5": 80}
    boards = [{"name": "Verified", "results": [row]}, {"name": "Lite", "results": []}]

    standing = _read(_script(json.dumps(boards)), "verified")
    assert [(e.key, e.organization, e.score) for e in standing.entries] == [
        ("devlo", "devlo", 70.2)
    ]
    assert standing.unknown == ("pass_at_5",)


@pytest.mark.parametrize("part", ["", "bash-only", "Unassisted"])
def test_a_part_the_tables_do_not_have_is_refused(captures: Path, part: str) -> None:
    """No other board is read in its place."""
    with pytest.raises(LayoutError, match="expected one of verified, lite, test, multimodal"):
        _read(_body(captures, NEWER), part)


def test_a_board_that_was_not_yet_there_is_refused(captures: Path) -> None:
    """The page of March 2024 has no verified board."""
    with pytest.raises(LayoutError, match="within #leaderboard-Verified"):
        _read(_body(captures, OLD), "verified")


@pytest.mark.parametrize("mark", ["</thead>", "learn-by-interact", "</table>"])
def test_a_page_cut_inside_its_table_is_not_read(captures: Path, mark: str) -> None:
    """Half of the verified board is no board."""
    body = _body(captures, NEWER).decode()
    start = body.index('id="leaderboard-Verified"')
    cut = body[: body.lower().index(mark, start)]

    with pytest.raises(LayoutError, match="cut"):
        _read(cut.encode(), "verified")


@pytest.mark.parametrize("text", ['[{"name": "Verified", "results": [{"na', "", "{}"])
def test_a_script_that_is_cut_or_empty_is_not_read(text: str) -> None:
    """Nor are the tables read in its place."""
    with pytest.raises(LayoutError):
        _read(_script(text).partition(b"</script>")[0], "verified")
