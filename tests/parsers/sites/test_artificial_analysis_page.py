"""The pages of Artificial Analysis: the payload, and the data sets that the page describes."""

import json

import pytest

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers.sites import artificial_analysis_labels as labels
from parsers.sites import artificial_analysis_page as arena_page
from tests.parsers.pages import make_page

BOARD_PAGE = "https://artificialanalysis.ai/text-to-speech/leaderboard"


def _row(model: str, rank: int, elo: float, appearances: int, **more: object) -> dict[str, object]:
    values = {"id": model, "name": model.title(), "elo": elo, "creator": {"name": "Acme"}}
    facts = {"winRate": 0.6, "appearances": appearances, "released": None} | more
    return {"formatted": {"rank": rank, "elo": f"{elo:,.0f}"}, "values": values | facts}


OVERALL = [_row("atlas", 1, 1234.1, 1275), _row("nova", 2, 1214.02, 2647)]
ASSISTANTS = [_row("nova", 1, 1278.95, 217), _row("atlas", 2, 1238.4, 405)]


def _payload(*lists: list[dict[str, object]]) -> Page:
    rows = [
        f'{n}:["$","$L1",null,{{"rows":{json.dumps(rows)}}}]' for n, rows in enumerate(lists, 2)
    ]
    text = "\n".join(["1:I[77,[],null]", *rows, ""])
    chunks = [text[start : start + 100] for start in range(0, len(text), 100)]
    scripts = [f"<script>self.__next_f.push([1,{json.dumps(chunk)}])</script>" for chunk in chunks]
    return make_page(f"<html>{''.join(scripts)}</html>".encode(), BOARD_PAGE)


@pytest.mark.parametrize("lists", [(OVERALL,), (ASSISTANTS, OVERALL), (OVERALL, ASSISTANTS)])
def test_of_the_lists_of_the_page_the_overall_one_is_the_board(
    lists: tuple[list[dict[str, object]], ...],
) -> None:
    """It counts every comparison, so that no model has more of them in a category's list."""
    standing = arena_page.parse(_payload(*lists))

    assert [(e.model, e.rank, e.score, e.votes) for e in standing.entries] == [
        ("Atlas", 1, 1234.1, 1275),
        ("Nova", 2, 1214.02, 2647),
    ]
    assert standing.unknown == ()


def test_where_no_list_covers_the_others_none_is_the_board() -> None:
    """Two lists of categories, and the overall one gone: nothing is guessed."""
    entertainment = [_row("atlas", 1, 1180.5, 900)]

    with pytest.raises(LayoutError, match=r"one list that counts every comparison .*found 0 of 2"):
        arena_page.parse(_payload(ASSISTANTS, entertainment))


def test_a_page_without_rows_or_with_other_ones_is_refused() -> None:
    """A payload of another page, a row without a score, and a page without a payload."""
    for page in (
        _payload([{"label": "Atlas"}]),
        _payload([{"formatted": {"rank": 1}, "values": {"id": "a", "name": "A"}}]),
        make_page(b"<!doctype html><title>Arena</title>", BOARD_PAGE),
    ):
        with pytest.raises(LayoutError):
            arena_page.parse(page)


def test_a_figure_of_the_page_nobody_knows_is_a_signal() -> None:
    """A new column is reported beside the entries."""
    assert arena_page.parse(_payload([_row("atlas", 1, 1.5, 2, latency=3)])).unknown == ("latency",)


def _labelled(*sets: list[dict[str, object]], end: str = "</html>") -> Page:
    described = [json.dumps({"@type": "Dataset", "data": rows}) for rows in sets]
    scripts = [f'<script type="application/ld+json">{text}</script>' for text in described]
    body = f"<html><body>{''.join(scripts)}</body>{end}"
    return make_page(body.encode(), "https://artificialanalysis.ai/speech-to-text")


RATES: list[dict[str, object]] = [
    {"label": "Scribe v2", "aaWerIndex": 0.0218, "detailsUrl": "/speech-to-text/models/scribe"},
    {"label": "Nova-3", "aaWerIndex": 0.0518},
    {"label": "Nova-3, Telnyx", "aaWerIndex": 0.0482},
]
SPEEDS: list[dict[str, object]] = [{"label": "Scribe v2", "medianSpeedFactor": 86.4}]


def test_of_the_data_sets_of_the_page_the_word_error_rates_are_the_board() -> None:
    """Others, such as speed, do not matter; labels are the keys, for want of ids."""
    standing = labels.parse(_labelled(SPEEDS, RATES))

    assert [(e.key, e.score) for e in standing.entries] == [
        ("Scribe v2", 0.0218),
        ("Nova-3", 0.0518),
        ("Nova-3, Telnyx", 0.0482),
    ]
    assert standing.unknown == ()


@pytest.mark.parametrize(
    ("page", "told"),
    [
        (_labelled(SPEEDS), "one list of objects with the fields label, aaWerIndex"),
        (_labelled(RATES, RATES[:1]), "found 2 in a payload"),
        (_labelled([{"label": "Nova-3", "aaWerIndex": 0}]), "above 0, found 0 for 'Nova-3'"),
        (_labelled(RATES, end=""), "expected"),
    ],
)
def test_a_page_without_one_set_of_rates_is_refused(page: Page, told: str) -> None:
    """Another page, two such sets, a rate rounded away, and a page that is cut."""
    with pytest.raises(LayoutError, match=told):
        labels.parse(page)
