"""Artificial Analysis, as its older keyed endpoint `/api/v2/data/media/...` answers."""

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.numbers import deltas, interval
from parsers.payloads import document, rows_shaped, shaped, unknown

IGNORED = {"slug", "release_date", "categories"}


class Creator(msgspec.Struct):
    """Who made a model."""

    name: str


class Model(msgspec.Struct):
    """A row; the interval is written `-17/17`."""

    id: str
    name: str
    model_creator: Creator
    elo: float
    rank: int
    ci95: str | None
    appearances: int | None = None


class Answer(msgspec.Struct):
    """The answer as a whole; `status` repeats the HTTP status."""

    status: int
    data: list[dict[str, object]]


def parse(page: Page) -> Standing:
    """The models in the order of their Elo: equal ones have ranks of their own."""
    answer = shaped(document(page), Answer, "the answer")
    if answer.status != 200:  # noqa: PLR2004 - HTTP's own
        raise LayoutError(f"expected an answer with the status 200, found {answer.status}")
    models = rows_shaped(answer.data, Model, "data")
    return Standing(
        entries=tuple(_entry(model) for model in models),
        unknown=unknown(answer.data, Model, IGNORED),
    )


def _entry(model: Model) -> Entry:
    below, above = deltas(model.ci95) if model.ci95 else (None, None)
    low, high = interval(model.elo, below, above)
    return Entry(
        key=model.id,
        model=model.name,
        organization=model.model_creator.name,
        rank=model.rank,
        score=model.elo,
        score_low=low,
        score_high=high,
        votes=model.appearances,
    )
