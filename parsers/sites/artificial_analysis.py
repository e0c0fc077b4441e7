"""Artificial Analysis, as its daily public archive keeps it."""

from collections.abc import Iterator

import msgspec

from leaderboard.errors import AbsentError, LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.numbers import deltas, instant, interval
from parsers.payloads import document, expect_board, rows_shaped, shaped, unknown

IGNORED = {
    *("slug", "release_date", "family", "pricing", "open_weights_url", "note"),
    *("wins", "win_rate", "is_current", "is_scraped", "introduced_at"),
}
IGNORED_OF_SLICES = {"wins", "win_rate", "ci_delta"}

# The slices that are boards, and what the archive calls them: the accents were `us` and `uk` up to
# 2026-07-09 and are `en-us` and `en-gb` from 2026-07-10 on, with the same scores.
SLICES: dict[str, tuple[set[str] | None, set[str] | None]] = {
    "accent=en-us": (None, {"en-us", "us"}),
    "accent=en-gb": (None, {"en-gb", "uk"}),
    "category=assistants": ({"assistants"}, None),
    "category=customer-service": ({"customer-service"}, None),
    "category=entertainment": ({"entertainment"}, None),
    "category=knowledge-sharing": ({"knowledge-sharing"}, None),
}
KNOWN: set[str] = {
    *(f"elos.category={name}" for categories, _ in SLICES.values() for name in categories or ()),
    *(f"elos.accent={name}" for _, accents in SLICES.values() for name in accents or ()),
}


class Label(msgspec.Struct):
    """The name of a category or an accent."""

    slug: str


class Slice(msgspec.Struct):
    """A model's score among some of the votes; the overall one names no tag, category or accent."""

    elo: float
    tag: Label | None
    category: Label | None
    accent: Label | None
    ci95: str | None = None
    appearances: int | None = None

    @property
    def names(self) -> tuple[str | None, str | None]:
        """The category and the accent."""
        return _name(self.category), _name(self.accent)


class Creator(msgspec.Struct):
    """Who made a model."""

    name: str


class Model(msgspec.Struct):
    """A row: only `id` stays; names and slugs change and change back. A model may have no rank."""

    id: str
    name: str
    creator: Creator
    elo: float
    rank: int | None
    elos: list[Slice]
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
    """The board as ordered by Elo, or the slice that the fragment names (`#accent=en-us`).

    Raises:
        AbsentError: the file has no such slice; on many days it has the overall one only.
    """
    body = document(page)
    meta = shaped(body.get("meta"), Meta, "meta")
    expect_board(page, meta.endpoint)
    models = rows_shaped(body.get("models"), Model, "models")
    if page.part and len(models) != meta.model_count:  # of the whole board, the record checks it
        raise LayoutError(f"expected {meta.model_count} models as declared, found {len(models)}")
    copied = meta.gated or meta.source == "last_known_snapshot"
    return Standing(
        entries=_slice(models, page.part) if page.part else tuple(_entries(models)),
        observed_at=instant(meta.fetched_at),
        declared_rows=None if page.part else meta.model_count,
        carried_over=f"the archive repeats its copy of {meta.original_date}" if copied else None,
        unknown=_unknown(body["models"], models),  # type: ignore[arg-type]
    )


def _entries(models: list[Model]) -> Iterator[Entry]:
    for model in models:
        yield _entry(model, model)._replace(rank=model.rank)


def _slice(models: list[Model], part: str) -> tuple[Entry, ...]:
    """The models that have the slice. It prints no rank."""
    if part not in SLICES:
        raise LayoutError(f"expected one of the slices {', '.join(SLICES)}, found {part!r}")
    entries = tuple(
        _entry(model, score) for model in models for score in model.elos if _is_in(score, part)
    )
    if not entries:
        raise AbsentError(f"expected the slice {part} in the file of that day, found none")
    return entries


def _name(label: Label | None) -> str | None:
    return None if label is None else label.slug


def _is_in(score: Slice, part: str) -> bool:
    category, accent = score.names
    categories, accents = SLICES[part]
    return score.tag is None and _fits(category, categories) and _fits(accent, accents)


def _fits(name: str | None, names: set[str] | None) -> bool:
    return name is None if names is None else name in names


def _entry(model: Model, score: Model | Slice) -> Entry:
    below, above = deltas(score.ci95) if score.ci95 else (None, None)
    low, high = interval(score.elo, below, above)
    return Entry(
        key=model.id,
        model=model.name,
        organization=model.creator.name,
        score=score.elo,
        score_low=low,
        score_high=high,
        votes=score.appearances,
    )


def _unknown(
    rows: list[dict[str, list[dict[str, object]]]], models: list[Model]
) -> tuple[str, ...]:
    """Unknown fields, and slices by a tag, a category or an accent that nobody knows."""
    scores = [score for model in models for score in model.elos]
    slices = {score.names for score in scores}
    names: set[str] = {
        *(f"elos.tag={score.tag.slug}" for score in scores if score.tag),
        *(f"elos.category={category}" for category, _ in slices if category),
        *(f"elos.accent={accent}" for _, accent in slices if accent),
    } - KNOWN
    fields = unknown((row for model in rows for row in model["elos"]), Slice, IGNORED_OF_SLICES)
    names |= {f"elos.{field}" for field in fields}
    return (*unknown(rows, Model, IGNORED), *sorted(names))
