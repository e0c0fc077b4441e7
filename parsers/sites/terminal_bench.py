"""Terminal-Bench, from the payload of its page.

The page shows the same rows as a table, which says less: see `terminal_bench_table`.
"""

from collections.abc import Iterator

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import half_width_of_stderr, interval
from parsers.payloads import rows_shaped, unknown
from parsers.rsc import find_object, payload

# `key` is the names in lower case: it changes when they do, and is no key of its own.
IGNORED = {
    *("key", "agentName", "agentVersion", "agentUrl", "agentOrganization", "integrationMethod"),
    *("modelNames", "modelProviders", "date", "verified"),
}


class Row(msgspec.Struct):
    """A submission: an agent and the models it ran on. `accuracy` and `stderr` are from 0 to 1."""

    agent: str
    model: list[str]
    modelOrganization: list[str]  # noqa: N815 - the publisher's name
    accuracy: float
    stderr: float | None


class Board(msgspec.Struct):
    """What the page gives its table: `version` is the benchmark's."""

    rows: list[dict[str, object]]
    version: str


def parse(page: Page) -> Standing:
    """Rows are in the order that the page numbers them in."""
    board = find_object(payload(page), Board)
    expected = page.url.partition("#")[0].rstrip("/").rpartition("/")[2]
    if board.version != expected:
        raise LayoutError(f"expected version {expected!r} of the board, found {board.version!r}")
    rows = rows_shaped(board.rows, Row, "rows")
    return Standing(
        entries=keyed_by_name(tuple(_entries(rows))),
        unknown=unknown(board.rows, Row, IGNORED),
    )


def _entries(rows: list[Row]) -> Iterator[Entry]:
    for rank, row in enumerate(rows, start=1):
        name = submission(row.agent, ", ".join(row.model))
        reach = None if row.stderr is None else half_width_of_stderr(100 * row.stderr)
        score = 100 * row.accuracy
        low, high = interval(score, reach, reach)
        makers = sorted(set(row.modelOrganization))
        yield Entry(
            key=name,
            model=name,
            organization=makers[0] if len(makers) == 1 else None,
            rank=rank,
            score=score,
            score_low=low,
            score_high=high,
        )


def submission(agent: str, models: str) -> str:
    """What a row is called here: `Codex · GPT-5.5`.

    Raises:
        LayoutError: the agent or the models have no name.
    """
    if not agent or not models:
        raise LayoutError(f"expected an agent and its models, found {agent!r} and {models!r}")
    return f"{agent} · {models}"
