"""New source entries load, and say what a person must decide."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cli.scaffold.parser import parser_text
from cli.scaffold.source import Place, board_text, source_text
from leaderboard.channel import Bounds, ChannelKind
from leaderboard.source import Board, load_source
from tests.cli.scaffold.drafts import HEADERS, HOSTILE, draft_of, html, page_of

PLACE = Place("A board", "https://x.example/board", "https://x.example/data#part")


def _board(text: str, folder: Path, name: str = "acme/coding", place: Place = PLACE) -> Board:
    """The board that the new source file has, once it is loaded."""
    path = folder / f"{name.partition('/')[0]}.yml"
    path.write_text(source_text(draft_of(page_of(text), name), place), encoding="utf-8")
    (board,) = load_source(path).all_boards
    return board


def _table(score: str, *figures: str) -> str:
    return html(("Model", score), *((f"m{n}", figure) for n, figure in enumerate(figures)))


def test_a_new_entry_loads_and_a_page_is_off(tmp_path: Path) -> None:
    """Nobody has read the terms of a page yet; its bounds follow what it shows now."""
    board = _board(_table("Elo", *(str(1400 + 10 * n) for n in range(20))), tmp_path)

    assert (board.name, board.title, board.metric) == ("acme/coding", "A board", "Elo")
    assert board.rows == Bounds(least=17, most=40)
    assert board.score == Bounds(least=1210, most=1780)
    assert [(c.kind, c.on, c.url) for c in board.channels] == [
        (ChannelKind.PAGE, False, "https://x.example/data#part")
    ]


def test_a_data_set_is_on(tmp_path: Path) -> None:
    """Data is put there to be read by machines."""
    board = _board(json.dumps([{"model": "a", "score": 1500}]), tmp_path)

    assert [(channel.kind, channel.on) for channel in board.channels] == [
        (ChannelKind.DATASET, True)
    ]


def test_what_is_left_to_decide_is_marked() -> None:
    """Metric, unit, direction, terms and attribution each have their word beside them."""
    lines = source_text(draft_of(page_of(_table("Elo", "1", "2"))), PLACE).splitlines()

    marked = {line.split(":")[0].strip() for line in lines if "# decide:" in line}
    assert {"metric", "unit", "higher_is_better", "terms", "attribution", "on"} <= marked


@pytest.mark.parametrize(
    ("text", "unit", "most"),
    [
        (_table("Accuracy", "82.5%", "11%"), "%", 100),
        (_table("Accuracy", "82.5", "11"), "%", 100),
        (_table("Accuracy", "0.825", "0.11"), "fraction", 1),
        (_table("Elo", "82.5", "11"), "points", 154),
    ],
)
def test_the_scale_is_guessed(tmp_path: Path, text: str, unit: str, most: float) -> None:
    """By the unit in the cells, the name of the column and the size of the scores."""
    board = _board(text, tmp_path)

    assert board.score is not None
    assert (unit, most) == (board.unit, board.score.most)


@pytest.mark.parametrize(
    ("headers", "rows", "is_higher_better", "follows"),
    [
        (("Rank", "Model", "Score"), (("1", "a", "5"), ("2", "b", "4")), True, True),
        (("Rank", "Model", "Score"), (("1", "a", "4"), ("2", "b", "5")), False, True),
        (
            ("Rank", "Model", "WER"),
            (("1", "a", "5"), ("1", "b", "4"), ("2", "c", "6")),
            False,
            False,
        ),
        (("Model", "Avg. WER", "X"), (("a", "4", ""), ("b", "5", "")), False, True),
        (("Model", "Score", "X"), (("a", "4", ""), ("b", "5", "")), True, True),
    ],
)
def test_the_direction_is_what_the_ranks_say(
    tmp_path: Path,
    headers: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    *,
    is_higher_better: bool,
    follows: bool,
) -> None:
    """Without ranks, what the name of the score says; ranks that follow something else are told."""
    board = _board(html(headers, *rows), tmp_path)

    assert (is_higher_better, follows) == (board.higher_is_better, board.rank_follows_score)


@pytest.mark.parametrize("name", ["acme/2.0", "acme/2026-01-31", "acme/null", "acme/on", "1e3/1"])
def test_names_that_look_like_something_else_stay_names(tmp_path: Path, name: str) -> None:
    """Numbers, days and words of YAML are quoted."""
    assert _board(_table("Elo", "1", "2"), tmp_path, name).name == name


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """The page's title and the names of its columns come through as they were, on one line."""
    for title in (*HEADERS, "x: y # z", "- a", HOSTILE):
        place = replace(PLACE, title=title)
        assert _board(_table("Elo", "1", "2"), tmp_path, place=place).title == title


def test_a_second_board_goes_below_the_others(tmp_path: Path) -> None:
    """Its entry is the part of a file that stands below `boards:`, with its own parser."""
    place = Place(
        "B", "https://x.example/", "https://x.example/", "parsers.sites.acme_b", allow_private=True
    )
    first = source_text(draft_of(page_of(_table("Elo", "1", "2"))), PLACE)
    second = board_text(draft_of(page_of(_table("Elo", "1", "2")), "acme/b"), place)
    (tmp_path / "acme.yml").write_text(first + second, encoding="utf-8")

    boards = load_source(tmp_path / "acme.yml").all_boards

    assert [board.name for board in boards] == ["acme/coding", "acme/b"]
    assert boards[1].channels[0].parser == "parsers.sites.acme_b"
    assert boards[1].channels[0].allow_private


def test_a_long_name_does_not_make_a_long_line() -> None:
    """The parser's first line stays within the width."""
    draft = draft_of(page_of(_table("Elo", "1", "2")), f"acme/{'x' * 55}")

    assert max(map(len, parser_text(draft).splitlines())) <= 100
