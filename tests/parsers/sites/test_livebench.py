"""LiveBench's releases: a table and its categories."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page, joined
from leaderboard.standing import Standing
from parsers.sites import livebench
from tests.parsers.pages import make_page

TABLE = "model,a,b,c\nAtlas,10,20,90\nNova,40,50,60\n"
CATEGORIES = {"Coding": ["a", "b"], "Language": ["c"]}
SITE = "https://livebench.ai"


def _page(table: str, categories: object = CATEGORIES, day: str = "2026_01_08") -> Page:
    first = make_page(table.encode(), f"{SITE}/table_{day}.csv")
    second = make_page(json.dumps(categories).encode(), f"{SITE}/categories_2026_01_08.json")
    return joined((first, second))


def _real(captures: Path, release: str, part: str = "") -> Standing:
    folder = captures / "livebench" / "2026-07-01"
    names = (f"table_{release}.csv", f"categories_{release}.json")
    pages = [make_page((folder / name).read_bytes(), f"{SITE}/{name}") for name in names]
    page = joined(pages)
    return livebench.parse(replace(page, url=f"{page.url}#{part}" if part else page.url))


@pytest.mark.parametrize(
    ("release", "rows", "model", "score"),
    [
        ("2024_06_24", 73, "claude-3-5-sonnet-20240620", 61.16),
        ("2024_07_26", 73, "claude-3-5-sonnet-20240620", 59.87),
        ("2024_08_31", 59, "o1-preview-2024-09-12", 66.02),
        ("2024_11_25", 65, "gemini-exp-1206", 64.09),
        ("2025_04_02", 63, "o3-2025-04-16-high", 81.55),
        ("2025_04_25", 57, "o3-2025-04-16-high", 80.71),
        ("2025_05_30", 70, "claude-opus-4-5-20251101-thinking-high-effort", 80.14),
        ("2025_11_25", 65, "claude-opus-4-5-20251101-thinking-64k-high-effort", 76.77),
        ("2025_12_23", 65, "claude-opus-4-5-20251101-thinking-64k-high-effort", 76.2),
        ("2026_01_08", 126, "gpt-5.4-xhigh", 80.28),
    ],
)
def test_real_releases_are_read_whole(
    captures: Path, release: str, rows: int, model: str, score: float
) -> None:
    """As many rows as lines below the header, all scored; one of 2026-01-08 has lost cells."""
    path = captures / "livebench" / "2026-07-01" / f"table_{release}.csv"
    damaged = 1 if release == "2026_01_08" else 0

    standing = _real(captures, release)

    assert len(standing.entries) == len(path.read_text().splitlines()) - 1 - damaged == rows
    assert {entry.score for entry in standing.entries if entry.model == model} == {score}
    assert all(entry.score is not None for entry in standing.entries)
    assert standing.unknown == ()
    assert standing.method is not None
    assert standing.method.startswith(f"release {release.replace('_', '-')}, mean of ")


def test_real_categories_are_boards(captures: Path) -> None:
    """One release, the best of each: mean of its tasks."""
    tops = {
        part: max((e.score or 0, e.model) for e in _real(captures, "2025_11_25", part).entries)
        for part in ("Coding", "Mathematics", "Reasoning")
    }

    assert tops == {
        "Coding": (81.38, "gpt-5.1-codex-max"),
        "Mathematics": (94.52, "claude-opus-4-5-20251101-thinking-64k-high-effort"),
        "Reasoning": (91.43, "gpt-5.1-codex-max"),
    }


def test_a_real_model_without_a_figure_has_the_mean_of_the_others(captures: Path) -> None:
    """As the site does it: phi-3-small was not measured on connections in November 2024."""
    entries = _real(captures, "2024_11_25").entries

    assert {e.score for e in entries if e.model == "phi-3-small-8k-instruct"} == {24.03}


def test_the_score_is_the_mean_of_the_categories_means() -> None:
    """Not of the tasks: ((10 + 20) / 2 + 90) / 2."""
    scores = [entry.score for entry in livebench.parse(_page(TABLE)).entries]

    assert scores == [52.5, 52.5]


def test_a_model_without_any_figure_of_a_category_has_no_score() -> None:
    """It has one in the category where it was measured."""
    page = _page(TABLE.replace("40,50", ","))
    part = replace(page, url=f"{page.url}#Language")

    assert [entry.score for entry in livebench.parse(page).entries] == [52.5, None]
    assert [entry.score for entry in livebench.parse(part).entries] == [90.0, 60.0]


def test_the_method_names_the_release_and_its_tasks_in_any_order() -> None:
    """Questions are new with every release; that tasks stand in another order is no news."""
    method = "release 2026-01-08, mean of Coding (a, b), Language (c)"
    turned = {"Language": ["c"], "Coding": ["b", "a"]}

    assert livebench.parse(_page(TABLE)).method == method
    assert livebench.parse(_page(TABLE, turned)).method == method


def test_a_task_of_no_category_is_told() -> None:
    """It counts for nothing, on the site neither."""
    standing = livebench.parse(_page("model,a,b,c,d\nAtlas,10,20,90,1\n"))

    assert (standing.unknown, standing.entries[0].score) == (("d",), 52.5)


@pytest.mark.parametrize(
    ("categories", "said"),
    [
        ({"Coding": ["a", "x"]}, "expected one table with the columns model, a, x"),
        ({"Coding": ["a", "b"], "Language": ["b"]}, "expected every task in one category"),
        ({"Coding": [], "Language": ["c"]}, "expected every task in one category"),
        ({"Coding": {"a": 1}}, "expected categories with their tasks"),
        (["a"], "expected a JSON object"),
    ],
)
def test_categories_that_do_not_fit_the_table_are_refused(categories: object, said: str) -> None:
    """Each task is in one category, and each stands in the table."""
    with pytest.raises(LayoutError, match=said):
        livebench.parse(_page(TABLE, categories))


def test_files_of_two_releases_are_refused() -> None:
    """The categories of one release say nothing of another's table."""
    with pytest.raises(LayoutError, match="expected two files of one release"):
        livebench.parse(_page(TABLE, day="2025_12_23"))


