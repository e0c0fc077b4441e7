"""The Speech Arena's archive: the whole board, its slices, and what came after it was closed."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import AbsentError, LayoutError, RejectedError
from leaderboard.page import Page
from leaderboard.settings import load_settings
from leaderboard.source import Board, find_boards, load_sources
from leaderboard.standing import Standing
from parsers.sites.artificial_analysis import SLICES, parse
from tests.parsers.pages import make_page
from warehouse.accept import check_alone

# Days of 2026 on which the archive has the overall slice only.
OVERALL_ONLY = {
    *("05-22", "05-27", "05-28", "05-29", "05-30", "05-31", "06-01", "06-02", "06-03", "06-04"),
    *("06-05", "06-11", "06-12", "06-13", "06-14", "06-15", "06-17", "07-01"),
}
# Models of each slice on 2026-07-10, counted in the text of the file.
ON_THE_LAST_DAY = {
    "accent=en-us": 88,
    "accent=en-gb": 73,
    "category=assistants": 80,
    "category=customer-service": 71,
    "category=entertainment": 77,
    "category=knowledge-sharing": 89,
}


def _file(folder: Path, day: str, part: str = "") -> Page:
    body = (folder / day / "text-to-speech.json").read_bytes()
    return make_page(body, f"https://archive.example/{day}/text-to-speech.json{part}")


def _board(name: str) -> Board:
    (board,) = find_boards(load_sources(load_settings().sources), (f"artificial-analysis/{name}",))
    return board


def _made(*elos: dict[str, object], part: str = "", **meta: object) -> Page:
    row = {
        "id": "1",
        "name": "Atlas",
        "creator": {"name": "Acme"},
        "elo": 1200.5,
        "rank": 1,
        "ci95": "-9/+9",
        "appearances": 900,
        "elos": list(elos),
    }
    facts = {"endpoint": "text-to-speech", "model_count": 1, "fetched_at": "2026-07-10T08:34:09Z"}
    body = json.dumps({"meta": facts | meta, "models": [row]}).encode()
    return make_page(body, f"https://archive.example/text-to-speech.json{part}")


def _score(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {"elo": 1210.5, "ci95": "-20/+20", "appearances": 90}
    return whole | {"tag": None, "category": None, "accent": None} | changes


@pytest.mark.parametrize("part", SLICES)
def test_every_slice_is_there_on_74_of_92_days_and_absent_on_the_others(
    captures: Path, part: str
) -> None:
    """Where the file has the overall slice only, the day is absent: not empty, not rejected."""
    board = _board(f"text-to-speech-{part.partition('=')[2]}")
    absent, read = set(), {}
    for folder in sorted((captures / "aa-daily").iterdir()):
        try:
            read[folder.name] = parse(_file(folder.parent, folder.name, f"#{part}"))
        except AbsentError:
            absent.add(folder.name.removeprefix("2026-"))

    assert absent == OVERALL_ONLY
    assert len(read) == 74
    assert len(read["2026-07-10"].entries) == ON_THE_LAST_DAY[part]
    for standing in read.values():
        check_alone(standing, board)
        assert standing.unknown == ()
        assert all(entry.rank is None and entry.votes for entry in standing.entries)


def test_the_accents_go_on_under_their_new_names(captures: Path) -> None:
    """`us` and `uk` became `en-us` and `en-gb` on 2026-07-10: the same models and scores."""
    days = captures / "aa-daily"
    for part, models in (("#accent=en-us", 88), ("#accent=en-gb", 73)):
        before = parse(_file(days, "2026-07-09", part))
        after = parse(_file(days, "2026-07-10", part))

        assert len(before.entries) == models
        assert {(e.key, e.score, e.votes) for e in before.entries} == {
            (e.key, e.score, e.votes) for e in after.entries
        }


def test_a_slice_is_read_to_the_decimal(captures: Path) -> None:
    """Score, interval and votes are the slice's own, not the overall ones of the same row."""
    page = _file(captures / "aa-daily", "2026-07-10", "#accent=en-gb")

    (entry,) = [e for e in parse(page).entries if e.model == "Realtime TTS-2 - Research Preview"]
    assert (entry.score, entry.score_low, entry.score_high) == (1173.07, 1150.07, 1196.07)
    assert (entry.votes, entry.organization) == (756, "Inworld")


def test_the_overall_board_is_its_overall_slice(captures: Path) -> None:
    """On all 92 days the row's own score is that of the slice without tag, category and accent."""
    paths = sorted(captures.glob("aa-daily/*/text-to-speech.json"))

    assert len(paths) == 92
    for path in paths:
        for model in json.loads(path.read_bytes())["models"]:
            overall = [e for e in model["elos"] if not (e["tag"] or e["category"] or e["accent"])]
            assert [(e["elo"], e["ci95"]) for e in overall] == [(model["elo"], model["ci95"])]


