"""Arena's pages by their payload."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from leaderboard.errors import LayoutError
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from parsers.sites import arena_page
from tests.parsers.pages import make_page

REACT = "https://arena.ai/leaderboard/code/webdev/react"
REACT_ID = "webdev-webdev_react-raw"
# As it stands in a page, escaped once (captures/excerpts/arena_rsc_entry_escaped.txt).
ESCAPED = (
    r"{\"rank\":2,\"rankUpper\":2,\"rankLower\":2,\"modelKey\":\"glm-5.2-code\","
    r"\"modelDisplayName\":\"glm-5.2 (max)\",\"rating\":1595.19,\"ratingUpper\":1611.46,"
    r"\"ratingLower\":1578.92,\"votes\":1641,\"modelOrganization\":\"Z.ai\","
    r"\"modelUrl\":\"https://huggingface.co/zai-org/GLM-5.2\",\"license\":\"MIT\"}"
)
ENTRY = json.loads(ESCAPED.replace("\\", ""))
Entries = list[dict[str, Any]]


def _board(entries: Entries, board: str = REACT_ID, **changes: object) -> dict[str, object]:
    name = f"leaderboard-sets/public/leaderboards/{board}/leaderboard-snapshots/latest"
    cutoff = "2026-10-01T13:00:00.000Z"
    whole = {"id": name, "entries": entries, "voteCutoffISOString": cutoff, "totalVotes": 9}
    return whole | {"totalModels": len(entries)} | changes


def _page(*boards: dict[str, object], size: int = 90) -> bytes:
    """A page that sends these boards, in chunks of so many characters."""
    rows = "".join(
        f"{number:x}:" + json.dumps(["$", "$L31", None, {"leaderboard": board}]) + "\n"
        for number, board in enumerate(boards, start=0x2F)
    )
    escaped = json.dumps(rows)[1:-1]
    chunks = [escaped[at : at + size] for at in range(0, len(escaped), size)]
    scripts = "".join(f'<script>self.__next_f.push([1,"{chunk}"])</script>' for chunk in chunks)
    return f"<html><body><table></table>{scripts}</body></html>".encode()


def test_the_larger_score_is_the_upper_and_the_key_is_the_publishers() -> None:
    """`ratingUpper` bounds from above, though `rankUpper` is the smaller rank."""
    standing = arena_page.parse(make_page(_page(_board([ENTRY | {"rank": 1}])), REACT))

    (entry,) = standing.entries
    assert (entry.key, entry.model, entry.organization) == ("glm-5.2-code", "glm-5.2 (max)", "Z.ai")
    assert (entry.score, entry.score_low, entry.score_high) == (1595.19, 1578.92, 1611.46)
    assert (entry.rank, entry.votes, standing.declared_rows) == (1, 1641, 1)
    assert standing.published_at == datetime(2026, 10, 1, 13)  # noqa: DTZ001 - UTC without zone
    assert standing.unknown == ()


def test_an_escaped_entry_is_read_as_it_stands_in_a_page() -> None:
    """The entry that was seen in a real page, with its address of many slashes."""
    before, after = json.dumps(json.dumps(_board([{"here": 1}], totalModels=1))[1:-1]).split("{", 1)
    escaped = before.strip('"') + ESCAPED + after.split("}", 1)[1].strip('"')
    body = f'<html><script>self.__next_f.push([1,"2f:[{{{escaped}}}]\\n"])</script></html>'

    (entry,) = arena_page.parse(make_page(body.encode(), REACT)).entries
    assert (entry.key, entry.votes) == ("glm-5.2-code", 1641)


def test_real_entries_are_read_in_the_pages_own_shape(captures: Path) -> None:
    """Eleven decoded boards of 2026-08-16, put back into pages: text alone was cut short."""
    decoded = json.loads((captures / "arena-page-rsc-decoded/2026-08-16/lmarena.json").read_bytes())
    addresses = {board: f"https://arena.ai{path}" for path, board in arena_page.BOARDS.items()}

    counts = {}
    for board, facts in decoded["boards"].items():
        page = _page(_board(facts["entries"], board, totalModels=facts["total_models"]), size=5000)
        standing = arena_page.parse(make_page(page, addresses[board]))
        assert standing.unknown == ()
        counts[board] = (len(standing.entries), standing.declared_rows)
    assert {board for board, (rows, declared) in counts.items() if rows != declared} == {
        "text-overall-style_control"
    }
    assert counts["text-overall-style_control"] == (201, 391)
    assert counts["webdev-overall-raw"] == (115, 115)
    assert sum(rows for rows, _ in counts.values()) == 800
    assert sum(declared or 0 for _, declared in counts.values()) == 990


def test_a_name_that_stands_twice_is_two_models_by_their_keys() -> None:
    """One display name has two keys and two scores."""
    entries = [
        ENTRY | {"rank": 1},
        ENTRY | {"rank": 2, "modelKey": "glm-5.2-code-b", "rating": 1594, "ratingLower": 1580},
    ]

    standing = arena_page.parse(make_page(_page(_board(entries)), REACT))
    assert [entry.key for entry in standing.entries] == ["glm-5.2-code", "glm-5.2-code-b"]


def test_pages_from_before_there_were_keys_are_known_by_name() -> None:
    """Where no row has a key, the second of a name is numbered."""
    keyless = {name: value for name, value in ENTRY.items() if name != "modelKey"}

    standing = arena_page.parse(make_page(_page(_board([keyless, keyless])), REACT))
    assert [entry.key for entry in standing.entries] == ["glm-5.2 (max)", "glm-5.2 (max)#2"]


@pytest.mark.parametrize("rank", [None, 0])
def test_an_announced_model_has_a_name_and_no_figure(rank: int | None) -> None:
    """The payload of 2026-08-16 has a rating where the site shows none: it is not ranked yet."""
    (entry,) = arena_page.parse(make_page(_page(_board([ENTRY | {"rank": rank}])), REACT)).entries

    assert (entry.key, entry.rank, entry.score, entry.votes) == ("glm-5.2-code", None, None, None)


def test_a_cut_board_declares_more_rows_than_it_has() -> None:
    """The overview shows 200 of 393 models: acceptance compares the two."""
    standing = arena_page.parse(make_page(_page(_board([ENTRY], totalModels=393)), REACT))

    assert (len(standing.entries), standing.declared_rows) == (1, 393)


def test_other_boards_in_the_payload_do_not_matter() -> None:
    """The board is found by its id among several."""
    page = _page(_board([ENTRY, ENTRY], "text-overall-style_control"), _board([ENTRY]))

    assert len(arena_page.parse(make_page(page, REACT)).entries) == 1


def test_a_field_nobody_knows_is_a_signal() -> None:
    """An unknown field of an entry is reported."""
    page = make_page(_page(_board([ENTRY | {"elo": 1}])), REACT)

    assert arena_page.parse(page).unknown == ("elo",)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (
            _page(_board([ENTRY], "webdev-overall-raw")),
            f"expected the board {REACT_ID} once at this address, found webdev-overall-raw",
        ),
        (
            _page(_board([ENTRY]), _board([ENTRY], totalModels=2)),
            f"expected the board {REACT_ID} once at this address, found {REACT_ID}, {REACT_ID}",
        ),
        (
            _page(_board([ENTRY, ENTRY | {"modelKey": None}])),
            r"expected a modelKey in all rows or none, found none in 'glm-5.2 \(max\)'",
        ),
        (_page(_board([ENTRY | {"votes": "9"}])), r"expected `int \| null`, got `str`"),
        (_page(_board([{"rank": 1}])), "missing required field `modelDisplayName`"),
        (_page({"entries": [ENTRY]}), "expected one object with the fields id, entries"),
    ],
)
def test_what_is_not_this_addresss_board_is_refused(body: bytes, told: str) -> None:
    """An unknown category shows the overall board with 200; the id tells."""
    with pytest.raises(LayoutError, match=told):
        arena_page.parse(make_page(body, REACT))


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.97])
def test_a_cut_page_is_refused(share: float) -> None:
    """Wherever the page ends too early, it is not read."""
    whole = _page(_board([ENTRY] * 40))

    with pytest.raises(LayoutError):
        arena_page.parse(make_page(whole[: int(len(whole) * share)], REACT))


def test_an_address_of_no_board_is_refused() -> None:
    """Which board an address shows is not guessed."""
    with pytest.raises(LayoutError, match="found '/leaderboard/text/coding'"):
        arena_page.parse(make_page(_page(), "https://arena.ai/leaderboard/text/coding"))


def test_every_page_of_the_source_has_its_board() -> None:
    """The addresses in the source file and the boards they show belong together."""
    boards = find_boards(load_sources(load_settings().sources), ("arena",))
    pages = [channel for board in boards for channel in board.channels if channel.name == "page"]
    addresses = [span.address for channel in pages for span in channel.spans]

    paths = {address.partition("/leaderboard")[2] for address in addresses if "#" not in address}
    assert paths == {path.removeprefix("/leaderboard") for path in arena_page.BOARDS}
    assert not any(channel.on for channel in pages)
