"""SWE-bench, as the data behind its site holds it: all its boards in one file."""

from collections.abc import Iterator

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.payloads import document, rows_shaped, unknown

_ORGANIZATION = "Org:"
IGNORED = {
    *("folder", "date", "logo", "site", "logs", "trajs", "trajs_docent", "warning"),
    *("os_model", "os_system", "checked", "cost", "instance_cost", "instance_calls"),
    "mini-swe-agent_version",
}


class Row(msgspec.Struct):
    """A submission: an agent, mostly with the model it ran on. `resolved` is in per cent.

    `tags` name models, makers and tries: `Model: o3-mini`, `Org: Columbia`, `System: Attempts - 1`.
    """

    name: str
    resolved: float
    tags: list[str]


class Part(msgspec.Struct):
    """One board of the file."""

    name: str
    results: list[dict[str, object]]


def parse(page: Page) -> Standing:
    """The board that the fragment of the address names: `#verified`."""
    parts = rows_shaped(document(page).get("leaderboards"), Part, "leaderboards")
    return standing(parts, page.part)


def standing(parts: list[Part], wanted: str) -> Standing:
    """The board of that name, whatever its case, out of all boards.

    Rows are known by name. Folders and days look like keys and are none: between two captures the
    folders of 7 rows that stayed were spelt anew, and one row's day; no name was.

    Raises:
        LayoutError: there is not exactly one such board, or a field is of another type.
    """
    fitting = [part for part in parts if part.name.casefold() == wanted.casefold()]
    if len(fitting) != 1:
        found = ", ".join(repr(part.name) for part in parts) or "none"
        raise LayoutError(f"expected one board {wanted!r}, found {found}")
    results = fitting[0].results
    rows = rows_shaped(results, Row, fitting[0].name)
    return Standing(
        entries=keyed_by_name(tuple(_entries(rows))),
        unknown=unknown(results, Row, IGNORED),
    )


def _entries(rows: list[Row]) -> Iterator[Entry]:
    for row in rows:
        name = row.name.strip()
        yield Entry(
            key=name,
            model=name,
            organization=_organization(row.tags),
            score=row.resolved,
        )


def _organization(tags: list[str]) -> str | None:
    """The one that is named first: of two it is mostly the model's, the second the agent's."""
    named = (tag.removeprefix(_ORGANIZATION).strip() for tag in tags if _is_organization(tag))
    return next(named, None)


def _is_organization(tag: str) -> bool:
    return tag.startswith(_ORGANIZATION)
