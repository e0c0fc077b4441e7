"""Numbers, intervals and times as boards write them."""

import math
import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Literal, overload

from leaderboard.errors import LayoutError
from leaderboard.standing import Z_95

# Dashes of any kind, for minus or between two ends, and characters that take no room.
_DASHES, _NOTHING = "\u2010\u2011\u2012\u2013\u2014\u2212", "\u200b\u2060\ufeff"
_AS_TYPED = str.maketrans(_DASHES, "-" * len(_DASHES), _NOTHING)
# Spaces of any kind, but for one between two numbers: `16 20` is not 1620.
_LOOSE_SPACE = re.compile(r"(?<![\d.])\s+|\s+(?![\d.])")
_NUMBER = r"(?:\d+(?:\.\d+)?|\.\d+)"
_PLAIN = re.compile(_NUMBER)
# Thousands in groups of exactly three, or no groups at all.
_GROUPED = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_FIGURE = re.compile(rf"(?P<before>[+-]?[$]?)(?P<number>{_GROUPED})(?P<after>%?)")
_REACHED = re.compile(rf"(?P<score>[+-]?{_GROUPED}%?)(?P<reach>(?P<open>\()?[±+-].*?(?(open)\)))")
Unit = Literal["", "%", "$"]
_SUCH: dict[Unit, str] = {"": "1,234.5", "%": "12.5 %", "$": "$12.50"}
_RANK = re.compile(r"#?(?P<rank>[1-9][0-9]{0,6})\.?")
_MEDALS = {"🥇": 1, "🥈": 2, "🥉": 3}
_PLUS_MINUS = re.compile(rf"(?:±|\+/?-)(?P<reach>{_NUMBER})")
_SIGNED_PAIR = re.compile(rf"(?P<first>[+-]?{_NUMBER})/(?P<second>[+-]?{_NUMBER})")
_ENDS = rf"(?P<low>[+-]?{_NUMBER})(?P<between>[-,])(?P<high>[+-]?{_NUMBER})"
_BOUNDS = re.compile(rf"(?P<open>[\[(]?){_ENDS}(?P<close>[\])]?)")
_BRACKETS = {"[]", "()"}


@overload
def number(text: str, *, unit: Unit = ...) -> float: ...
@overload
def number(text: str, *, unit: Unit = ..., missing: Collection[str]) -> float | None: ...
def number(text: str, *, unit: Unit = "", missing: Collection[str] = ()) -> float | None:
    """A number such as `-1`, `87.19`, `2,829`; with its unit `77.47 %`, `$15.15` or `-$1`.

    The unit, `%` or `$`, has to be there where one is named, and must not where none is. None is
    given only for a text that stands in `missing`, such as `-`, which is any dash, `N/A` or the
    empty text.

    Raises:
        LayoutError: the text is anything else.
    """
    if _is_missing(text, missing):
        return None
    found = _FIGURE.fullmatch(_compact(text))
    if found is None or found["before"].strip("+-") + found["after"] != unit:
        raise LayoutError(f"expected a number such as {_SUCH[unit]}, found {text!r}")
    value = _finite(found["number"].replace(",", ""), text)
    return -value if found["before"].startswith("-") else value


@overload
def whole(text: str) -> int: ...
@overload
def whole(text: str, *, missing: Collection[str]) -> int | None: ...
def whole(text: str, *, missing: Collection[str] = ()) -> int | None:
    """A count, such as votes: `2,829`. `missing` as in `number`.

    Raises:
        LayoutError: the text is not a whole number of at least 0.
    """
    if _is_missing(text, missing):
        return None
    value = number(text)
    if value < 0 or not value.is_integer():
        raise LayoutError(f"expected a whole number, found {text!r}")
    return int(value)


@overload
def rank(text: str) -> int: ...
@overload
def rank(text: str, *, missing: Collection[str]) -> int | None: ...
def rank(text: str, *, missing: Collection[str] = ()) -> int | None:
    """A published rank: `12`, `#12`, `12.`, or a medal for 1 to 3. `missing` as in `number`.

    Raises:
        LayoutError: the text is no such rank, or it is 0.
    """
    if _is_missing(text, missing):
        return None
    compact = _compact(text)
    if compact in _MEDALS:
        return _MEDALS[compact]
    found = _RANK.fullmatch(compact)
    if found is None:
        raise LayoutError(f"expected a rank such as 12 or 🥇, found {text!r}")
    return int(found["rank"])


def prices(text: str) -> tuple[float, ...]:
    """One or more prices in dollars: `$15.15`, or `$5 / $25` for what goes in and comes out.

    Raises:
        LayoutError: a part of the text is no price.
    """
    return tuple(number(part, unit="$") for part in text.split("/"))


def score_with_interval(text: str, *, unit: Unit = "") -> tuple[float, float, float]:
    """A score and the ends of its interval, low and high, from one cell.

    It is `1504 ±6`, `1541 +14/-14`, `82.0%± 2.2` or `38.81% (-0.3/+0.4)`; `unit` as in `number`.

    Raises:
        LayoutError: the text is not such a score, or its interval is none that `deltas` reads.
    """
    found = _REACHED.fullmatch(_compact(text))
    if found is None:
        raise LayoutError(f"expected a score with its interval such as 1504 ±6, found {text!r}")
    reach = found["reach"][1:-1] if found["open"] else found["reach"]
    score = number(found["score"], unit=unit)
    below, above = deltas(reach.removesuffix(unit) if reach.startswith("±") else reach)
    return score, score - below, score + above


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


def _is_missing(text: str, missing: Collection[str]) -> bool:
    return bool(missing) and _compact(text) in {_compact(mark) for mark in missing}


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
