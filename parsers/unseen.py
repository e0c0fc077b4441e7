"""Rows of HTML tables that no reader sees, and rows that a page leaves out until one scrolls."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from leaderboard.errors import LayoutError

# Few elements have these; whether they are hidden is then looked at.
MAYBE_HIDDEN = '[hidden], [style*="display" i], tr[aria-hidden]'
_NOT_DISPLAYED = re.compile(r"(?<![\w-])display\s*:\s*none", re.IGNORECASE)
_VIRTUAL = re.compile(
    r"virtuali[sz]|virtuoso|virtual[-_]?(?:list|scroll|table|rows?|body|grid|viewport|container)",
    re.IGNORECASE,
)
_SPACER = 'tr[style*="height" i], tr > td[style*="height" i]:only-child'
_TALL = re.compile(r"(?<![\w-])height:\s*\d{3,}", re.IGNORECASE)  # in pixels: 100 and more


def is_hidden(node: LexborNode) -> bool:
    """Whether the element itself is not displayed, by attribute or style."""
    attributes = node.attributes
    return "hidden" in attributes or bool(_NOT_DISPLAYED.search(attributes.get("style") or ""))


def is_unseen(row: LexborNode) -> bool:
    """Whether a row is hidden from everybody, or from those to whom pages are read aloud."""
    aloud = (row.attributes.get("aria-hidden") or "").lower() != "true"
    return not aloud or is_hidden(row) or (row.parent is not None and is_hidden(row.parent))


def expect_all_rows(table: LexborNode, rows: int) -> None:
    """Check that the table holds all of its rows, of which `rows` are there, headers among them.

    Raises:
        LayoutError: it is virtualised: it says it has more rows, stands in or is made by something
            that calls itself so, or has a row of mere height in place of others.
    """
    for node in (table, *_around(table)):
        attributes = node.attributes
        counted = attributes.get("aria-rowcount") or ""
        if counted == "-1" or (counted.isdecimal() and int(counted) > rows):
            _refuse(f"{rows} rows of aria-rowcount={counted}")
        names = (node.tag, attributes.get("class"), attributes.get("data-testid"), *attributes)
        if found := _VIRTUAL.search(" ".join(name or "" for name in names)):
            _refuse(f"{rows} rows in an element named {found[0]}")
    for node in table.css(_SPACER):
        if _TALL.search(node.attributes.get("style") or "") and not node.text().strip():
            _refuse(f"{rows} rows, one of them a space with {node.attributes['style']!r:.60}")


def _around(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and parent.is_element_node:
        yield parent
        parent = parent.parent


def _refuse(found: str) -> None:
    raise LayoutError(f"expected a table with all of its rows, found a virtualised one: {found}")
