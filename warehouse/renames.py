"""Names that may have changed, on a board that publishes no key.

How sure a rename is follows from how unlikely it is that a newcomer would have such a score and so
much weight (votes, or where none are published what its interval is worth) by chance, given how the
board's scores and weights are spread: scores evenly over their range, weights evenly over the range
of their logarithms. What moved the whole board is taken out of the differences. Names themselves
are no evidence. The odds are weighed against how much likelier it is beforehand that a laboratory
replaces a model by another; where many models of one update seem to be renamed, that is less so.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median
from typing import NamedTuple

from leaderboard.standing import Entry

# Beforehand, against each pair of a model gone and a newcomer being one; so many times more where
# the organization of one of them is not known.
_ODDS_AGAINST, _TIMES_UNKNOWN = 20.0, 10.0
# Pairs as sure as this leave no doubt about whom others may be.
_SURE = 0.9
_ROUNDS = 5
# Pairs with less than this share of the odds of their rivals are not looked at.
_FAINT = 0.05
_FINEST_STEP = 0.001
_NO_WIDTH = 1e-9


class Stranger(NamedTuple):
    """A model that only one of two standings shows: one that is gone, or a newcomer."""

    identity: str
    entry: Entry
    standing: int


_Odds = Mapping[tuple[Stranger, Stranger], float]


class Rename(NamedTuple):
    """A model that is gone and the newcomer it may be, with a certainty from 0 to 1."""

    old: Stranger
    new: Stranger
    certainty: float


class Scale(NamedTuple):
    """How a board's scores and weights are spread, and how the whole of it moved.

    `score_step` is the step that scores come in, such as 1 or 0.01, and `width_step` that of the
    widths of intervals; `weight_range` and `growth` are in natural logarithms.
    """

    score_range: float
    score_step: float
    width_step: float
    weight_range: float
    shift: float
    growth: float

    @classmethod
    def of(cls, known: Sequence[Entry], common: Sequence[tuple[Entry, Entry]]) -> "Scale":
        """The scale of a board with these entries, of which those in common moved so."""
        scores = [entry.score for entry in known if entry.score is not None]
        weights = [weight for entry in known if (weight := _weight(entry))]
        pairs = [(old.score, new.score) for old, new in common]
        shifts = [new - old for old, new in pairs if old is not None and new is not None]
        growths = [
            math.log(now / before)
            for old, new in common
            if (now := _weight(new)) and (before := _weight(old))
        ]
        return cls(
            score_range=max(scores) - min(scores) if scores else 0.0,
            score_step=_step(scores),
            width_step=_step([entry.width for entry in known if entry.width]),
            weight_range=math.log(max(weights) / min(weights)) if weights else 0.0,
            shift=median(shifts) if shifts else 0.0,
            growth=median(growths) if growths else 0.0,
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about renames of a board, by old and new name."""

    pairs: Mapping[tuple[str, str], bool]

    def accepts(self, old: Stranger, new: Stranger) -> bool:
        """Whether somebody accepted this rename."""
        return self.pairs.get((old.entry.model, new.entry.model)) is True

    def refuses(self, old: Stranger, new: Stranger) -> bool:
        """Whether somebody refused this rename."""
        return self.pairs.get((old.entry.model, new.entry.model)) is False


def match(
    gone: Sequence[Stranger], newcomers: Sequence[Stranger], scale: Scale, decided: Decided
) -> list[Rename]:
    """Pair models that are gone with newcomers, each at most once, the most certain first.

    The certainty of a pair is the odds for it as a share of all odds: for it, for every other pair
    with either of the two, and against any. What a person accepted is certain.
    """
    odds = {
        (old, new): math.inf if decided.accepts(old, new) else _odds(old.entry, new.entry, scale)
        for old, new in product(gone, newcomers)
        if decided.accepts(old, new) or _may_be_one(old.entry, new.entry)
    }
    found: list[Rename] = []
    while odds:
        pairs = _assigned(_certain(odds))
        sure = [pair for pair in pairs if pair.certainty >= _SURE]
        found += sure or pairs
        taken = {side for pair in sure for side in (pair.old, pair.new)}
        odds = {pair: each for pair, each in odds.items() if sure and not taken & set(pair)}
    return found


