"""llm-stats, as its JSON endpoint gives the details of one benchmark."""

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.payloads import document, rows_shaped, unknown

# Nearly all scores are reported by the models' makers (`self_reported`), which the board's title
# says; `normalized_score` repeats the score or is null.
IGNORED = {
    *("organization_id", "normalized_score", "self_reported", "self_reported_source", "verified"),
    *("analysis_method", "announcement_date"),
}


class Model(msgspec.Struct):
    """A row; the score is from 0 to 1."""

    model_id: str
    model_name: str
    organization_name: str | None
    score: float | None
    rank: int | None


def parse(page: Page) -> Standing:
    """The models of one benchmark, under the publisher's ids.

    Raises:
        LayoutError: the answer has another form, or is of another benchmark than the address.
    """
    body = document(page)
    _expect_benchmark(page, body.get("benchmark_id"))
    models = rows_shaped(body.get("models"), Model, "models")
    return Standing(
        entries=tuple(
            Entry(m.model_id, m.model_name, m.organization_name, m.rank, m.score) for m in models
        ),
        unknown=unknown(body["models"], Model, IGNORED),  # type: ignore[arg-type]
    )


def _expect_benchmark(page: Page, found: object) -> None:
    """The answer need not name its benchmark; where it does, it is that of the address."""
    if found is not None and f"/{found}/" not in page.url:
        raise LayoutError(f"expected the benchmark of {page.url}, found {found!r}")
