"""The synthetic workload's three kinds of page, read as a site file of Podium reads them."""

from collections.abc import Iterator

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.numbers import deltas, interval
from parsers.payloads import document, rows_shaped, unknown
from parsers.rsc import find_rows, payload
from parsers.tables import HtmlRow, find_table

COLUMNS = ("Rank", "Model", "Score", "95% CI", "Votes", "Organization")
IGNORED = {"License", "Cutoff"}
IGNORED_OF_PAYLOAD = {
    *("license", "knowledgeCutoff", "contextWindowTokens", "pricing", "performance"),
    *("evaluations", "detailsUrl", "isReasoning", "deprecated", "description"),
}
IGNORED_OF_API = {"license", "knowledge_cutoff", "ctx"}


class Organization(msgspec.Struct):
    """Who made a model."""

    name: str


class Reach(msgspec.Struct):
    """How far the interval reaches below and above the score."""

    low: float
    high: float


class Model(msgspec.Struct):
    """A row of the payload."""

    rank: int
    slug: str
    name: str
    organization: Organization
    score: float
    ci: Reach
    votes: int


class Listed(msgspec.Struct):
    """A row of the API; `model` is the slug."""

    rank: int
    model: str
    display_name: str
    organization: str
    score: float
    ci_low: float
    ci_high: float
    votes: int


def parse(page: Page) -> Standing:
    """A table, a payload or an API document, by the address."""
    kind = page.url.split("/")[-2]
    if kind == "a":
        table = find_table(page, COLUMNS)
        return Standing(
            tuple(_of_table(row) for row in table.rows),
            unknown=table.unknown({*COLUMNS, *IGNORED}),
        )
    if kind == "b":
        found = find_rows(payload(page), Model)
        return Standing(tuple(_of_payload(found.rows)), unknown=found.unknown(IGNORED_OF_PAYLOAD))
    body = document(page)
    rows = rows_shaped(body.get("entries"), Listed, "entries")
    unknown_fields = unknown(body["entries"], Listed, IGNORED_OF_API)  # type: ignore[arg-type]
    return Standing(tuple(_of_api(rows)), declared_rows=len(rows), unknown=unknown_fields)


def _of_table(row: HtmlRow) -> Entry:
    slug = row.attribute("data-slug")
    if slug is None:
        raise LayoutError("expected every row to have its data-slug, found one without")
    below, above = deltas(row["95% CI"])
    score = float(row["Score"])
    votes = int(row["Votes"].replace(",", ""))
    low, high = interval(score, below, above)
    return Entry(slug, row["Model"], row["Organization"], int(row["Rank"]), score, low, high, votes)


def _of_payload(rows: list[Model]) -> Iterator[Entry]:
    for row in rows:
        low, high = interval(row.score, row.ci.low, row.ci.high)
        named = (row.slug, row.name, row.organization.name)
        yield Entry(*named, row.rank, row.score, low, high, row.votes)


def _of_api(rows: list[Listed]) -> Iterator[Entry]:
    for row in rows:
        low, high = interval(row.score, row.ci_low, row.ci_high)
        named = (row.model, row.display_name, row.organization)
        yield Entry(*named, row.rank, row.score, low, high, row.votes)
