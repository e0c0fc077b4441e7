"""Aider's polyglot leaderboard at six dates."""

from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.standing import Standing
from parsers.sites import aider
from tests.parsers.pages import file_page, make_page

FIXTURE = Path("fixtures/aider/polyglot/2025-07-17/page.yml").read_text(encoding="utf-8")
NAME = "polyglot_leaderboard.yml"


def _parse(text: str) -> Standing:
    return aider.parse(make_page(text.encode(), f"https://board.example/{NAME}"))


def _real(captures: Path, day: str) -> Standing:
    return aider.parse(file_page(captures / "aider" / day / NAME))


@pytest.mark.parametrize(
    ("day", "rows", "top"),
    [
        ("2024-12-21", 6, ("o1-2024-12-17", 61.7)),
        ("2024-12-23", 11, ("o1-2024-12-17 (high)", 61.7)),
        ("2025-01-31", 20, ("DeepSeek R1 + claude-3-5-sonnet-20241022", 64.0)),
        ("2025-03-17", 30, ("claude-3-7-sonnet-20250219 (32k thinking tokens)", 64.9)),
        ("2025-04-16", 45, ("o3 (high) + gpt-4.1", 82.7)),
        ("2025-07-17", 63, ("o3-pro (high)", 84.9)),
    ],
)
def test_real_files_are_read_whole(
    captures: Path, day: str, rows: int, top: tuple[str, float]
) -> None:
    """As many runs as lines that begin one, each with a key of its own, no field unknown."""
    lines = (captures / "aider" / day / NAME).read_text().splitlines()

    standing = _real(captures, day)

    assert len(standing.entries) == sum(s.startswith("- dirname:") for s in lines) == rows
    assert len({entry.key for entry in standing.entries}) == rows
    assert max((entry.score, entry.model) for entry in standing.entries) == (top[1], top[0])
    assert standing.unknown == ()


def test_a_real_model_that_is_called_otherwise_keeps_its_key(captures: Path) -> None:
    """Between the six dates four runs got another name; none got another score."""
    days = ("2024-12-21", "2024-12-23", "2025-01-31", "2025-03-17", "2025-04-16", "2025-07-17")
    names: dict[str, set[str]] = {}
    scores: dict[str, set[float | None]] = {}
    for day in days:
        for entry in _real(captures, day).entries:
            names.setdefault(entry.key, set()).add(entry.model)
            scores.setdefault(entry.key, set()).add(entry.score)

    assert [len(each) for each in names.values() if len(each) > 1] == [2, 2, 2, 2]
    assert names["2024-12-21-20-56-21--polyglot-deepseek-diff"] == {
        "deepseek-chat",
        "DeepSeek Chat V2.5",
    }
    assert {len(each) for each in scores.values()} == {1}


def test_one_name_may_stand_twice() -> None:
    """Two runs of one model, with whole files and with differences: two keys."""
    twice = [e for e in _parse(FIXTURE).entries if e.model == "Qwen2.5-Coder-32B-Instruct"]

    assert [(e.key[:10], e.score) for e in twice] == [("2024-12-22", 8.0), ("2024-12-26", 16.4)]


def test_what_a_run_cost_is_not_the_score() -> None:
    """0.0 means that it is not known; a run without the field is read too."""
    without = FIXTURE.replace("  total_cost: 0.0000\n", "", 1)

    assert _parse(without) == _parse(FIXTURE)


def test_a_new_field_is_told() -> None:
    """Neither used nor ignored by name."""
    text = FIXTURE.replace("  user_asks:", "  polite_asks:", 1)

    assert _parse(text).unknown == ("polite_asks",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  pass_rate_2: 35.6\n", ""),
        ("pass_rate_2: 35.6", "pass_rate_2: unknown"),
        ("pass_rate_2: 35.6", "pass_rate_2:"),
        ("model: Gemini 2.0 Pro exp-02-05", "model: 2.0"),
        ("- dirname: 2025-02-25-20-23-07--gemini-pro", "- folder: x"),
    ],
)
def test_a_run_without_what_is_read_is_refused(old: str, new: str) -> None:
    """A missing score is not zero, and a name is a text."""
    assert old in FIXTURE
    with pytest.raises(LayoutError, match="Run: "):
        _parse(FIXTURE.replace(old, new, 1))


def test_a_file_that_is_cut_inside_a_run_is_refused() -> None:
    """Up to its last field that every run has; the cost after it is not read."""
    start = FIXTURE.rindex("- dirname:")
    last = FIXTURE.rindex("  seconds_per_case:")

    for end in range(start + 1, last + len("  seconds_per_case:")):
        with pytest.raises(LayoutError):
            _parse(FIXTURE[:end])


def test_the_board_of_other_exercises_is_refused() -> None:
    """The older editing board has the same fields, and 133 exercises."""
    with pytest.raises(LayoutError, match="expected runs of 225 exercises, found 133"):
        _parse(FIXTURE.replace("total_tests: 225", "total_tests: 133"))


@pytest.mark.parametrize(
    "text", ["", "404: Not Found", "a: 1\n", "<html></html>", "- name: Atlas\n  score: 1\n"]
)
def test_another_file_at_this_address_is_refused(text: str) -> None:
    """No list, or none of runs."""
    with pytest.raises(LayoutError, match=r"expected|Run: "):
        _parse(text)
