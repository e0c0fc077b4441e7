"""Who is who from one standing to the next, where the board publishes no key of its own.

A name that is gone and a new one may be one model renamed. How sure that is follows from how
unlikely it is that a newcomer would have such a score and so many votes by chance, given how the
board's scores and votes are spread: scores evenly over their range, votes evenly over the range of
their logarithms. Names themselves are no evidence. The odds are weighed against `_ODDS_AGAINST`,
how much likelier than a rename it is beforehand that a laboratory replaces a model by another.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

# Beforehand, against each pair of a model gone and a newcomer being one: of the same organization,
# or where that of one of them is not known.
_ODDS_AGAINST = 20.0
_ODDS_AGAINST_UNKNOWN = 200.0


class Stranger(NamedTuple):
    """A model that only one of two standings shows: one that is gone, or a newcomer.

    `key` is its identity, `shown_key` the key on the page. Of one that is gone: `was_unseen` if it
    stood below a cut already, `is_inside` if its interval lies above the last row now shown,
    `was_above_cut` if its score does, `is_replaced` if its name is shown under another key.
    """

    candidate: int
    is_gone: bool
    key: str
    shown_key: str
    model: str
    organization: str | None
    standing: int
    score: float | None
    votes: int | None
    was_unseen: bool
    is_inside: bool
    was_above_cut: bool
    is_replaced: bool

    @property
    def is_named(self) -> bool:
        """Whether the key on the page is the name, for want of a key of the publisher's."""
        return self.shown_key == self.model or self.shown_key.startswith(f"{self.model}#")


class Scale(NamedTuple):
    """How a board's scores and votes are spread: `votes_range` in natural logarithms."""

    score_range: float | None
    score_step: float
    votes_range: float | None


class Rename(NamedTuple):
    """A model that is gone and the newcomer it may be, with a certainty from 0 to 1."""

    old: Stranger
    new: Stranger
    certainty: float


class Claim(NamedTuple):
    """A row of a page (`is_listed`) or of the snapshot before it, and the identity it claims."""

    candidate: int
    is_listed: bool
    shown_key: str
    key: str
    model: str
    score: float | None
    votes: int | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided about renames of a board, by old and new name."""

    pairs: Mapping[tuple[str, str], bool]

    def accepts(self, old: Stranger, new: Stranger) -> bool:
        """Whether somebody accepted this rename."""
        return self.pairs.get((old.model, new.model)) is True

    def refuses(self, old: Stranger, new: Stranger) -> bool:
        """Whether somebody refused this rename."""
        return self.pairs.get((old.model, new.model)) is False


def match(strangers: Sequence[Stranger], scale: Scale, decided: Decided) -> list[Rename]:
    """Pair models that are gone with newcomers, each at most once, the most certain first.

    The certainty of a pair is the odds for it as a share of all odds: for it, for every other pair
    with either of the two, and against any. What a person accepted is certain.
    """
    gone = [each for each in strangers if each.is_gone and each.is_named]
    newcomers = [each for each in strangers if not each.is_gone and each.is_named]
    odds = {
        (old, new): math.inf if decided.accepts(old, new) else _odds(old, new, scale)
        for old, new in product(gone, newcomers)
        if _may_be_one(old, new)
    }
    certain = sorted(
        _certainties(odds), key=lambda pair: (-pair.certainty, pair.old.key, pair.new.key)
    )
    taken: set[Stranger] = set()
    pairs: list[Rename] = []
    for pair in certain:
        if not {pair.old, pair.new} & taken:
            taken |= {pair.old, pair.new}
            pairs.append(pair)
    return pairs


def settle_claims(claims: Iterable[Claim]) -> dict[str, str]:
    """The identities of rows of one page that more than one could have; page keys to identities.

    Of rows with one name, each is the one before that is nearest in score and votes. A name that
    had been joined to another and is shown beside it again is a model of its own.
    """
    listed: dict[str, Claim] = {}
    before: dict[str, Claim] = {}
    for claim in claims:
        (listed if claim.is_listed else before)[claim.shown_key] = claim
    assigned: dict[str, str] = {}
    for name in sorted({claim.model for claim in (*listed.values(), *before.values())}):
        rows = [c for c in listed.values() if c.model == name and _is_numbered(c)]
        known = [c for c in before.values() if c.model == name and _is_numbered(c)]
        if len(rows) > 1 or len(known) > 1:
            assigned |= _nearest(rows, known)
    return _without_doubles(listed, before, assigned)


def _may_be_one(old: Stranger, new: Stranger) -> bool:
    unknown = old.organization is None or new.organization is None
    return unknown or old.organization == new.organization


def _odds(old: Stranger, new: Stranger, scale: Scale) -> float:
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
        known = old.organization is not None and new.organization is not None
        against = _ODDS_AGAINST if known else _ODDS_AGAINST_UNKNOWN
        rivals = (of_old[old], of_new[new])
        shares = (each / (against * len(rival) + math.fsum(rival)) for rival in rivals)
        yield Rename(old, new, 1.0 if math.isinf(each) else min(shares))


def _is_numbered(claim: Claim) -> bool:
    return claim.shown_key == claim.model or claim.shown_key.startswith(f"{claim.model}#")


def _nearest(rows: Sequence[Claim], known: Sequence[Claim]) -> dict[str, str]:
    """Rows of one name to the identities before, the nearest pair first."""
    pairs = sorted(
        product(rows, known), key=lambda pair: (_distance(*pair), pair[0].shown_key, pair[1].key)
    )
    assigned: dict[str, str] = {}
    for row, other in pairs:
        if row.shown_key not in assigned and other.key not in assigned.values():
            assigned[row.shown_key] = other.key
    return assigned


def _distance(one: Claim, other: Claim) -> tuple[float, float]:
    votes = abs(math.log((one.votes or 1) / (other.votes or 1)))
    return abs((one.score or 0) - (other.score or 0)) + votes, votes


def _without_doubles(
    listed: Mapping[str, Claim], before: Mapping[str, Claim], assigned: Mapping[str, str]
) -> dict[str, str]:
    """Give every page key an identity of its own; only those that change are returned."""
    holders = {claim.key: claim.shown_key for claim in before.values()}
    used = set(assigned.values())
    changed = {key: to for key, to in assigned.items() if listed[key].key != to}
    rest = [claim for key, claim in listed.items() if key not in assigned]
    for claim in sorted(rest, key=lambda c: (holders.get(c.key) != c.shown_key, c.shown_key)):
        if claim.key in used:
            changed[claim.shown_key] = _fresh(claim, used | set(holders))
        used.add(changed.get(claim.shown_key, claim.key))
    return changed


def _fresh(claim: Claim, used: set[str]) -> str:
    names = (claim.shown_key, *(f"{claim.model}#{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)
