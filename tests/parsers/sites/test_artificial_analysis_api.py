"""The keyed API of Artificial Analysis, and the endpoint before it."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import fields

from leaderboard.errors import LayoutError, RejectedError
from leaderboard.page import Page
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from parsers.sites import artificial_analysis_api as api
from parsers.sites import artificial_analysis_legacy as legacy
from tests.parsers.pages import make_page
from warehouse.accept import check_alone

MAKER = {"id": "c1", "name": "Acme"}
FREE = "https://artificialanalysis.ai/api/v2/media/{}/models/free"
LEGACY = "https://artificialanalysis.ai/api/v2/data/media/text-to-speech"


def _answer(score: str, *rows: dict[str, object], tier: str = "free") -> Page:
    whole = [
        {"id": f"m{n}", "name": f"Atlas {n}", "model_creator": MAKER} for n in range(len(rows))
    ]
    data = [base | row for base, row in zip(whole, rows, strict=True)]
    body = json.dumps({"tier": tier, "data": data}).encode()
    return make_page(body, f"{FREE.format('text-to-speech')}#{score}")


def _shape(captures: Path, name: str, score: str) -> Page:
    path = captures / "aa-api-shapes-synthetic" / f"media-{name}.json"
    return make_page(path.read_bytes(), f"{FREE.format('any')}#{score}")


@pytest.mark.parametrize(
    ("name", "score", "scores"),
    [
        ("text-to-speech-free", "elo", [1098.4, 1121.9]),
        ("speech-to-speech-free", "bba_score", [0.82, 0.79, None]),
        ("speech-to-speech-free", "fdb_score", [0.61, None, None]),
        ("speech-to-speech-free", "tau_voice_score", [0.44, None, None]),
        ("speech-to-text-free", "aa_wer_index", [8.4, 6.9, None]),
        ("text-to-image-free", "elo", [1152.3, 1120.7, 1189.9]),
        ("text-to-image-paid", "elo", [1152.3, 1120.7, 1189.9]),
        ("music-instrumental-free", "elo", [1201.5, 1174.2]),
    ],
)
def test_every_shape_is_read(
    captures: Path, name: str, score: str, scores: list[float | None]
) -> None:
    """Null is "not measured": the row stays, without a score. No field is unknown."""
    standing = api.parse(_shape(captures, name, score))

    assert [entry.score for entry in standing.entries] == scores
    assert standing.unknown == ()


def test_per_cent_are_not_taken_for_a_fraction(captures: Path) -> None:
    """The rate is a fraction: the 8.4 of a hand-made example is refused by the board's bounds."""
    standing = api.parse(_shape(captures, "speech-to-text-free", "aa_wer_index"))
    (board,) = find_boards(
        load_sources(load_settings().sources), ("artificial-analysis/speech-to-text",)
    )

    with pytest.raises(RejectedError, match=r"expected scores from 0 to 1, found 8\.4"):
        check_alone(standing, board)
    assert not board.higher_is_better


def test_a_rate_that_is_rounded_away_is_refused() -> None:
    """The publisher's own example of the free tier has 0 beside component rates of 0.02 to 0.08."""
    page = _answer("aa_wer_index", {"aa_wer_index": 0.02}, {"aa_wer_index": 0})

    with pytest.raises(LayoutError, match="word error rates above 0, found 0 for 'Atlas 1'"):
        api.parse(page)


def test_one_model_under_several_hosts_is_several_rows(captures: Path) -> None:
    """Their names differ by the host, and so do their rates."""
    path = captures / "excerpts" / "aa_speech-to-text_page_rows_2026-09_excerpt.json"
    rates = json.loads(path.read_bytes())["speech-to-text"]
    rows = [{"name": name, "aa_wer_index": row["aaWerIndex"]} for name, row in rates.items()]

    entries = {e.model: e.score for e in api.parse(_answer("aa_wer_index", *rows)).entries}
    assert len(entries) == 12
    assert (entries["Nova-3"], entries["Nova-3, Telnyx"]) == (0.0518, 0.0482)
    assert min(entries, key=lambda name: entries[name] or 9) == "Fun-Realtime-ASR-preview"


