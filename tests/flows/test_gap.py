"""The United States beside China on the Arena's text board, 2023 to 2026, and in print."""

import asyncio
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flows.cycle import Cycle
from flows.visits import utc_now, visits_of_days, visits_of_now
from leaderboard.settings import Settings
from leaderboard.source import find_boards, load_sources
from tests.flows.home import QUICK, ROOT, TEXT, Home, Rows, mirrors
from tests.servers import serve_folder

HISTORY = "https://raw.githubusercontent.com/nakasyou/lmarena-history/main/output"
GAP = """
    SELECT observed_at::DATE, model_a, model_b, difference, round(percent, 1), channel
    FROM gap('{board}', 'US', 'CN')
    ORDER BY observed_at
"""


@pytest.fixture(scope="module")
def home(captures: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The text board with its history switched on, a few days of the archive, and the report."""
    with pytest.MonkeyPatch.context() as patch, serve_folder(captures) as server:
        patch.setenv("PODIUM_SWITCH_ON", f"{TEXT}:history")
        home = Home(tmp_path_factory.mktemp("gap"), server.url, ROOT / "sources")
        served = {**mirrors(server.url), HISTORY: f"{server.url}/arena-history-2023-2025"}
        settings = Settings(home=home.folder, sources=home.sources, mirrors=served)
        sources = load_sources(home.sources)
        cycle = Cycle(settings, sources, home.tallies.append, manners=QUICK)
        (text, *_), printed = find_boards(sources, (TEXT,)), find_boards(sources, ("ai-index",))
        visits = [
            *visits_of_days(text, date(2023, 5, 1), date(2025, 5, 31)),
            *visits_of_days(text, date(2026, 3, 19), date(2026, 3, 31)),
            *visits_of_now(printed, {}, utc_now()),
        ]
        cycle.plan(visits)
        asyncio.run(cycle.capture())
        cycle.publish()
        yield home


def _gap(home: Home, board: str) -> Rows:
    return home.rows(GAP.replace("{board}", board))


def test_the_gap_goes_back_to_2023(home: Home) -> None:
    """It is there for every day that either has, each with its channel: two methods never mix."""
    rows = _gap(home, TEXT)

    history = [row for row in rows if row[-1] == "history"]
    assert rows[: len(history)] == history
    assert history[0][:3] == (date(2023, 5, 8), "gpt-4", "chatglm-6b")
    assert history[-1][:3] == (date(2025, 2, 27), "early-grok-3", "deepseek-r1")
    assert len(history) > 90
    assert {row[-1] for row in rows[len(history) :]} == {"archive"}


def test_the_printed_gap_stands_beside_our_own_of_that_month(home: Home) -> None:
    """The report says 1,503 to 1,464, 39 points, 2.7 %; so do the board's last days of March."""
    (printed,) = _gap(home, "ai-index/us-china")
    own = [row for row in _gap(home, TEXT) if date(2026, 3, 27) <= row[0] <= date(2026, 3, 31)]

    assert printed[3:5] == (39.0, 2.7)
    assert [row[3:5] for row in own] == [(39.0, 2.7)] * 5


def test_the_printed_labs_have_their_countries(home: Home) -> None:
    """Eight labs, the one whose name some reprints lost among them."""
    rows = home.rows(
        "SELECT organization, country, score FROM standings WHERE board = 'ai-index/arena-by-lab' "
        "ORDER BY place"
    )

    assert rows[:3] == [("Anthropic", "US", 1503), ("xAI", "US", 1495), ("Google", "US", 1494)]
    assert rows[4:] == [
        *(("Alibaba", "CN", 1449), ("DeepSeek", "CN", 1424)),
        *(("Mistral", "FR", 1416), ("Meta", "US", 1335)),
    ]
