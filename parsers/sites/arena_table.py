"""Arena's HTML tables, by generation, for pages that were saved without their payload.

From 2025-11: Rank (UB), Model, Score, 95% CI (±), Votes, Organization, License.
From 2026-02: Rank and Rank Spread in place of Rank (UB).
From 2026-03: the interval in the score's cell, the organization in the model's; prices, context.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers import html
from parsers.numbers import day, deltas, interval, number, rank, score_with_interval, whole
from parsers.rows import Table
from parsers.tables import HtmlRow, find_table

_RANKS = ("Rank", "Rank (UB)")
_INTERVAL, _ORGANIZATION = "95% CI (±)", "Organization"
_MISSING = ("", "-", "N/A")
_MARK = "Preliminary"
IGNORED = {"Rank Spread", "License", "Price $/M", "Context"}
_MODELS = re.compile(r"\b(\d[\d,]*) models\b")
_DAY = re.compile(r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b")


def read(page: Page) -> Standing:
    """The board's one table. Models are known by name: a table has no keys."""
    table = find_table(page, ("Model", "Score", "Votes"))
    ranks = [header for header in _RANKS if header in table.headers]
    if len(ranks) != 1:
        raise LayoutError(f"expected one of the columns {', '.join(_RANKS)}, found {len(ranks)}")
    used = {ranks[0], "Model", "Score", "Votes", _INTERVAL, _ORGANIZATION}
    declared, published_at = _said(page)
    return Standing(
        entries=keyed_by_name(_entries(table, ranks[0])),
        published_at=published_at,
        declared_rows=declared,
        unknown=table.unknown(used | IGNORED),
    )


def _entries(table: Table[HtmlRow], ranks: str) -> list[Entry]:
    has_organization = _ORGANIZATION in table.headers
    names = _beside(table.rows) if has_organization else [_owned(row) for row in table.rows]
    has_interval = _INTERVAL in table.headers
    return [
        _entry(row, name, rank(row[ranks], missing=_MISSING), has_interval=has_interval)
        for row, name in zip(table.rows, names, strict=True)
    ]


def _entry(row: HtmlRow, name: tuple[str, str], place: int | None, *, has_interval: bool) -> Entry:
    model, organization = name
    score, low, high = _beside_interval(row) if has_interval else _with_interval(row)
    return Entry(
        key=model,
        model=model,
        organization=organization or None,
        rank=place,
        score=score,
        score_low=low,
        score_high=high,
        votes=whole(row["Votes"], missing=_MISSING),
    )


def _with_interval(row: HtmlRow) -> tuple[float | None, float | None, float | None]:
    """The score's cell: `1504 ±6`, `1541 +14/-14 Preliminary`, or a mark that it is missing."""
    text = row["Score"].removesuffix(_MARK).strip()
    return (None, None, None) if text in _MISSING else score_with_interval(text)


def _beside_interval(row: HtmlRow) -> tuple[float | None, float | None, float | None]:
    score = number(row["Score"].removesuffix(_MARK).strip(), missing=_MISSING)
    reach = row[_INTERVAL]
    below, above = (None, None) if reach in _MISSING else deltas(reach)
    return score, *interval(score, below, above)


def _beside(rows: Sequence[HtmlRow]) -> list[tuple[str, str]]:
    """Names and organizations where those have a column of their own.

    Some pages put the organization before the name without a space, and do so in every row: only
    then is it taken away, as `DeepSeek-V3` of DeepSeek begins with it too.
    """
    names = [(_linked(row) or row["Model"], row[_ORGANIZATION]) for row in rows]
    is_glued = all(name.startswith(owner) and name != owner for name, owner in names)
    return [
        (name.removeprefix(owner).strip() if is_glued else name, owner) for name, owner in names
    ]


def _owned(row: HtmlRow) -> tuple[str, str]:
    """Name and organization from one cell: a link with the name, then `OpenAI · Proprietary`."""
    name = _linked(row)
    owners = [part for part in row.parts("Model") if " · " in part]
    if not name or len(owners) != 1:
        expected = "expected a link with the model's name, then its owner and licence"
        raise LayoutError(f"{expected}, found {row['Model']!r:.120}")
    return name, owners[0].partition(" · ")[0].strip()


def _linked(row: HtmlRow) -> str:
    """The model's name: the title of its link, which is whole where its text is cut short."""
    return (row.inside("Model", "a", "title") or row.text_inside("Model", "a") or "").strip()


def _said(page: Page) -> tuple[int | None, datetime | None]:
    """How many models and which day the page names, where it names only one."""
    body = html.parse(page).body
    text = "" if body is None else " ".join(body.text(separator=" ").split())
    counts, days = set(_MODELS.findall(text)), set(_DAY.findall(text))
    declared = whole(counts.pop()) if len(counts) == 1 else None
    return declared, day(days.pop(), "%b %d, %Y") if len(days) == 1 else None
