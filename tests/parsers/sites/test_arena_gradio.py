"""Arena's Gradio page of before 2025-05."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from leaderboard.errors import LayoutError
from parsers.sites import arena_page
from tests.parsers.pages import make_page

FOLDER = "arena-gradio-html/2025-03-28-a0c83fb"
PAGE = "https://lmarena.ai/?leaderboard"
HEADERS = ["Rank* (UB)", "Rank (StyleCtrl)", "Model", "Arena Score", "95% CI", "Votes"]
HEADERS += ["Organization", "License"]
ROW: list[Any] = [1, 2, '<a href="https://x.example">A &amp; B-1</a>', 1443, "+11/-8", 3474]
ROW += ["Google", "MIT"]


def _part(number: int, kind: str, **props: object) -> dict[str, object]:
    return {"id": number, "type": kind, "props": props}


def _table(number: int, rows: list[list[Any]], headers: list[str] = HEADERS) -> dict[str, object]:
    return _part(number, "dataframe", value={"headers": headers, "data": rows, "metadata": None})


def _page(*parts: dict[str, object], label: str = "💬 Language") -> bytes:
    """A page with one tab, and these parts inside."""
    inside = {"id": 2, "children": [{"id": part["id"]} for part in parts]}
    config = {
        "components": [_part(2, "tabitem", label=label), *parts],
        "layout": {"id": 1, "children": [inside, {"id": 99}]},
    }
    script = json.dumps(config).replace("</", "<\\/")
    return f"<html><script>window.gradio_config = {script};</script></html>".encode()


def _read(*parts: dict[str, object]) -> Any:  # noqa: ANN401 - as short as it can be
    return arena_page.parse(make_page(_page(*parts), f"{PAGE}#Language"))


@pytest.mark.parametrize(
    ("tab", "component", "rows", "published_at"),
    [
        ("Language", 193, 183, "2025-03-25"),
        ("Vision", 241, 48, "2025-03-25"),
        ("Text-to-Image", 269, 8, "2025-03-19"),
    ],
)
def test_the_tabs_of_the_real_page_are_read(
    captures: Path, tab: str, component: int, rows: int, published_at: str
) -> None:
    """As many rows as were decoded by other means, without the ghost row of the DOM."""
    body = (captures / FOLDER / "page_source.html").read_bytes()
    decoded = json.loads((captures / FOLDER / "DERIVED_gradio_config_dataframes.json").read_bytes())
    (data,) = [t["data"] for t in decoded["dataframes"] if t["component_id"] == component]

    standing = arena_page.parse(make_page(body, f"{PAGE}#{tab}"))
    assert len(standing.entries) == len(data) == rows
    assert [entry.rank for entry in standing.entries] == [row[0] for row in data]
    assert [entry.organization for entry in standing.entries] == [row[-2] for row in data]
    assert standing.published_at == datetime.fromisoformat(published_at)
    assert (standing.declared_rows, standing.unknown) == (None, ())


def test_real_rows_are_read_to_the_point(captures: Path) -> None:
    """Name without its link, score, ends of the interval, votes; ranks tie: 1, 2, 2."""
    body = (captures / FOLDER / "page_source.html").read_bytes()
    entries = arena_page.parse(make_page(body, f"{PAGE}#Language")).entries

    assert entries[0][1:8] == ("Gemini-2.5-Pro-Exp-03-25", "Google", 1, 1443, 1435, 1454, 3474)
    assert [entry.rank for entry in entries[:5]] == [1, 2, 2, 2, 5]


def test_minus_one_is_what_is_missing() -> None:
    """In every column of numbers."""
    bare = [-1, -1, "C", -1, -1, -1, "", "MIT"]

    (entry,) = _read(_table(3, [bare])).entries
    assert entry[1:8] == ("C", None, None, None, None, None, None)


def test_a_name_is_what_a_reader_sees() -> None:
    """The link around it is gone, and entities are signs."""
    (entry,) = _read(_table(3, [ROW])).entries

    assert entry.model == "A & B-1"


def test_the_total_of_the_heading_is_no_number_of_rows() -> None:
    """It counts models that are not shown: 220 where the real table has 183."""
    heading = _part(4, "markdown", value="Total #models: **220**. Last updated: 2025-03-25.")

    standing = _read(heading, _table(3, [ROW]))
    assert standing.declared_rows is None
    assert standing.published_at == datetime(2025, 3, 25)  # noqa: DTZ001 - UTC without zone


def test_a_column_nobody_knows_is_a_signal() -> None:
    """An unknown column is reported."""
    standing = _read(_table(3, [[*ROW, 7]], [*HEADERS, "Delta"]))

    assert standing.unknown == ("Delta",)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (_page(_table(3, [ROW]), label="👀 Vision"), "expected a tab 'Language', found the tabs"),
        (_page(), "expected one table of the tab 'Language' to be a board, found none"),
        (_page(_table(3, [ROW]), _table(4, [ROW])), "expected one table of the tab 'Language'"),
        (_page(_table(3, [["a", 1]], ["Model", "Overall"])), "found Model, Overall"),
        (_page(_table(3, [ROW[:-1]])), "expected 8 cells in every row, found 7"),
        (_page(_table(3, [[*ROW[:3], "high", *ROW[4:]]])), "expected `float`, got `str`"),
        (_page(_table(3, [[*ROW[:4], "±?", *ROW[5:]]])), "expected an interval such as"),
        (_page(_table(3, [ROW]))[:-60], "expected a page with </html>"),
        (_page().replace(b'"layout"', b'"plan"'), "expected one object with the fields"),
    ],
)
def test_what_is_no_such_page_is_refused(body: bytes, told: str) -> None:
    """Other tabs, other tables, short rows and cut pages are each named."""
    with pytest.raises(LayoutError, match=told):
        arena_page.parse(make_page(body, f"{PAGE}#Language"))
