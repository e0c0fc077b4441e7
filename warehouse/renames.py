"""Names that may have changed, on a board that publishes no key.

How sure a rename is follows from how unlikely it is that a newcomer would have such a score and so
many votes by chance, given how the board's scores and votes are spread: scores evenly over their
range, votes evenly over the range of their logarithms. Names themselves are no evidence. The odds
are weighed against how much likelier it is beforehand that a laboratory replaces a model by another.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from leaderboard.standing import Entry

# Beforehand, against each pair of a model gone and a newcomer being one: of the same organization,
# or where that of one of them is not known.
_ODDS_AGAINST = 20.0
_ODDS_AGAINST_UNKNOWN = 200.0
_FINEST_STEP = 0.001


class Stranger(NamedTuple):
    """A model that only one of two standings shows: one that is gone, or a newcomer."""

    identity: str
    entry: Entry
    standing: int


class Rename(NamedTuple):
    """A model that is gone and the newcomer it may be, with a certainty from 0 to 1."""

    old: Stranger
    new: Stranger
    certainty: float


class Scale(NamedTuple):
    """How a board's scores and votes are spread: `votes_range` in natural logarithms.

    `score_step` is the step that scores come in, such as 1 or 0.01.
    """

    score_range: float
    score_step: float
    votes_range: float

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> "Scale":
        """The scale of a board with these entries."""
        scores = [entry.score for entry in entries if entry.score is not None]
        votes = [entry.votes for entry in entries if entry.votes]
        steps = (
            10.0**-digits for digits in range(3) if all(s == round(s, digits) for s in scores)
        )
        return cls(
            max(scores) - min(scores) if scores else 0.0,
            next(steps, _FINEST_STEP),
            math.log(max(votes) / min(votes)) if votes else 0.0,
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
    certain = sorted(
        _certainties(odds),
        key=lambda pair: (-pair.certainty, pair.old.identity, pair.new.identity),
    )
    taken: set[Stranger] = set()
    pairs: list[Rename] = []
    for pair in certain:
        if not {pair.old, pair.new} & taken:
            taken |= {pair.old, pair.new}
            pairs.append(pair)
    return pairs


def _may_be_one(old: Entry, new: Entry) -> bool:
    if not (old.is_keyed_by_name and new.is_keyed_by_name):
        return False
    unknown = old.organization is None or new.organization is None
    return unknown or old.organization == new.organization


def _odds(old: Entry, new: Entry, scale: Scale) -> float:
    """How much likelier these numbers are of one model than of two; 0 without a score."""
    if old.score is None or new.score is None or not scale.score_range:
        return 0.0
    apart = 2 * abs(new.score - old.score) + scale.score_step
    chance = min(1.0, apart / scale.score_range)
    if old.votes and new.votes and scale.votes_range:
        apart = 2 * abs(math.log(new.votes / old.votes)) + 1 / old.votes
        chance *= min(1.0, apart / scale.votes_range)
    return 1 / chance


def _certainties(odds: Mapping[tuple[Stranger, Stranger], float]) -> Iterator[Rename]:
    of_old: defaultdict[Stranger, list[float]] = defaultdict(list)
    of_new: defaultdict[Stranger, list[float]] = defaultdict(list)
    for (old, new), each in odds.items():
        of_old[old].append(each)
        of_new[new].append(each)
    for (old, new), each in odds.items():
        known = old.entry.organization is not None and new.entry.organization is not None
        against = _ODDS_AGAINST if known else _ODDS_AGAINST_UNKNOWN
        rivals = (of_old[old], of_new[new])
        shares = (each / (against * len(rival) + math.fsum(rival)) for rival in rivals)
        yield Rename(old, new, 1.0 if math.isinf(each) else min(shares))
