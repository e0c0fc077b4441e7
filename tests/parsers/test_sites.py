"""The sites on every real day that is here."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from parsers.sites import arena, artificial_analysis
from tests.parsers.pages import file_page, make_page

ARENA = "https://archive.example/code.json"
SPEECH = "https://archive.example/text-to-speech.json"


def _arena(**changes: object) -> bytes:
    row = {"rank": 1, "model": "a", "vendor": "A", "score": 1500, "ci": 8, "votes": 9}
    meta = {"leaderboard": "code", "model_count": 1, "fetched_at": "2026-05-26T05:48:13+00:00"}
    return json.dumps({"meta": meta, "models": [row | changes]}).encode()


def test_every_real_day_of_arena_is_read_whole(captures: Path) -> None:
    """As many entries as the file declares, no column unknown, every key its own."""
    paths = sorted(captures.glob("arena-daily/*/[ct]*.json"))

    assert len(paths) > 300
    for path in paths:
        standing = arena.parse(file_page(path))
        assert standing.declared_rows == len(standing.entries)
        assert standing.unknown == ()
        assert len({entry.key for entry in standing.entries}) == len(standing.entries)


def test_every_real_day_of_speech_is_read_whole(captures: Path) -> None:
    """92 days of the Speech Arena, each as many entries as it declares, each with its interval."""
    paths = sorted(captures.glob("aa-daily/*/text-to-speech.json"))

    assert len(paths) == 92
    for path in paths:
        standing = artificial_analysis.parse(file_page(path))
        assert standing.declared_rows == len(standing.entries)
        assert standing.unknown == ()
        assert standing.carried_over is None
        assert all(entry.score_low is not None for entry in standing.entries)


def test_the_speech_day_of_the_headline_is_read_to_the_decimal(captures: Path) -> None:
    """Score, interval and votes are the file's own."""
    path = captures / "aa-daily" / "2026-05-28" / "text-to-speech.json"
    entry = artificial_analysis.parse(file_page(path)).entries[4]

    assert (entry.model, entry.organization) == ("Fun-Realtime-TTS-Preview", "Alibaba")
    assert (entry.rank, entry.score) == (5, 1190.01)


def test_a_copy_that_is_carried_over_says_so(captures: Path) -> None:
    """After the endpoint was closed the archive repeats an older day: nothing new was seen."""
    path = captures / "aa-daily-after-gating" / "2026-08-21" / "text-to-speech.json"

    standing = artificial_analysis.parse(file_page(path))
    assert standing.carried_over == "the archive repeats its copy of 2026-08-20"


def test_a_name_that_stands_twice_stays_two_entries(captures: Path) -> None:
    """`gpt-5.3-codex (codex-harness)` has two rows with different scores on many days."""
    path = captures / "arena-daily" / "2026-08-22" / "code-webdev.json"

    twice = [e for e in arena.parse(file_page(path)).entries if e.model.startswith("gpt-5.3-codex")]
    assert [entry.key for entry in twice] == [twice[0].model, f"{twice[0].model}#2"]
    assert twice[0].score != twice[1].score


def test_a_row_without_rank_score_and_votes_is_kept_as_it_is(captures: Path) -> None:
    """An announced model stands on the board though it has no standing yet."""
    path = captures / "arena-daily" / "2026-08-13" / "code-webdev.json"

    (bare,) = [e for e in arena.parse(file_page(path)).entries if e.rank is None]
    assert (bare.model, bare.score, bare.votes) == ("deepseek-v4-pro-max-20260813", None, None)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"score": "1500"}, r"models: expected `float \| null`, got `str` - at `\$\[0\].score`"),
        ({"model": None}, r"models: expected `str`, got `null` - at `\$\[0\].model`"),
        ({"rank": 1.5}, r"models: expected `int \| null`, got `float` - at `\$\[0\].rank`"),
    ],
)
def test_a_field_of_another_type_is_named(changes: dict[str, object], told: str) -> None:
    """The error says which row and field, what was expected and what was found."""
    with pytest.raises(LayoutError, match=told):
        arena.parse(make_page(_arena(**changes), ARENA))


def test_a_column_nobody_knows_is_a_signal() -> None:
    """An unknown column is reported beside the entries, never dropped in silence."""
    standing = arena.parse(make_page(_arena(elo_delta=3), ARENA))

    assert standing.unknown == ("elo_delta",)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<!doctype html><title>Oops</title>", "found a body that begins '<!doctype html>"),
        (b"[1, 2]", "expected a JSON object"),
        (b'{"meta": {"leaderboard": "code"', "expected a JSON object"),
        (b'{"models": []}', "meta: expected `object`, got `null`"),
        (b'{"a": "\xff"}', r"expected UTF-8 text, found byte 0xff at offset 7"),
        (_arena().replace(b'"code"', b'"text"'), "expected the board 'code' at this address"),
    ],
)
def test_what_is_not_the_archives_file_is_told(body: bytes, told: str) -> None:
    """HTML, other JSON, cut JSON, other encodings and other boards are each named."""
    with pytest.raises(LayoutError, match=told):
        arena.parse(make_page(body, ARENA))


def test_the_speech_file_of_another_board_is_refused() -> None:
    """A file that holds another board than its address names is not read."""
    body = b'{"meta":{"endpoint":"text-to-image","model_count":0,"fetched_at":"2026-01-01"}}'

    with pytest.raises(LayoutError, match="expected the board 'text-to-speech' at this address"):
        artificial_analysis.parse(make_page(body, SPEECH))
