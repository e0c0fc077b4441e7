"""Numbers, intervals and times as boards write them."""

import math
import re
from datetime import UTC, datetime

from leaderboard.errors import LayoutError
from leaderboard.standing import Z_95

# Dashes of any kind, for minus or between two ends, and characters that take no room.
_DASHES, _NOTHING = "\u2010\u2011\u2012\u2013\u2014\u2212", "\u200b\u2060\ufeff"
_AS_TYPED = str.maketrans(_DASHES, "-" * len(_DASHES), _NOTHING)
# Spaces of any kind, but for one between two numbers: `16 20` is not 1620.
_LOOSE_SPACE = re.compile(r"(?<![\d.])\s+|\s+(?![\d.])")
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_PLAIN = re.compile(_NUMBER)
_PLUS_MINUS = re.compile(rf"(?:±|\+/?-)(?P<reach>{_NUMBER})")
_SIGNED_PAIR = re.compile(rf"(?P<first>[+-]?{_NUMBER})/(?P<second>[+-]?{_NUMBER})")
_ENDS = rf"(?P<low>[+-]?{_NUMBER})(?P<between>[-,])(?P<high>[+-]?{_NUMBER})"
_BOUNDS = re.compile(rf"(?P<open>[\[(]?){_ENDS}(?P<close>[\])]?)")
_BRACKETS = {"[]", "()"}


def deltas(text: str) -> tuple[float, float]:
    """How far below and above the score an interval reaches, both at least 0, in the text's unit.

    It is written as a pair of signed numbers in either order, of which the positive one may go
    without sign (`-13/+13`, `+14/-12`, `-17/17`), or as one number for both (`±16`, `+/-16`).

    Raises:
        LayoutError: the text is neither, or both numbers are on one side of zero.
    """
    compact = _compact(text)
    if both := _PLUS_MINUS.fullmatch(compact):
        reach = _finite(both["reach"], text)
        return reach, reach
    pair = _SIGNED_PAIR.fullmatch(compact)
    if pair is None:
        raise LayoutError(f"expected an interval such as -13/+13 or ±13, found {text!r}")
    below, above = sorted((_finite(pair["first"], text), _finite(pair["second"], text)))
    if not below <= 0 <= above:
        raise LayoutError(f"expected an interval around zero, found {text!r}")
    return abs(below), abs(above)


def bounds(text: str) -> tuple[float, float]:
    """The low and the high end of an interval: `[1490, 1520]`, `(1490, 1520)`, `1490 - 1520`.

    The dash may be any. A comma is read only inside brackets, and never as part of a number.

    Raises:
        LayoutError: the text is not such a pair, or its first end is above its second.
    """
    found = _BOUNDS.fullmatch(_compact(text))
    brackets = found["open"] + found["close"] if found else ""
    is_open = found is not None and not brackets and found["between"] == "-"
    if found is None or not (is_open or brackets in _BRACKETS):
        raise LayoutError(f"expected two ends such as [1490, 1520], found {text!r}")
    low, high = _finite(found["low"], text), _finite(found["high"], text)
    if low > high:
        raise LayoutError(f"expected the low end before the high one, found {text!r}")
    return low, high


def half_width(text: str) -> float:
    """How far an interval reaches to either side, from a column that gives it as a plain number.

    Raises:
        LayoutError: the text is not a number without sign.
    """
    compact = _compact(text)
    if _PLAIN.fullmatch(compact) is None:
        raise LayoutError(f"expected a half-width such as 16, found {text!r}")
    return _finite(compact, text)


def half_width_of_stderr(stderr: float) -> float:
    """Half the width of the 95 % interval around a score: 1.96 of its standard errors.

    The estimate is taken as normal (Altman & Bland 2011, BMJ 343:d2304).

    Raises:
        LayoutError: the standard error is negative, infinite or NaN.
    """
    if not 0 <= stderr < math.inf:
        raise LayoutError(f"expected a standard error of at least 0, found {stderr!r}")
    return Z_95 * stderr


def _compact(text: str) -> str:
    return _LOOSE_SPACE.sub("", text.translate(_AS_TYPED))


def _finite(number: str, text: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise LayoutError(f"expected finite numbers, found {text!r}")
    return value


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