def test_a_table_without_its_categories_is_refused() -> None:
    """There is no column to read instead."""
    with pytest.raises(LayoutError, match="expected a table and its categories, found 0"):
        livebench.parse(make_page(TABLE.encode(), f"{SITE}/table_2026_01_08.csv"))


def test_an_unknown_category_is_refused() -> None:
    """The message names those there are."""
    page = _page(TABLE)

    with pytest.raises(LayoutError, match="expected one of Coding, Language, found 'Maths'"):
        livebench.parse(replace(page, url=f"{page.url}#Maths"))


def test_a_row_that_has_lost_cells_is_left_out_by_name_and_read_when_it_is_mended() -> None:
    """Which cells are missing cannot be told; any other such row refuses the page."""
    known = "nemotron-3-super-120b-a12b"

    assert len(livebench.parse(_page(f"{TABLE}{known},1,2\n")).entries) == 2
    assert len(livebench.parse(_page(f"{TABLE}{known},1,2,3\n")).entries) == 3
    for cut in (f"{TABLE}Other,1,2\n", TABLE[:-4]):
        with pytest.raises(LayoutError, match="expected 4 cells in every row"):
            livebench.parse(_page(cut))


@pytest.mark.parametrize("body", ["", "<html>Not found</html>", "model,a\nAtlas,10\n"])
def test_another_page_at_this_address_is_refused(body: str) -> None:
    """The site answers with its front page where a file is missing."""
    with pytest.raises(LayoutError, match="expected one table with the columns model, a, b, c"):
        livebench.parse(_page(body))


def test_a_figure_that_is_no_number_is_refused() -> None:
    """Missing figures are empty cells, nothing else."""
    with pytest.raises(LayoutError, match="expected a number"):
        livebench.parse(_page(TABLE.replace("60", "nan")))


def test_a_task_without_any_figure_is_refused() -> None:
    """The method names it: the means would be made of others in silence."""
    with pytest.raises(LayoutError, match="expected figures of the task 'a', found none"):
        livebench.parse(_page("model,a,b,c\nAtlas,,20,90\nNova,,50,60\n"))


@pytest.mark.parametrize("figure", ["-1", "120"])
def test_a_figure_that_is_no_per_cent_is_refused(figure: str) -> None:
    """A mark that a figure is missing would be part of a mean."""
    with pytest.raises(LayoutError, match="expected figures of 0 to 100"):
        livebench.parse(_page(f"model,a,b,c\nAtlas,{figure},20,90\nNova,40,50,60\n"))


def test_no_category_is_refused() -> None:
    """A mean of nothing is no score."""
    with pytest.raises(LayoutError, match="expected every task in one category"):
        livebench.parse(_page(TABLE, {}))
