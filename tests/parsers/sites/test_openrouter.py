"""OpenRouter's list of models is a catalogue: why there is no board of it."""

import json
from pathlib import Path
from typing import Any


def _models(captures: Path) -> list[dict[str, Any]]:
    path = captures / "site-pages" / "2026-04-28" / "openrouter_models.json"
    return json.loads(path.read_text(encoding="utf-8"))["data"]  # type: ignore[no-any-return]


def test_no_model_has_anything_to_be_ranked_by(captures: Path) -> None:
    """No score, rank, votes or use: what it has is names, limits and prices."""
    fields = {field for model in _models(captures) for field in model}

    assert fields == {
        *("id", "canonical_slug", "hugging_face_id", "name", "description", "created"),
        *("architecture", "context_length", "top_provider", "per_request_limits", "links"),
        *("pricing", "supported_parameters", "default_parameters"),
        *("knowledge_cutoff", "expiration_date"),
    }


def test_the_order_is_that_of_arrival(captures: Path) -> None:
    """Newest first: a place in the list says nothing of a model."""
    created = [model["created"] for model in _models(captures)]

    assert created == sorted(created, reverse=True)


def test_prices_are_no_score(captures: Path) -> None:
    """They are text in dollars per token, and -1 stands for a price that varies."""
    prices = [price for model in _models(captures) for price in model["pricing"].values()]

    assert {type(price) for price in prices} == {str}
    assert "-1" in prices
