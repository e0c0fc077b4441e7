"""Arena's agent board in the daily archive."""

import json
from typing import Any

import pytest

from leaderboard.errors import LayoutError
from parsers.sites import arena_agent
from tests.parsers.pages import make_page

URL = "https://archive.example/agent.json"
SIGNALS = {"net_improvement": {"value": -1.97, "ci": 0.91}, "steerability": {"value": 1, "ci": 1}}
ROW = {"rank": 1, "model": "a", "vendor": "A", "votes": 9, "score": None, "signals": SIGNALS}


def _file(row: dict[str, Any], board: str = "agent", count: int = 1) -> bytes:
    meta = {"leaderboard": board, "model_count": count, "fetched_at": "2026-08-18T19:08:42+00:00"}
    return json.dumps({"meta": meta, "models": [row]}).encode()


def test_the_score_is_the_net_improvement_with_its_interval() -> None:
    """It is in per cent, and may be below zero."""
    (entry,) = arena_agent.parse(make_page(_file(ROW), URL)).entries

    assert (entry.score, entry.rank, entry.votes) == (-1.97, 1, 9)
    assert entry.score_low == pytest.approx(-2.88)
    assert entry.score_high == pytest.approx(-1.06)


def test_a_row_without_signals_has_no_score() -> None:
    """The archive's older files have ranks and votes only."""
    (entry,) = arena_agent.parse(make_page(_file(ROW | {"signals": None}), URL)).entries

    assert (entry.rank, entry.score, entry.score_low) == (1, None, None)


def test_a_signal_nobody_knows_is_told() -> None:
    """A seventh signal may change what the board is ranked by."""
    row = ROW | {"signals": SIGNALS | {"speed": {"value": 1, "ci": 1}}, "sessions": 3}

    assert arena_agent.parse(make_page(_file(row), URL)).unknown == ("sessions", "speed")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_file(ROW, board="text"), "expected the board 'agent' at this address, found 'text'"),
        (_file(ROW)[:-9], "expected a JSON object"),
        (
            _file(ROW | {"signals": {"steerability": {"value": 1, "ci": 1}}}),
            "missing required field `net_improvement`",
        ),
        (_file({"rank": 1}), "missing required field `model`"),
    ],
)
def test_what_is_not_the_board_is_refused(body: bytes, told: str) -> None:
    """Another board, a cut file and rows without what the board is ranked by are each named."""
    with pytest.raises(LayoutError, match=told):
        arena_agent.parse(make_page(body, URL))
