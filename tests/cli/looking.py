"""The findings of `podium doctor`, for tests."""

import json
from typing import Any

from tests.cli.conftest import Ask

Found = list[tuple[str, str, str]]


def findings(ask: Ask, *arguments: str, **env: str) -> Found:
    """Verdict, subject and text of all that is found."""
    result = ask("doctor", "--json", *arguments, env=env)
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert (result.exit_code == 1) == any(row["verdict"] == "problem" for row in rows)
    return [(row["verdict"], row["subject"], row["text"]) for row in rows]


def about(found: Found, subject: str, words: str) -> tuple[str, str]:
    """The verdict and text of the one finding with these words."""
    ((verdict, _, text),) = [f for f in found if f[1] == subject and words in f[2]]
    return verdict, text
