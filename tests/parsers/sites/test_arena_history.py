"""The public history of the text board: one wide CSV, a row a day."""

from datetime import date
from pathlib import Path

import pytest

from leaderboard.errors import AbsentError, LayoutError
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from parsers.sites import arena_history
from tests.parsers.pages import make_page

URL = "https://history.example/result.csv"
CSV = b",a,b,c\n20250221,1400.5,0.0,900.0\n20250227,1401.25,0.0,0.0\n"


@pytest.mark.parametrize(
    ("day", "models", "model", "score"),
    [
        ("2023-05-08", 13, "vicuna-13b", 1083.2188207782099),
        ("2025-02-27", 209, "early-grok-3", 1403.4550352813053),
    ],
)
def test_real_days_are_read(
    captures: Path, day: str, models: int, model: str, score: float
) -> None:
    """As many models as have a score that day, and no rank, interval or vote for any."""
    body = (captures / "arena-history-2023-2025" / "result.csv").read_bytes()

    standing = arena_history.parse(make_page(body, f"{URL}#{day}"))
    scores = {entry.key: entry.score for entry in standing.entries}
    assert (len(scores), scores[model]) == (models, score)
    assert {(e.rank, e.score_low, e.votes) for e in standing.entries} == {(None, None, None)}


def test_every_day_of_the_real_history_is_found(captures: Path) -> None:
    """98 rows are found by their days, and the source's span is from the first to the last."""
    body = (captures / "arena-history-2023-2025" / "result.csv").read_bytes()
    days = [date.fromisoformat(line[:8]) for line in body.decode().splitlines()[1:]]
    (board,) = find_boards(
        load_sources(load_settings().sources), ("arena/text-without-style-control",)
    )

    assert len(days) == 98
    assert all(arena_history.parse(make_page(body, f"{URL}#{day}")).entries for day in days)
    (span,) = board.channel("history").spans
    assert (span.since, span.until) == (days[0], days[-1])


def test_a_score_of_zero_is_no_score() -> None:
    """A model that was not on the board that day is left out."""
    standing = arena_history.parse(make_page(CSV, f"{URL}#2025-02-27"))

    assert [(entry.key, entry.score) for entry in standing.entries] == [("a", 1401.25)]


def test_a_day_without_a_row_is_absent() -> None:
    """A gap of the history is no empty board."""
    with pytest.raises(AbsentError, match="the history has no row for 2025-02-22"):
        arena_history.parse(make_page(CSV, f"{URL}#2025-02-22"))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (CSV[:-1], "expected a newline at the end"),
        (CSV.replace(b"1401.25", b"n/a"), "expected a number such as 1,234.5, found 'n/a'"),
        (CSV.replace(b"20250221", b"20250227"), "expected one row for 2025-02-27, found 2"),
        (CSV.replace(b",a,b,c", b",a,b,a"), "expected every column once, found 'a' twice"),
        (b"<!doctype html><p>Gone</p>\n", "expected one table with the columns"),
    ],
)
def test_what_is_not_the_history_is_refused(body: bytes, told: str) -> None:
    """A cut file, other text for a score, a day twice and a model twice are each named."""
    with pytest.raises(LayoutError, match=told):
        arena_history.parse(make_page(body, f"{URL}#2025-02-27"))
