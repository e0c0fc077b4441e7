"""Artificial Analysis, as the payload of its arena page has it."""

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.payloads import shaped
from parsers.rsc import documents, payload
from parsers.shapes import Rows, find_lists

IGNORED = {
    *("slug", "winRate", "wins", "released", "openWeightsUrl", "pricePer1mCharacters", "ci95"),
}


class Creator(msgspec.Struct):
    """Who made a model."""

    name: str


class Values(msgspec.Struct):
    """The figures behind a row; `appearances` are comparisons."""

    id: str
    name: str
    elo: float
    creator: Creator
    appearances: int


class Formatted(msgspec.Struct):
    """What the page shows of a row; all but the rank repeats the figures as text."""

    rank: int


class Row(msgspec.Struct):
    """A row as shown, and the figures behind it."""

    formatted: Formatted
    values: dict[str, object]


def parse(page: Page) -> Standing:
    """The overall list: the page has one more for each category, of the same shape."""
    lists = [_List.of(rows) for rows in find_lists(documents(payload(page)), Row)]
    overall = [each for each in lists if all(each.covers(other) for other in lists)]
    if len(overall) != 1:
        message = "expected one list that counts every comparison of the others"
        raise LayoutError(f"{message}, found {len(overall)} of {len(lists)}")
    return overall[0].standing()


class _List(msgspec.Struct):
    """One list of the page, and the comparisons of each of its models."""

    ranks: list[int]
    models: list[Values]
    fields: frozenset[str]

    @classmethod
    def of(cls, found: Rows[Row]) -> "_List":
        return cls(
            [row.formatted.rank for row in found.rows],
            [shaped(row.values, Values, "values") for row in found.rows],
            frozenset[str]().union(*(row.values for row in found.rows)),
        )

    def covers(self, other: "_List") -> bool:
        """Whether it has every model of the other list, with as many comparisons or more."""
        here = {model.id: model.appearances for model in self.models}
        return all(here.get(model.id, -1) >= model.appearances for model in other.models)

    def standing(self) -> Standing:
        rows = zip(self.ranks, self.models, strict=True)
        known = {*Values.__struct_encode_fields__, *IGNORED}
        return Standing(
            entries=tuple(
                Entry(m.id, m.name, m.creator.name, rank, m.elo, votes=m.appearances)
                for rank, m in rows
            ),
            unknown=tuple(sorted(self.fields - known)),
        )
