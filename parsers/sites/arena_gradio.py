"""Arena's page until 2025-05, made with Gradio: the tables in `window.gradio_config`.

The tables that the page draws are of no use: only the rows in sight are there, and a hidden one
that mixes cells of several models. The fragment of the address names the tab, such as `Language`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from selectolax.lexbor import LexborHTMLParser

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.documents import embedded
from parsers.numbers import day, deltas, interval
from parsers.payloads import rows_shaped, shaped, unknown
from parsers.shapes import find_object

_MARK = b"window.gradio_config"
_MISSING = -1
_UPDATED = re.compile(r"Last updated: (\d{4}-\d{2}-\d{2})")
# Another board's rank, and what says nothing of the score.
IGNORED = {"Rank (StyleCtrl)", "License"}


class Component(msgspec.Struct):
    """A part of the page, by its type: `tabitem`, `markdown`, `dataframe` and many more."""

    id: int
    type: str
    props: dict[str, object]


class Node(msgspec.Struct):
    """Where a component stands: above its children."""

    id: int
    children: list["Node"] = []


class Config(msgspec.Struct):
    """What the whole page is made of."""

    components: list[Component]
    layout: Node


class Cells(msgspec.Struct):
    """A table."""

    headers: list[str]
    data: list[list[object]]


class Model(msgspec.Struct):
    """A row. Ranks tie where intervals overlap; -1 stands for what is missing."""

    rank: int = msgspec.field(name="Rank* (UB)")
    name: str = msgspec.field(name="Model")
    score: float = msgspec.field(name="Arena Score")
    reach: str | int = msgspec.field(name="95% CI")
    votes: int = msgspec.field(name="Votes")
    organization: str | None = msgspec.field(name="Organization")


def is_gradio(page: Page) -> bool:
    """Whether the page is of this generation."""
    return _MARK in page.body


def read(page: Page) -> Standing:
    """The table of the tab.

    The heading's `Total #models` counts those that are not shown as well (220 where the table has
    183), so it is no number of rows.
    """
    inside = _inside(find_object(embedded(page), Config), page.part)
    rows = _rows(inside, page.part)
    return Standing(
        entries=keyed_by_name([_entry(row) for row in rows_shaped(rows, Model, page.part)]),
        published_at=_published_at(inside),
        unknown=unknown(rows, Model, IGNORED),
    )


def _inside(config: Config, tab: str) -> list[Component]:
    """What stands in tabs of that name, which comes after a sign: `💬 Language`.

    Tabs in different places have the same name; one of them holds the board.
    """
    by_id = {component.id: component for component in config.components}
    labels = {node.id: _label(by_id.get(node.id)) for node in _below(config.layout)}
    tabs = [node for node in _below(config.layout) if (labels[node.id].split() or [""])[-1] == tab]
    if not tabs:
        found = ", ".join(filter(None, labels.values())) or "none"
        raise LayoutError(f"expected a tab {tab!r}, found the tabs {found}")
    return [by_id[node.id] for each in tabs for node in _below(each) if node.id in by_id]


def _below(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _below(child)


def _label(component: Component | None) -> str:
    is_tab = component is not None and component.type == "tabitem"
    return str(component.props.get("label") or "") if component and is_tab else ""


def _rows(components: Sequence[Component], tab: str) -> list[dict[str, object]]:
    """The rows of the one table that has the board's columns, by header."""
    tables = [
        shaped(component.props.get("value"), Cells, f"table {component.id}")
        for component in components
        if component.type == "dataframe"
    ]
    wanted = set(Model.__struct_encode_fields__)
    fitting = [table for table in tables if wanted <= set(table.headers)]
    if len(fitting) != 1:
        found = "; ".join(", ".join(table.headers) for table in tables) or "none"
        raise LayoutError(f"expected one table of the tab {tab!r} to be a board, found {found}")
    return [_by_header(fitting[0].headers, cells) for cells in fitting[0].data]


def _by_header(headers: Sequence[str], cells: Sequence[object]) -> dict[str, object]:
    if len(cells) != len(headers):
        found = f"{len(cells)} in {str(cells)[:120]}"
        raise LayoutError(f"expected {len(headers)} cells in every row, found {found}")
    return dict(zip(headers, cells, strict=True))


def _published_at(components: Sequence[Component]) -> datetime | None:
    texts = [str(each.props.get("value")) for each in components if each.type == "markdown"]
    days = {found for text in texts for found in _UPDATED.findall(text)}
    return day(days.pop(), "%Y-%m-%d") if len(days) == 1 else None


def _entry(row: Model) -> Entry:
    name = _text(row.name)
    score = None if row.score == _MISSING else row.score
    is_known = row.reach not in (_MISSING, str(_MISSING), "")
    below, above = deltas(str(row.reach)) if is_known else (None, None)
    low, high = interval(score, below, above)
    return Entry(
        key=name,
        model=name,
        organization=row.organization or None,
        rank=None if row.rank == _MISSING else row.rank,
        score=score,
        score_low=low,
        score_high=high,
        votes=None if row.votes == _MISSING else row.votes,
    )


def _text(cell: str) -> str:
    """What a reader sees of a cell that is a link in HTML."""
    body = LexborHTMLParser(cell).body
    return " ".join(body.text().split()) if body is not None else ""
