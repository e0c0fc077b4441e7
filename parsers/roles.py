"""What the columns of a board are called, and what each of them says of an entry."""

import re
from dataclasses import dataclass
from enum import StrEnum

from parsers.numbers import Unit


class Role(StrEnum):
    """What a column says of an entry; the value is the name it has in generated code."""

    MODEL = "model"
    SCORE = "score"
    RANK = "rank"
    ORGANIZATION = "organization"
    VOTES = "votes"
    LOW = "low"
    HIGH = "high"
    INTERVAL = "reach"
    STDERR = "stderr"
    KEY = "key"


class Kind(StrEnum):
    """How the values of a column are read."""

    TEXT = "text"
    NAMED = "an object with a name"
    NAMES = "a list of names"
    NUMBER = "number"
    FIGURE = "number in text"
    SCORE_WITH_INTERVAL = "score with its interval in text"
    DELTAS = "interval around the score in text"
    BOUNDS = "two ends in text"
    DISTANCE = "how far the interval reaches to one side"


# The names that columns have, folded (see `folded`), the likelier ones first. One that is none of
# these is looked for as words inside of longer names.
WORDS: dict[Role, tuple[str, ...]] = {
    Role.MODEL: (
        *("model", "model name", "model display name", "display name", "name", "llm", "system"),
        *("system name", "agent", "agent name", "submission", "method", "model id", "id"),
    ),
    Role.SCORE: (
        *("score", "arena score", "elo", "elo rating", "rating", "overall", "overall score"),
        *("average", "avg", "average score", "mean", "accuracy", "acc", "% resolved", "resolved"),
        *("pass rate 2", "pass rate", "pass @ 1", "success rate", "win rate", "avg wer", "wer"),
        *("hallucination rate", "index", "%"),
    ),
    Role.RANK: ("rank", "#", "rank ub", "position", "place", "pos"),
    Role.ORGANIZATION: (
        *("organization", "organisation", "model organization", "model org", "org", "provider"),
        *("vendor", "company", "creator", "lab", "developer", "organization name", "maker"),
    ),
    Role.VOTES: (
        *("votes", "vote count", "# votes", "appearances", "battles", "matches", "comparisons"),
    ),
    Role.LOW: ("score low", "rating lower", "ci low", "ci lower", "lower bound", "lower", "low"),
    Role.HIGH: (
        "score high",
        "rating upper",
        "ci high",
        "ci upper",
        "upper bound",
        "upper",
        "high",
    ),
    Role.INTERVAL: ("95 % ci", "ci 95", "ci95", "ci", "confidence interval", "interval", "±"),
    Role.STDERR: ("stderr", "std err", "standard error", "se"),
    Role.KEY: ("uuid", "model key", "id", "key", "model id"),
}
LOWER_IS_BETTER = {
    "wer",
    "cer",
    "error",
    "errors",
    "hallucination",
    "perplexity",
    "loss",
    "latency",
}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SIGNS = re.compile(r"([%#±@])")
_BETWEEN = re.compile(r"[^\w%#±@]+|_+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is used. `missing` are its marks for a value that is not there.

    `is_optional` says that a JSON row may lack the field, or hold null.
    """

    name: str
    kind: Kind
    unit: Unit = ""
    missing: tuple[str, ...] = ()
    is_optional: bool = False


Columns = dict[Role, Column]


def folded(name: str) -> str:
    """A column's name as plain words: `modelDisplayName` is `model display name`."""
    spaced = _SIGNS.sub(r" \1 ", _BETWEEN.sub(" ", _CAMEL.sub(" ", name)))
    return " ".join(spaced.casefold().split())
