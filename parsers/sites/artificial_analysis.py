"""Artificial Analysis, as its daily public archive keeps it."""

from collections.abc import Iterator

import msgspec

from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.numbers import deltas, instant, interval
from parsers.payloads import document, expect_board, rows_shaped, shaped, unknown

IGNORED = {
    *("slug", "release_date", "family", "pricing", "open_weights_url", "note"),
    *("wins", "win_rate", "elos", "is_current", "is_scraped", "introduced_at"),
}


class Creator(msgspec.Struct):
    """Who made a model."""

    name: str


class Model(msgspec.Struct):
    """A row: only `id` stays; names and slugs change and change back."""

    id: str
    name: str
    creator: Creator
    elo: float
    rank: int
    ci95: str | None = None
    appearances: int | None = None


class Meta(msgspec.Struct):
    """What the archive says of its file; a gated copy shows nothing new."""

    endpoint: str
    model_count: int
    fetched_at: str
    gated: bool = False
    source: str | None = None
    original_date: str | None = None


def parse(page: Page) -> Standing:
    """The board as ordered by Elo; its slices by accent and category are boards of their own."""
    body = document(page)
    meta = shaped(body.get("meta"), Meta, "meta")
    expect_board(page, meta.endpoint)
    models = rows_shaped(body.get("models"), Model, "models")
    copied = meta.gated or meta.source == "last_known_snapshot"
    return Standing(
        entries=tuple(_entries(models)),
        observed_at=instant(meta.fetched_at),
        declared_rows=meta.model_count,
        carried_over=f"the archive repeats its copy of {meta.original_date}" if copied else None,
        unknown=unknown(body["models"], Model, IGNORED),  # type: ignore[arg-type]
    )


def _entries(models: list[Model]) -> Iterator[Entry]:
    for model in models:
        below, above = deltas(model.ci95) if model.ci95 else (None, None)
        low, high = interval(model.elo, below, above)
        yield Entry(
            key=model.id,
            model=model.name,
            organization=model.creator.name,
            rank=model.rank,
            score=model.elo,
            score_low=low,
            score_high=high,
            votes=model.appearances,
        )
