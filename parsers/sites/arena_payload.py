"""Arena's pages since 2025-11: the board in the payload of React server components."""

from collections.abc import Sequence

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing, keyed_by_name
from parsers import rsc
from parsers.numbers import instant
from parsers.payloads import rows_shaped, unknown
from parsers.shapes import find_objects

_BEFORE, _AFTER = "leaderboard-sets/public/leaderboards/", "/leaderboard-snapshots/latest"
# `rankUpper` is the better end of the range of ranks, `rankLower` the worse one.
IGNORED = {
    *("rankUpper", "rankLower", "rankStyleControl", "modelUrl", "license", "releaseType"),
    *("inputPricePerMillion", "outputPricePerMillion", "pricePerImage", "pricePerSecond"),
    "contextLength",
}


class Leaderboard(msgspec.Struct):
    """A board. Votes are counted up to `cutoff`."""

    id: str
    entries: list[dict[str, object]]
    models: int = msgspec.field(name="totalModels")
    cutoff: str = msgspec.field(name="voteCutoffISOString")


class Model(msgspec.Struct, rename="camel"):
    """An entry. `rating_upper` is the larger score. Names change while the key stays.

    Older pages have no keys.
    """

    model_display_name: str
    model_organization: str | None
    model_key: str | None = None
    rank: int | None = None
    rating: float | None = None
    rating_lower: float | None = None
    rating_upper: float | None = None
    votes: int | None = None


def read(page: Page, board: str) -> Standing:
    """The board of that id.

    Raises:
        LayoutError: the page shows another board, none, or several of that id.
    """
    found = find_objects(rsc.documents(rsc.payload(page)), Leaderboard)
    boards = [each for each in found if each.id == f"{_BEFORE}{board}{_AFTER}"]
    if len(boards) != 1:
        ids = ", ".join(each.id.removeprefix(_BEFORE).removesuffix(_AFTER) for each in found)
        raise LayoutError(f"expected the board {board} once at this address, found {ids}")
    models = rows_shaped(boards[0].entries, Model, board)
    return Standing(
        entries=_keyed(models),
        published_at=instant(boards[0].cutoff),
        declared_rows=boards[0].models,
        unknown=unknown(boards[0].entries, Model, IGNORED),
    )


def _keyed(models: Sequence[Model]) -> tuple[Entry, ...]:
    """The entries by their keys, or by names where the page has no key at all."""
    keyless = [model.model_display_name for model in models if not model.model_key]
    if keyless and len(keyless) < len(models):
        raise LayoutError(f"expected a modelKey in all rows or none, found none in {keyless[0]!r}")
    entries = tuple(_entry(model) for model in models)
    return keyed_by_name(entries) if keyless else entries


def _entry(model: Model) -> Entry:
    """One row. A model with rank 0 or none is announced: the site shows its name and no figure."""
    name = model.model_display_name.strip()
    key, organization = model.model_key or name, model.model_organization or None
    if not model.rank:
        return Entry(key, name, organization)
    return Entry(
        key=key,
        model=name,
        organization=organization,
        rank=model.rank,
        score=model.rating,
        score_low=model.rating_lower,
        score_high=model.rating_upper,
        votes=model.votes,
    )
