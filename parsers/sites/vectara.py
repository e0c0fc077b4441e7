"""Vectara: the table in the README of its repository, which has a board for each direction."""

import re
from datetime import datetime

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.markdown import find_table
from parsers.numbers import day, number
from parsers.rows import Row

SCORES = {
    "hallucination-rate": "Hallucination Rate",
    "factual-consistency": "Factual Consistency Rate",
}
IGNORED = {"Answer Rate", "Average Summary Length (Words)"}
UPDATED = re.compile(r"Last updated on ([A-Z][a-z]+ \d{1,2})(?:st|nd|rd|th)?, (\d{4})")
JUDGE = re.compile(r"This leaderboard uses (HHEM-\d+(?:\.\d+)*)")


def parse(page: Page) -> Standing:
    """The fragment says which board; with another evaluating model rates are not the same."""
    if page.part not in SCORES:
        raise LayoutError(f"expected one of the boards {', '.join(SCORES)}, found {page.part!r}")
    table = find_table(page, ("Model", *SCORES.values()), followed=True)
    return Standing(
        entries=keyed_by_name([_entry(row, SCORES[page.part]) for row in table.rows]),
        published_at=_updated(page.text()),
        unknown=table.unknown({"Model", *SCORES.values(), *IGNORED}),
        method=f"rates by {_only(JUDGE, page.text(), 'This leaderboard uses HHEM-2.3')[1]}",
    )


def _entry(row: Row, score: str) -> Entry:
    """Newer names have their maker before a slash; older ones do not say it apart."""
    maker, slash, _ = row["Model"].partition("/")
    return Entry(
        key=row["Model"],
        model=row["Model"],
        organization=maker if slash else None,
        score=number(row[score], unit="%"),
    )


def _updated(text: str) -> datetime:
    found = _only(UPDATED, text, "Last updated on March 10, 2026")
    return day(f"{found[1]}, {found[2]}", "%B %d, %Y")


def _only(pattern: re.Pattern[str], text: str, example: str) -> re.Match[str]:
    found = list(pattern.finditer(text))
    if len(found) != 1:
        raise LayoutError(f"expected one sentence such as {example!r}, found {len(found)}")
    return found[0]
