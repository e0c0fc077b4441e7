"""llm-stats: one benchmark's details, and why another of its benchmarks is not a board."""

import json
from pathlib import Path

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.settings import load_settings
from leaderboard.source import load_source
from parsers.sites.llm_stats import parse
from tests.parsers.pages import make_page

DETAILS = "https://api.llm-stats.com/leaderboard/benchmarks/{}/details"
ROW = {"rank": 1, "model_id": "a", "model_name": "A", "organization_name": "Acme", "score": 0.5}


def _page(*rows: object, **more: object) -> Page:
    body = json.dumps({"models": list(rows)} | more).encode()
    return make_page(body, DETAILS.format("voicebench-avg"))


def _results(captures: Path, benchmark: str) -> list[dict[str, object]]:
    """What the models' files of the public repository say of one benchmark."""
    paths = sorted((captures / "llm-stats").glob("*/*_benchmarks.json"))
    rows = [row for path in paths for row in json.loads(path.read_bytes())]
    return [row for row in rows if row["benchmark_id"] == benchmark]


def test_the_details_of_another_benchmark_are_read_once_they_have_ids(captures: Path) -> None:
    """Two rows as a third party's test has them, without the id: so they have no key."""
    path = captures / "excerpts" / "zeroeval_llm-stats_details_shape.json"
    rows = json.loads(path.read_bytes())["models"]
    keyed = [row | {"model_id": row["model_name"].lower().replace(" ", "-")} for row in rows]
    standing = parse(_page(*keyed))

    assert [(e.key, e.organization, e.rank, e.score) for e in standing.entries] == [
        ("claude-opus-4.8", "Anthropic", 1, 0.599),
        ("gemini-3.5-flash", "Google", 2, 0.565),
    ]
    assert standing.unknown == ()
    with pytest.raises(LayoutError, match="missing required field `model_id`"):
        parse(make_page(path.read_bytes(), DETAILS.format("toolathlon")))


def test_a_real_result_is_read_as_a_row_of_the_board(captures: Path) -> None:
    """The repository's one model with VoiceBench: its id is the key, its score a fraction."""
    (result,) = _results(captures, "voicebench-avg")
    (path,) = (captures / "llm-stats").glob("*/*_qwen2.5-omni-7b_model.json")
    model = json.loads(path.read_bytes())
    row = {
        "rank": 1,
        "model_id": model["model_id"],
        "model_name": model["name"],
        "organization_id": model["organization_id"],
        "organization_name": None,
        "score": result["score"],
        "normalized_score": result["normalized_score"],
        "self_reported": result["is_self_reported"],
        "analysis_method": result["analysis_method"],
    }

    (entry,) = parse(_page(row, benchmark_id=result["benchmark_id"])).entries
    assert (entry.key, entry.model, entry.score) == ("qwen2.5-omni-7b", "Qwen2.5-Omni-7B", 0.7412)


def test_the_benchmark_says_that_its_scores_end_at_1(captures: Path) -> None:
    """So do the bounds of the board."""
    (path,) = (captures / "llm-stats").glob("*/data_benchmarks_voicebench-avg.json")
    board = load_source(load_settings().sources / "llm-stats.yml").boards["voicebench-avg"]

    assert board.score is not None
    assert board.score.most == json.loads(path.read_bytes())["max_score"] == 1
    assert "self-reported" in board.title


def test_fleurs_is_no_board_because_its_scores_have_two_directions(captures: Path) -> None:
    """0.864 as "1 - WER" is good and so is 0.041 as WER: sorted either way one of them is last."""
    results = _results(captures, "fleurs")
    methods = {str(row["model_id"]): (row["score"], row["analysis_method"]) for row in results}
    boards = load_source(load_settings().sources / "llm-stats.yml").boards

    assert methods == {
        "gemini-1.0-pro": (0.064, "Accuracy"),
        "gemini-1.5-flash": (0.096, "Word Error Rate"),
        "gemini-1.5-flash-8b": (0.864, "Speech recognition accuracy (1 - WER)"),
        "gemini-1.5-pro": (0.067, "Word Error Rate"),
        "qwen2.5-omni-7b": (0.041, "WER"),
    }
    assert [name for name in boards if "fleurs" in name] == []


def test_a_row_without_a_score_stays() -> None:
    """It stands on the board and has no standing."""
    (entry,) = parse(_page(ROW | {"score": None, "rank": None})).entries

    assert (entry.key, entry.rank, entry.score) == ("a", None, None)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (_page(ROW, benchmark_id="fleurs"), "expected the benchmark of .*found 'fleurs'"),
        (_page(ROW | {"score": "0.5"}), r"expected `float \| null`, got `str`"),
        (make_page(b'{"detail": "Not Found"}', DETAILS), "models: expected `array`, got `null`"),
        (make_page(b'{"models": [{"rank": 1', DETAILS), "expected a JSON object"),
    ],
)
def test_another_answer_is_refused(page: Page, told: str) -> None:
    """Another benchmark, texts for numbers, errors and cut answers."""
    with pytest.raises(LayoutError, match=told):
        parse(page)


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field is reported beside the entries."""
    assert parse(_page(ROW | {"judge": "x"})).unknown == ("judge",)
