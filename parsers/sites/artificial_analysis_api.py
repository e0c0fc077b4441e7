"""Artificial Analysis, as its keyed API of 2026 answers (openapi 3.1, "Artificial Analysis API").

The fragment of the address names the field that is the board's score: one answer about speech to
speech holds three boards.
"""

from collections.abc import Sequence

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.numbers import interval
from parsers.payloads import document, rows_shaped, shaped, unknown

# What the paid answers add, and what is no score.
IGNORED = {
    *("slug", "release_date", "open_weights", "open_weights_url", "providers"),
    *("price_per_1m_characters", "price_per_1k_images", "price_per_minute"),
    *("aa_agenttalk", "voxpopuli_cleaned_aa", "earnings_22_cleaned_aa"),
}


class Creator(msgspec.Struct):
    """Who made a model."""

    name: str


class Model(msgspec.Struct):
    """What every row has. Only `id` stays: names and slugs change and change back."""

    id: str
    name: str
    model_creator: Creator


class Rated(Model):
    """A row of an arena; `ci_95` is the half-width of the interval."""

    elo: float
    ci_95: float | None
    rank: int | None = None
    samples: int | None = None


class Transcribing(Model):
    """A row of speech to text: the word error rate is a fraction, null where not measured."""

    aa_wer_index: float | None


class Speaking(Model):
    """A row of speech to speech: three scores from 0 to 1, null where not measured."""

    bba_score: float | None
    fdb_score: float | None
    tau_voice_score: float | None


class Answer(msgspec.Struct):
    """The answer as a whole; `tier` is the caller's."""

    tier: str
    data: list[dict[str, object]]


SHAPES: dict[str, type[Model]] = {
    "elo": Rated,
    "aa_wer_index": Transcribing,
    "bba_score": Speaking,
    "fdb_score": Speaking,
    "tau_voice_score": Speaking,
}


def parse(page: Page) -> Standing:
    """The models of one answer, by the score that the fragment names; most boards print no rank."""
    shape = SHAPES.get(page.part)
    if shape is None:
        raise LayoutError(f"expected one of the scores {', '.join(SHAPES)}, found {page.part!r}")
    rows = shaped(document(page), Answer, "the answer").data
    models = rows_shaped(rows, shape, "data")
    _expect_rates(models)
    return Standing(
        entries=tuple(_entry(model, getattr(model, page.part)) for model in models),
        unknown=unknown(rows, shape, IGNORED),
    )


def _expect_rates(models: Sequence[Model]) -> None:
    """The free tier rounds: to 0, as in the publisher's own example, a rate says nothing."""
    for model in models:
        if isinstance(model, Transcribing) and model.aa_wer_index == 0:
            raise LayoutError(f"expected word error rates above 0, found 0 for {model.name!r}")


def _entry(model: Model, score: float | None) -> Entry:
    entry = Entry(model.id, model.name, model.model_creator.name, score=score)
    if not isinstance(model, Rated):
        return entry
    low, high = interval(model.elo, model.ci_95, model.ci_95)
    return entry._replace(rank=model.rank, score_low=low, score_high=high, votes=model.samples)
