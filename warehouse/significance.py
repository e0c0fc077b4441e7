"""Whether two scores differ by more than their published intervals leave to chance."""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from leaderboard.standing import Z_95

LEVEL = 0.05


class Estimate(NamedTuple):
    """A published score with the ends of its 95 % interval, in the board's unit."""

    score: float | None
    low: float | None
    high: float | None


class Significance(StrEnum):
    """What a test says: UNKNOWN where there is nothing to test with."""

    SIGNIFICANT = "significant"
    NOT_SIGNIFICANT = "not_significant"
    UNKNOWN = "unknown"


def z_of(one: Estimate, other: Estimate) -> float | None:
    """The difference of two scores in standard errors, positive where `one` is the larger.

    The standard error is recovered from the sides that face each other: the larger score's lower
    one and the smaller's upper one (MOVER: Zou & Donner 2008, Statistics in Medicine 27:1693-1702).
    With symmetric intervals this is d / sqrt(SE1^2 + SE2^2) (Altman & Bland 2003, BMJ 326:219) with
    SE = half-width / 1.96 (Altman & Bland 2011, BMJ 343:d2304).

    None where a score or an end that is needed is missing, where an end lies on the wrong side of
    its score, and where both sides are 0 wide. Equal scores differ by 0, whichever sides face.
    """
    if one.score is None or other.score is None:
        return None
    difference = one.score - other.score
    spread = _spread(one, other) if difference > 0 else _spread(other, one)
    if difference == 0 and not spread:
        spread = _spread(one, other)
    return Z_95 * difference / spread if spread else None


def _spread(larger: Estimate, smaller: Estimate) -> float | None:
    below = _reach(larger.low, larger.score)
    above = _reach(smaller.score, smaller.high)
    return None if below is None or above is None else math.hypot(below, above)


def _reach(low: float | None, high: float | None) -> float | None:
    if low is None or high is None:
        return None
    reach = high - low
    return reach if 0 <= reach < math.inf else None


def p_of(z: float) -> float:
    """The two-sided p value of a standard normal z."""
    return math.erfc(abs(z) / math.sqrt(2))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values adjusted for their number, in the order given; none is above 1.

    The smallest of m is multiplied by m, the next by m - 1 and so on, and none is less than one
    before it (Holm 1979, Scandinavian Journal of Statistics 6:65-70). Among those at most 0.05
    even one false finding has a chance of at most 5 %, however the tests depend on each other.
    """
    adjusted = [1.0] * len(p_values)
    largest = 0.0
    by_size = sorted(range(len(p_values)), key=p_values.__getitem__)
    for left, index in zip(range(len(p_values), 0, -1), by_size, strict=True):
        largest = max(largest, left * p_values[index])
        adjusted[index] = min(1.0, largest)
    return adjusted


def judge(zs: Sequence[float | None]) -> list[Significance]:
    """What each z of one family of tests says, at 5 % over all of them that are known."""
    adjusted = iter(holm([p_of(z) for z in zs if z is not None]))
    return [Significance.UNKNOWN if z is None else _verdict(next(adjusted)) for z in zs]


def _verdict(p_value: float) -> Significance:
    return Significance.SIGNIFICANT if p_value <= LEVEL else Significance.NOT_SIGNIFICANT
