"""Three real months of the speech board: what the press printed is on record."""

from pathlib import Path

import pytest

from tests.flows.home import TTS, Home
from tests.servers import serve_folder

TOP_FIVE = "SELECT model FROM changes WHERE kind = $1 AND threshold = 5 AND observed_at::DATE = $2"


def test_speech_board_keeps_every_day(speech: Home) -> None:
    """Ninety-two days are captured once each, and each is the standing of its own day."""
    days = speech.rows("SELECT count(*), count(DISTINCT observed_at::DATE) FROM captures")
    outcomes = speech.rows("SELECT DISTINCT outcome FROM captures ORDER BY ALL")

    assert days == [(92, 92)]
    assert outcomes == [("changed",), ("unchanged",)]


@pytest.mark.parametrize("kind", ["entered_top", "left_top"])
def test_speech_board_tells_sixteen_top_five_moves(speech: Home, kind: str) -> None:
    """Identity is the UUID: renamed models neither enter nor leave."""
    moves = speech.rows(
        "SELECT model, old_model FROM changes WHERE kind = $1 AND threshold = 5", [kind]
    )

    assert len(moves) == 16
    assert all(old is None or new == old for new, old in moves)


def test_speech_board_tells_the_headline(speech: Home) -> None:
    """Fun-Realtime-TTS-Preview enters at No. 5 with 1,190 in place of xAI's model."""
    entered = speech.rows(
        "SELECT model, new_rank, new_score FROM changes "
        "WHERE kind = 'entered_top' AND threshold = 5 AND observed_at::DATE = '2026-05-28'"
    )
    left = speech.rows(TOP_FIVE, ["left_top", "2026-05-28"])

    assert entered == [("Fun-Realtime-TTS-Preview", 5, 1190.01)]
    assert left == [("xAI Text to Speech",)]


def test_speech_board_tells_the_reverse(speech: Home) -> None:
    """Two days later the two change places again."""
    entered = speech.rows(TOP_FIVE, ["entered_top", "2026-05-30"])
    left = speech.rows(TOP_FIVE, ["left_top", "2026-05-30"])

    assert entered == [("xAI Text to Speech",)]
    assert left == [("Fun-Realtime-TTS-Preview",)]


def test_renamed_inworld_models_are_renamed(speech: Home) -> None:
    """A new name under the same UUID is `renamed`, the leader's too; nobody leads anew."""
    told = speech.rows(
        "SELECT kind, old_model, model, new_rank FROM changes WHERE organization = 'Inworld' "
        "AND observed_at::DATE = '2026-04-23' AND kind NOT IN ('score_moved', 'climbed', 'fell') "
        "ORDER BY new_rank"
    )

    assert told == [
        ("renamed", "Inworld TTS 1.5 Max", "Realtime TTS 1.5 Max", 1),
        ("renamed", "Inworld TTS 1.5 Mini", "Realtime TTS 1.5 Mini", 6),
    ]


def test_second_run_asks_for_nothing(captures: Path, tmp_path: Path) -> None:
    """Days on record are settled: no request, no new row, and the tally says so."""
    with serve_folder(captures) as server:
        home = Home(tmp_path, server.url)
        home.backfill(TTS, "2026-05-20", "2026-06-02")
        asked, before = len(server.requests), home.rows("FROM captures ORDER BY ALL")
        published_at = home.settings.published_file.stat().st_mtime_ns
        tally = home.backfill(TTS, "2026-05-20", "2026-06-02")

        assert asked == 14 == len(server.requests)
    assert (tally.asked, tally.settled, tally.done) == (14, 14, [])
    assert home.rows("FROM captures ORDER BY ALL") == before
    assert home.settings.published_file.stat().st_mtime_ns == published_at
