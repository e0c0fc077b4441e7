"""ARC-AGI, as the files behind its leaderboard have it: evaluations, and beside them the models.

The fragment of the address names the set of tasks (`#v2_Semi_Private`): the leaderboard shows the
semi-private one of each version.
"""

from collections.abc import Iterable

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.shapes import find_rows

HUMAN = "Human"  # the provider of the panels of people that stand among the models
IGNORED = {
    *("cost", "costPerTask", "resultsUrl", "displayLabel", "labelOffsetX", "labelOffsetY"),
}
IGNORED_OF_MODELS = {
    *("modelReleaseDate", "modelType", "modelGroup", "paperUrl", "codeUrl", "dataUrl"),
    *("featured", "metadata", "notes"),
}


class Evaluation(msgspec.Struct, frozen=True, rename="camel"):
    """The score of one model on one set of tasks, from 0 to 1; `display` false hides it."""

    dataset_id: str
    model_id: str
    score: float
    display: bool


class Model(msgspec.Struct, frozen=True, rename="camel"):
    """A model at one effort, or a system; its provider is named as it is shown."""

    id: str
    display_name: str
    provider_id: str


def parse(page: Page) -> Standing:
    """The models that the leaderboard shows for one set of tasks, without people.

    Raises:
        LayoutError: a file has another form, no such set is there, or one id has two meanings.
    """
    documents = page.parts or (page,)
    if len(documents) != 2:  # noqa: PLR2004 - the two named above
        raise LayoutError(f"expected the evaluations and the models, found {len(documents)} files")
    evaluations = find_rows([documents[0].body], Evaluation)
    models = find_rows([documents[1].body], Model)
    by_id = _models(models.rows)
    shown = [each for each in _of_set(evaluations.rows, page.part) if each.display]
    pairs = [(each, _model(by_id, each)) for each in dict.fromkeys(shown)]
    return Standing(
        entries=tuple(
            Entry(model.id, model.display_name, model.provider_id, score=each.score)
            for each, model in pairs
            if model.provider_id != HUMAN
        ),
        unknown=(*evaluations.unknown(IGNORED), *models.unknown(IGNORED_OF_MODELS)),
    )


def _models(rows: Iterable[Model]) -> dict[str, Model]:
    """By id; some stand twice and are the same, as far as this reader goes."""
    by_id: dict[str, Model] = {}
    for model in rows:
        if by_id.setdefault(model.id, model) != model:
            raise LayoutError(f"expected one model {model.id!r}, found {by_id[model.id]}, {model}")
    return by_id


def _model(by_id: dict[str, Model], evaluation: Evaluation) -> Model:
    if evaluation.model_id not in by_id:
        raise LayoutError(f"expected a model of every evaluation, found no {evaluation.model_id!r}")
    return by_id[evaluation.model_id]


def _of_set(rows: Iterable[Evaluation], name: str) -> list[Evaluation]:
    sets = {each.dataset_id for each in rows}
    if name not in sets:
        raise LayoutError(f"expected the set {name!r}, found {', '.join(sorted(sets))}")
    return [each for each in rows if each.dataset_id == name]