def _assigned(pairs: Iterable[Rename]) -> list[Rename]:
    """The pairs, the most certain first, without those whose models are taken already."""
    taken: set[Stranger] = set()
    assigned: list[Rename] = []
    for pair in sorted(pairs, key=lambda p: (-p.certainty, p.old.identity, p.new.identity)):
        if not {pair.old, pair.new} & taken:
            taken |= {pair.old, pair.new}
            assigned.append(pair)
    return assigned


def _may_be_one(old: Entry, new: Entry) -> bool:
    if not (old.is_keyed_by_name and new.is_keyed_by_name):
        return False
    unknown = old.organization is None or new.organization is None
    return unknown or old.organization == new.organization


def _odds(old: Entry, new: Entry, scale: Scale) -> float:
    """How much likelier these numbers are of one model than of two; 0 without a score."""
    if old.score is None or new.score is None or not scale.score_range:
        return 0.0
    moved = new.score - old.score
    apart = 2 * min(abs(moved), abs(moved - scale.shift)) + scale.score_step
    chance = min(1.0, apart / scale.score_range)
    before, now = _weight(old), _weight(new)
    if before and now and scale.weight_range:
        grown = math.log(now / before)
        apart = 2 * min(abs(grown), abs(grown - scale.growth)) + _grain(old, scale)
        chance *= min(1.0, apart / scale.weight_range)
    return 1 / chance


def _weight(entry: Entry) -> float | None:
    """How much stands behind a score: votes, else what the interval's width is worth."""
    if entry.votes:
        return float(entry.votes)
    width = entry.width
    return 1 / width**2 if width is not None and width > _NO_WIDTH else None


def _grain(entry: Entry, scale: Scale) -> float:
    """In what steps the logarithm of a weight comes: by one vote, or by one step of widths."""
    if entry.votes or not entry.width:
        return 1 / (entry.votes or 1)
    return 4 * scale.width_step / entry.width


def _step(values: Sequence[float]) -> float:
    """The largest of 1, 0.1, 0.01 and 0.001 that all values are multiples of, nearly."""
    for digits in range(3):
        if all(abs(value - round(value, digits)) < _NO_WIDTH for value in values):
            return float(10.0**-digits)
    return _FINEST_STEP


def _certain(odds: _Odds) -> list[Rename]:
    """Every pair with its certainty, given how sure all the others are.

    The more models that are gone seem renamed, the less is held against a pair; and a rival that is
    likely another's is less of a rival. Both follow from the certainties, so they are found in
    rounds.
    """
    numbers = Counter(side for pair in odds for side in pair)
    gone = len({old for old, _ in odds})
    totals = _totals(odds, {})
    near = {
        pair: each
        for pair, each in odds.items()
        if math.isinf(each) or each >= _FAINT * max(totals[side] for side in pair)
    }
    found: dict[tuple[Stranger, Stranger], float] = {}
    for _ in range(_ROUNDS):
        best = {pair.old: pair.certainty for pair in _assigned(_renames(found))}
        renamed = math.fsum(best.values())
        totals = _totals(odds, found)
        found = {}
        for (old, new), each in near.items():
            share = (1 + renamed - best.get(old, 0.0)) / (_ODDS_AGAINST + gone)
            against = (1 - share) / share * _times_unknown(old.entry, new.entry)
            shares = (each / (against * numbers[side] + totals[side]) for side in (old, new))
            found[old, new] = 1.0 if math.isinf(each) else min(shares)
    return _renames(found)


def _renames(certainties: Mapping[tuple[Stranger, Stranger], float]) -> list[Rename]:
    return [Rename(old, new, certainty) for (old, new), certainty in certainties.items()]


def _totals(odds: _Odds, found: Mapping[tuple[Stranger, Stranger], float]) -> dict[Stranger, float]:
    """The odds of all pairs of each model, less what goes to pairs of the other with others."""
    matched: defaultdict[Stranger, float] = defaultdict(float)
    for pair, certainty in found.items():
        for side in pair:
            matched[side] += certainty
    totals: defaultdict[Stranger, float] = defaultdict(float)
    for (old, new), each in odds.items():
        own = found.get((old, new), 0.0)
        totals[old] += each * (1 - min(1.0, max(0.0, matched[new] - own)))
        totals[new] += each * (1 - min(1.0, max(0.0, matched[old] - own)))
    return totals


def _times_unknown(old: Entry, new: Entry) -> float:
    known = old.organization is not None and new.organization is not None
    return 1.0 if known else _TIMES_UNKNOWN
