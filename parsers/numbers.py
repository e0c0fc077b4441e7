"""Numbers, intervals and times as boards write them."""

import re
from datetime import UTC, datetime

from leaderboard.errors import LayoutError

_SIGNED_PAIR = re.compile(r"\+?(?P<first>-?\d+(?:\.\d+)?)\s*/\s*\+?(?P<second>-?\d+(?:\.\d+)?)")


def deltas(text: str) -> tuple[float, float]:
    """How far below and above the score an interval reaches, both positive: `-13/+13`, `+14/-12`.

    Raises:
        LayoutError: the text is not a pair of signed numbers.
    """
    found = _SIGNED_PAIR.fullmatch(text.strip())
    if found is None:
        raise LayoutError(f"expected an interval such as -13/+13, found {text!r}")
    below, above = sorted((float(found["first"]), float(found["second"])))
    if not below <= 0 <= above:
        raise LayoutError(f"expected an interval around zero, found {text!r}")
    return -below, above


def interval(
    score: float | None, below: float | None, above: float | None
) -> tuple[float | None, float | None]:
    """The two ends of an interval given by how far it reaches; None where either is not known."""
    low = None if score is None or below is None else score - below
    high = None if score is None or above is None else score + above
    return low, high


def instant(text: str) -> datetime:
    """An ISO 8601 time as UTC without zone; one without an offset is taken as UTC.

    Raises:
        LayoutError: the text is not such a time.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise LayoutError(f"expected an ISO 8601 time, found {text!r}") from error
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def day(text: str, pattern: str) -> datetime:
    """A day written after `pattern` (strptime's letters), as its midnight in UTC without zone.

    Raises:
        LayoutError: the text does not follow the pattern.
    """
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007 - UTC without zone, as all times here
    except ValueError as error:
        raise LayoutError(f"expected a day written as {pattern}, found {text!r}") from error