def test_the_interval_of_the_api_is_a_number() -> None:
    """`ci_95` is the half-width, null where there is none; the paid tier adds samples, rank."""
    rated: dict[str, object] = {"elo": 1240, "ci_95": 22, "samples": 1330, "rank": 2}
    page = _answer("elo", rated, {"elo": 1100.5, "ci_95": None}, tier="pro")

    first, second = api.parse(page).entries
    assert (first.score_low, first.score_high, first.votes, first.rank) == (1218, 1262, 1330, 2)
    assert (second.score_low, second.score_high, second.rank) == (None, None, None)


def test_the_shapes_are_those_of_the_publishers_document(captures: Path) -> None:
    """Every field of the OpenAPI document's rows is used or ignored by name, none is missed."""
    path = captures / "aa-openapi" / "artificial-analysis-openapi.yaml"
    schemas = yaml.safe_load(path.read_bytes())["components"]["schemas"]
    answers: dict[str, type[api.Model]] = {
        "TextToSpeechFreeResponse": api.Rated,
        "TextToSpeechResponse": api.Rated,
        "SpeechToTextModelsFreeResponse": api.Transcribing,
        "SpeechToTextModelsResponse": api.Transcribing,
        "SpeechToSpeechFreeResponse": api.Speaking,
        "SpeechToSpeechResponse": api.Speaking,
    }

    for name, shape in answers.items():
        row = _resolved(schemas, schemas[name]["properties"]["data"]["items"])
        assert set(row["properties"]) <= {*shape.__struct_encode_fields__, *api.IGNORED}
        assert {f.encode_name for f in fields(shape) if f.required} <= set(row["required"])


def _resolved(schemas: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "allOf" not in found:
        return found
    parts = [_resolved(schemas, part) for part in found["allOf"]]
    return {
        "properties": {k: v for part in parts for k, v in part["properties"].items()},
        "required": [name for part in parts for name in part["required"]],
    }


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (_answer("aa_wer_index", {"elo": 1, "ci_95": 1}), "missing required field `aa_wer_index`"),
        (_answer("elo", {"elo": "1240", "ci_95": 1}), r"expected `float`, got `str`"),
        (_answer("elo", {"elo": 1240}), "missing required field `ci_95`"),
        (_answer("wins", {"elo": 1240}), "expected one of the scores elo, .*found 'wins'"),
        (make_page(b'{"error": "Unauthorized"}', f"{LEGACY}#elo"), "missing required field `tier`"),
        (make_page(b'{"tier": "free", "data": [{"id"', f"{LEGACY}#elo"), "expected a JSON object"),
    ],
)
def test_another_answer_than_the_boards_is_refused(page: Page, told: str) -> None:
    """Another board's rows, texts for numbers, errors and cut answers are each named."""
    with pytest.raises(LayoutError, match=told):
        api.parse(page)


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field is reported beside the entries."""
    assert api.parse(_answer("elo", {"elo": 1, "ci_95": 1, "elo_v2": 2})).unknown == ("elo_v2",)


def test_the_endpoint_before_is_read_to_the_point(captures: Path) -> None:
    """A recording of 2026-09-08: the interval is `-17/17`, and equals have ranks of their own."""
    path = captures / "excerpts" / "aa_api_v2_data_media_text-to-speech_2026-09-08_excerpt.json"
    standing = legacy.parse(make_page(path.read_bytes(), LEGACY))

    assert len(standing.entries) == 15
    first = standing.entries[0]
    assert (first.model, first.organization, first.rank) == ("Sonic 3.6", "Cartesia", 1)
    assert (first.score, first.score_low, first.score_high) == (1282, 1265, 1299)
    assert [(e.rank, e.score) for e in standing.entries if e.score == 1141] == [
        (19, 1141),
        (20, 1141),
    ]
    assert standing.unknown == ()


def test_an_answer_of_the_old_endpoint_that_is_an_error_is_refused() -> None:
    """It repeats the HTTP status in its body."""
    with pytest.raises(LayoutError, match="with the status 200, found 403"):
        legacy.parse(make_page(b'{"status": 403, "data": []}', LEGACY))
