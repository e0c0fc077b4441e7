"""Scale's boards on the real pages that are here, and on what could go wrong in one."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from leaderboard.standing import Standing
from parsers.sites import scale
from tests.parsers.pages import make_page
from warehouse.accept import check_alone

SITE = "https://labs.scale.com/leaderboard/"
PRO = ("swebench_pro.html", "swe_bench_pro_public")
ATLAS = ("mcp_atlas.html", "mcp_atlas")


def _real(captures: Path, file: str, slug: str) -> Standing:
    body = (captures / "site-pages" / "2026-04-28" / file).read_bytes()
    return scale.parse(make_page(body, SITE + slug))


def _row(model: str, rank: int, score: float, **changes: object) -> dict[str, object]:
    row = {"model": model, "rank": rank, "score": score, "version": "", "company": "meta"}
    return row | {"confidenceInterval_upper": 3.0} | changes


def _page(*rows: dict[str, object], canonical: str = SITE + "mcp_atlas") -> Page:
    chunk = json.dumps("1e:" + json.dumps(["$", "div", None, {"entries": rows}]) + "\n")
    link = f'<link rel="canonical" href="{canonical}"/>'
    script = f"<script>self.__next_f.push([1,{chunk}])</script>"
    return make_page(f"<head>{link}</head>{script}".encode(), SITE + "mcp_atlas")


@pytest.mark.parametrize(("file", "slug", "rows"), [(*PRO, 24), (*ATLAS, 19)])
def test_every_real_board_is_read_whole(captures: Path, file: str, slug: str, rows: int) -> None:
    """As many rows as the payload has the field `confidenceInterval_upper`; none unknown."""
    body = (captures / "site-pages" / "2026-04-28" / file).read_bytes()

    standing = _real(captures, file, slug)
    assert len(standing.entries) == body.count(b"confidenceInterval_upper") == rows
    assert standing.unknown == ()


@pytest.mark.parametrize(("board", "real"), [("swe-bench-pro", PRO), ("mcp-atlas", ATLAS)])
def test_every_real_board_is_believed(captures: Path, board: str, real: tuple[str, str]) -> None:
    """Ranks, scores and their number are what the source file says of the board."""
    (known,) = find_boards(load_sources(load_settings().sources), (f"scale/{board}",))

    check_alone(_real(captures, *real), known)


def test_ranks_tie_where_intervals_overlap(captures: Path) -> None:
    """82.2, 79.1 and 78.2 are all first; the table of the page, which has no ranks, is not read."""
    entries = _real(captures, *ATLAS).entries

    assert [(e.rank, e.score) for e in entries[:4]] == [(1, 82.2), (1, 79.1), (1, 78.2), (2, 76.8)]
    best = entries[0]
    assert (best.model, best.organization) == ("Muse Spark", "meta")
    assert (best.score_low, best.score_high) == (pytest.approx(79.9), pytest.approx(84.5))


def test_a_star_is_no_part_of_the_name(captures: Path) -> None:
    """It says that another harness ran the model: with it or without, it is the same model."""
    entries = _real(captures, *PRO).entries

    assert [e.key for e in entries[:2]] == ["gpt-5.4 (xHigh)", "Muse Spark"]
    assert not any("*" in e.model + e.key for e in entries)


def test_a_model_run_by_both_harnesses_stands_twice() -> None:
    """The second is numbered, as every name that stands twice is."""
    page = _page(_row("Muse Spark*", 1, 55), _row("Muse Spark", 1, 52))

    assert [e.key for e in scale.parse(page).entries] == ["Muse Spark", "Muse Spark#2"]


def test_a_rank_that_counts_rows_not_shown_is_none(captures: Path) -> None:
    """The last of the 24 rows prints rank 25: a row that is not shown stands above it."""
    entries = _real(captures, *PRO).entries

    assert [(e.model, e.rank) for e in entries[-2:]] == [
        ("llama4-maverick-17b-instruct", 23),
        ("codestral-2405", None),
    ]


def test_below_a_row_not_shown_no_rank_is_that_of_the_page() -> None:
    """Ranks from there on are those of a longer list; the places are computed."""
    page = _page(_row("a", 1, 60), _row("b", 3, 50), _row("c", 3, 48), _row("d", 4, 40))

    assert [e.rank for e in scale.parse(page).entries] == [1, None, None, None]


def test_a_version_tells_models_of_one_name_apart() -> None:
    """It is empty in all that was seen; where it is not, it belongs to the name."""
    (entry,) = scale.parse(_page(_row("o3", 1, 60, version="2025-04"))).entries

    assert entry.model == "o3 2025-04"


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field of a row is reported beside the entries."""
    standing = scale.parse(_page(_row("o3", 1, 60, calibrationError=34.0)))

    assert standing.unknown == ("calibrationError",)


@pytest.mark.parametrize(
    "canonical", [SITE + "swe_bench_pro_public", "https://labs.scale.com/", ""]
)
def test_the_page_of_another_board_is_refused(canonical: str) -> None:
    """All boards have the same shape: the canonical address tells which one this is."""
    with pytest.raises(LayoutError, match="canonical address is that of 'mcp_atlas', found"):
        scale.parse(_page(_row("o3", 1, 60), canonical=canonical))


def test_a_field_of_another_type_is_named() -> None:
    """The message says what was expected and what was found."""
    with pytest.raises(LayoutError, match=r"Row: expected `str`, got `int`"):
        scale.parse(_page(_row("o3", 1, 60, company=7)))


@pytest.mark.parametrize("mark", [b"</head>", b"__next_f.push", b"confidenceInterval_upper"])
@pytest.mark.parametrize(("file", "slug"), [PRO, ATLAS])
def test_a_cut_page_is_not_read(captures: Path, file: str, slug: str, mark: bytes) -> None:
    """Cut before the payload, in it, or inside the board, it is no whole board."""
    body = (captures / "site-pages" / "2026-04-28" / file).read_bytes()

    with pytest.raises(LayoutError):
        scale.parse(make_page(body[: body.index(mark)], SITE + slug))
