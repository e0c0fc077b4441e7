"""Arena, as its daily public archive keeps it."""

from collections.abc import Iterator

import msgspec

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers.numbers import day, instant, interval
from parsers.payloads import document, expect_board, rows_shaped, shaped, unknown

IGNORED = {
    *("license", "rank_spread", "model_url", "preliminary"),
    *("price_prompt", "price_completion", "context_length", "signals"),
}


class Model(msgspec.Struct):
    """A row. The half-width of the interval is `ci`, in later files `ci_low` and `ci_high`.

    A model that was announced and not yet measured stands without rank, score and votes.
    """

    model: str
    vendor: str | None
    rank: int | None
    score: float | None
    votes: int | None
    ci: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None


class Meta(msgspec.Struct):
    """What the archive says of its file; `last_updated` is the publisher's own day."""

    leaderboard: str
    model_count: int
    fetched_at: str
    last_updated: str | None = None


def parse(page: Page) -> Standing:
    """The archive publishes no key: names are all there is to recognise a model by."""
    body = document(page)
    meta = shaped(body.get("meta"), Meta, "meta")
    expect_board(page, meta.leaderboard)
    models = rows_shaped(body.get("models"), Model, "models")
    return Standing(
        entries=keyed_by_name(tuple(_entries(models))),
        observed_at=instant(meta.fetched_at),
        published_at=day(meta.last_updated, "%b %d, %Y") if meta.last_updated else None,
        declared_rows=meta.model_count,
        unknown=unknown(body["models"], Model, IGNORED),  # type: ignore[arg-type]
    )


def _entries(models: list[Model]) -> Iterator[Entry]:
    for model in models:
        below = model.ci if model.ci_low is None else model.ci_low
        above = model.ci if model.ci_high is None else model.ci_high
        low, high = interval(model.score, below, above)
        yield Entry(
            key=model.model,
            model=model.model,
            organization=model.vendor,
            rank=model.rank,
            score=model.score,
            score_low=low,
            score_high=high,
            votes=model.votes,
        )