@pytest.mark.parametrize(
    ("day", "board", "rows", "carried"),
    [
        ("2026-08-01", "text-to-speech", 92, None),
        ("2026-08-01", "text-to-video", 88, None),
        ("2026-08-21", "text-to-speech", 92, "the archive repeats its copy of 2026-08-20"),
        ("2026-08-21", "text-to-video", 0, None),
        ("2026-08-22", "text-to-speech", 92, "the archive repeats its copy of 2026-08-21"),
        ("2026-08-22", "text-to-video", 0, None),
    ],
)
def test_after_the_endpoint_was_closed_copies_say_so(
    captures: Path, day: str, board: str, rows: int, carried: str | None
) -> None:
    """A gated copy shows nothing new; it has no slices. Another endpoint then gave 0 models."""
    path = captures / "aa-daily-after-gating" / day / f"{board}.json"
    standing = parse(make_page(path.read_bytes(), f"https://archive.example/{board}.json"))

    assert len(standing.entries) == standing.declared_rows == rows
    assert standing.carried_over == carried
    assert standing.unknown == ()


def test_a_board_of_no_models_is_not_believed(captures: Path) -> None:
    """81 models one day and 0 the next with HTTP 200 is no news about 81 models."""
    path = captures / "aa-daily-after-gating" / "2026-08-21" / "text-to-video.json"
    standing = parse(make_page(path.read_bytes(), "https://archive.example/text-to-video.json"))

    with pytest.raises(RejectedError, match="found 0 rows"):
        check_alone(standing, _board("text-to-video"))


def test_a_gated_copy_has_no_slice(captures: Path) -> None:
    """Its `elos` are empty: the slice is absent."""
    page = _file(captures / "aa-daily-after-gating", "2026-08-22", "#accent=en-us")

    with pytest.raises(AbsentError, match="expected the slice accent=en-us"):
        parse(page)


def _top_five(standing: Standing) -> list[str]:
    return [entry.model for entry in standing.entries if (entry.rank or 99) <= 5]


def test_the_events_of_may_and_june_are_in_the_files(captures: Path) -> None:
    """Fun-Realtime-TTS-Preview enters on 28 May and leaves on the 30th; in June comes the next."""
    days = captures / "aa-daily"
    tops = {d: _top_five(parse(_file(days, f"2026-{d}"))) for d in ("05-27", "05-28", "05-30")}

    assert set(tops["05-28"]) - set(tops["05-27"]) == {"Fun-Realtime-TTS-Preview"}
    assert set(tops["05-27"]) - set(tops["05-28"]) == {"xAI Text to Speech"}
    assert set(tops["05-30"]) == set(tops["05-27"])
    assert "Fun-Realtime-TTS" in _top_five(parse(_file(days, "2026-06-02")))


def test_only_the_id_of_a_model_stays(captures: Path) -> None:
    """Names and slugs change under one id, so that the id is the key."""
    names: dict[str, set[str]] = {}
    for path in captures.glob("aa-daily/*/text-to-speech.json"):
        for model in json.loads(path.read_bytes())["models"]:
            names.setdefault(model["id"], set()).add(model["name"])
    renamed = [found for found in names.values() if len(found) > 1]

    assert renamed
    assert {"xAI Text to Speech", "SpaceXAI TTS"} in renamed


def test_a_slice_by_category_and_accent_is_neither() -> None:
    """British assistants are not the board of assistants, nor that of the British accent."""
    both = _score(category={"slug": "assistants"}, accent={"slug": "en-gb"})

    for part in ("#accent=en-gb", "#category=assistants"):
        with pytest.raises(AbsentError):
            parse(_made(_score(), both, part=part))


def test_an_unknown_slice_or_field_is_a_signal() -> None:
    """A new accent, category, tag or field is told, never dropped in silence."""
    page = _made(
        _score(accent={"slug": "en-au"}),
        _score(category={"slug": "games"}),
        _score(tag={"slug": "long"}, votes_in_june=3),
    )

    assert parse(page).unknown == (
        "elos.accent=en-au",
        "elos.category=games",
        "elos.tag=long",
        "elos.votes_in_june",
    )


def test_a_part_that_is_no_slice_is_refused() -> None:
    """A misspelt fragment in a source file says which there are."""
    with pytest.raises(LayoutError, match=r"one of the slices accent=en-us, .*'accent=us'"):
        parse(_made(_score(), part="#accent=us"))


def test_a_slice_of_a_file_that_is_not_whole_is_refused() -> None:
    """The slice declares no number of rows, so the file's own is held against its models."""
    scores = (_score(accent={"slug": "en-us"}),)

    with pytest.raises(LayoutError, match="expected 81 models as declared, found 1"):
        parse(_made(*scores, part="#accent=en-us", model_count=81))
