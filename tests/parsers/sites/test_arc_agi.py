"""ARC-AGI: two files, of which the semi-private sets are the boards."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from leaderboard.errors import LayoutError, RejectedError
from leaderboard.page import Page, joined
from leaderboard.settings import load_settings
from leaderboard.source import Board, find_boards, load_sources
from parsers.sites.arc_agi import parse
from tests.parsers.pages import make_page
from warehouse.accept import check_alone

DATA = "https://arcprize.org/media/data/"
SCORE: dict[str, Any] = {"datasetId": "v2_Semi_Private", "modelId": "a", "score": 0.5}
SCORE |= {"display": True, "costPerTask": 1.5, "resultsUrl": ""}
ATLAS: dict[str, Any] = {"id": "a", "displayName": "Atlas (High)", "providerId": "Acme"}


def _page(evaluations: object, models: object, name: str = "v2_Semi_Private") -> Page:
    address = f"{DATA}evaluations.json#{name}"
    first = make_page(json.dumps(evaluations).encode(), address)
    return joined([first, make_page(json.dumps(models).encode(), f"{DATA}models.json")])


def _recorded(captures: Path) -> dict[str, list[dict[str, Any]]]:
    """The capture is both files joined into one object."""
    body = (captures / "site-pages" / "2026-04-28" / "arc_agi.json").read_bytes()
    recorded: dict[str, list[dict[str, Any]]] = json.loads(body)
    return recorded


def _board(name: str) -> Board:
    (board,) = find_boards(load_sources(load_settings().sources), (f"arc-agi/{name}",))
    return board


@pytest.mark.parametrize(
    ("board", "rows", "best", "score"),
    [
        # 141 rows of v1 are displayed, 2 are people; 144 of v2, one is people and one twice.
        ("v1", 139, "gemini-3-1-pro-preview", 0.98),
        ("v2", 142, "gpt-5-5-2026-04-22-thinking-xhigh", 0.85),
        ("v3", 4, "anthropic-opus-4-6-max-effort", 0.0051),
    ],
)
def test_every_board_is_read_whole(
    captures: Path, board: str, rows: int, best: str, score: float
) -> None:
    """The displayed models of its semi-private set, each once, and no field unknown."""
    recorded = _recorded(captures)
    page = _page(recorded["evaluations"], recorded["models"], f"{board}_Semi_Private")
    standing = parse(page)
    top = max(standing.entries, key=lambda entry: entry.score or 0)

    check_alone(standing, _board(board))
    assert len(standing.entries) == rows
    assert (top.key, top.score) == (best, score)
    assert standing.unknown == ()
    assert not any(entry.organization == "Human" for entry in standing.entries)


def test_what_is_not_displayed_is_not_on_the_board(captures: Path) -> None:
    """7 rows of the set are hidden."""
    recorded = _recorded(captures)
    hidden = {
        row["modelId"]
        for row in recorded["evaluations"]
        if row["datasetId"] == "v2_Semi_Private" and not row["display"]
    }
    standing = parse(_page(recorded["evaluations"], recorded["models"]))

    assert len(hidden) == 7
    assert hidden.isdisjoint(entry.key for entry in standing.entries)


def test_one_name_can_stand_for_several_models(captures: Path) -> None:
    """The versions of a board call one model by two ids; the id is the key."""
    recorded = _recorded(captures)
    ids = {m["id"] for m in recorded["models"] if m["displayName"] == "Gemini 3.1 Pro (Preview)"}

    assert ids == {"gemini-3-1-pro-preview", "google-gemini-3-1-pro-preview"}


def test_the_boards_are_off_as_the_sites_terms_want() -> None:
    """Switching them on is the user's act."""
    channels = [each for name in ("v1", "v2", "v3") for each in _board(name).channels]

    assert not any(channel.is_on for channel in channels)
    assert all(channel.terms for channel in channels)


def test_a_system_is_a_row_like_a_model() -> None:
    """Its provider is its maker."""
    system = {"id": "b", "displayName": "NVARC", "providerId": "ARC Prize 2025"}
    standing = parse(_page([SCORE, SCORE | {"modelId": "b", "score": 0.2764}], [ATLAS, system]))

    assert [(e.key, e.model, e.organization, e.rank, e.score) for e in standing.entries] == [
        ("a", "Atlas (High)", "Acme", None, 0.5),
        ("b", "NVARC", "ARC Prize 2025", None, 0.2764),
    ]


def test_a_score_that_stands_twice_is_one_and_two_scores_are_not_believed() -> None:
    """The same row twice is a slip of the publisher; two scores of one model are no standing."""
    again = [SCORE, SCORE | {"costPerTask": 2}]
    differing = [{**SCORE, "score": 0.1 * n} for n in range(10)]
    board = _board("v2")

    assert len(parse(_page(again, [ATLAS])).entries) == 1
    with pytest.raises(RejectedError, match="expected every key once, found 'a' twice"):
        check_alone(parse(_page(differing, [ATLAS])), board)


@pytest.mark.parametrize(
    ("evaluations", "models", "told"),
    [
        ([SCORE], [], "expected one list of objects with the fields id"),
        ([SCORE], [ATLAS, ATLAS | {"providerId": "Other"}], "expected one model 'a', found"),
        ([SCORE], [ATLAS | {"id": "b"}], "a model of every evaluation, found no 'a'"),
        ([SCORE | {"datasetId": "v1_Semi_Private"}], [ATLAS], "'v2_Semi_Private', found v1_Semi"),
        ([SCORE | {"score": "50 %"}], [ATLAS], "expected `float`, got `str`"),
        ([ATLAS], [SCORE], "expected one list of objects with the fields datasetId"),
    ],
)
def test_files_of_another_form_are_refused(
    evaluations: Sequence[object], models: Sequence[object], told: str
) -> None:
    """No models, one id with two makers, a score of nobody, another set, texts, files swapped."""
    with pytest.raises(LayoutError, match=told):
        parse(_page(evaluations, models))


def test_a_file_that_is_cut_or_missing_is_refused() -> None:
    """Cut JSON is no JSON; without the models there are no names."""
    whole = _page([SCORE], [ATLAS])
    cut = make_page(whole.parts[0].body[:-9], whole.url)

    with pytest.raises(LayoutError, match="expected a payload of JSON"):
        parse(joined([cut, whole.parts[1]]))
    with pytest.raises(LayoutError, match="the evaluations and the models, found 1 files"):
        parse(whole.parts[0])


def test_a_field_nobody_knows_is_a_signal() -> None:
    """In either file."""
    page = _page([SCORE | {"stderr": 0.1}], [ATLAS | {"country": "x"}])

    assert parse(page).unknown == ("stderr", "country")
