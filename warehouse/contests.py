"""Against whom each fact about the order of models is tested, and whether it means anything.

An entry to the top n is tested against the best model that then stands outside it, a departure from
it against the last one inside, a new leader against the second, and an own move against the models
that were passed: a climb against the strongest, a fall against the weakest. Every pair of models is
tested once an update, with Holm's correction over all of them.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from leaderboard.source import Board
from warehouse.compare import Outcome
from warehouse.significance import Estimate, judge, z_of

_Key = Callable[[Outcome], tuple[int, str]]
_by_standing: _Key = attrgetter("standing", "pair.identity")


class Contest(NamedTuple):
    """A fact of a kind about a model, and the model it is tested against."""

    kind: str
    threshold: int | None
    model: Outcome
    other: Outcome


class Tested(NamedTuple):
    """A contest with its result; z is positive where the model's score is the better one."""

    key: str
    kind: str
    threshold: int | None
    compared_with: str
    z: float | None
    significance: str


def contested(
    outcomes: Sequence[Outcome], thresholds: Sequence[int], old_window: int | None, board: Board
) -> list[Tested]:
    """Every contest of an update of the board with its result."""
    shown = sorted((o for o in outcomes if o.pair.is_shown), key=_by_standing)
    contests = [*_crossings(shown, thresholds, old_window), *_passings(shown)]
    pairs = {_pair(contest): (contest.model, contest.other) for contest in contests}
    zs = {pair: z_of(_estimate(one), _estimate(other)) for pair, (one, other) in pairs.items()}
    results = dict(zip(zs, judge(list(zs.values())), strict=True))
    return [_tested(each, pairs, zs[_pair(each)], results[_pair(each)], board) for each in contests]


def _crossings(
    shown: Sequence[Outcome], thresholds: Sequence[int], old_window: int | None
) -> Iterator[Contest]:
    for top in thresholds:
        inside = [each for each in shown if (each.standing or 0) <= top]
        outside = shown[len(inside) :]
        if not inside or not outside:
            continue
        is_sure = old_window is None or top <= old_window
        for each in inside:
            old = each.old_standing
            if (is_sure if old is None else old > top) and each.doubted_above == 0:
                yield Contest("entered_top", top, each, outside[0])
        for each in outside:
            if each.old_standing is not None and each.old_standing <= top:
                yield Contest("left_top", top, each, inside[-1])
    if len(shown) > 1 and shown[0].standing == 1 and shown[0].old_standing != 1:
        yield Contest("new_leader", None, shown[0], shown[1])


def _passings(shown: Sequence[Outcome]) -> Iterator[Contest]:
    common = [each for each in shown if each.is_common]
    for each in (outcome for outcome in common if outcome.own_move):
        old, now = each.old_standing or 0, each.standing or 0
        if now < old:
            passed = [o for o in common if (o.old_standing or 0) < old and (o.standing or 0) > now]
            if passed:
                yield Contest("climbed", None, each, min(passed, key=_by_standing))
        if now > old:
            passing = [o for o in common if (o.old_standing or 0) > old and (o.standing or 0) < now]
            if passing:
                yield Contest("fell", None, each, max(passing, key=_by_standing))


def _pair(contest: Contest) -> frozenset[str]:
    return frozenset((contest.model.pair.identity, contest.other.pair.identity))


def _estimate(outcome: Outcome) -> Estimate:
    entry = outcome.pair.new
    assert entry is not None
    return Estimate(entry.score, entry.score_low, entry.score_high)


def _tested(
    contest: Contest,
    pairs: dict[frozenset[str], tuple[Outcome, Outcome]],
    z: float | None,
    significance: str,
    board: Board,
) -> Tested:
    assert contest.other.pair.new is not None
    is_reversed = pairs[_pair(contest)][0] is not contest.model
    sign = -1 if is_reversed == board.higher_is_better else 1
    return Tested(
        contest.model.pair.identity,
        contest.kind,
        contest.threshold,
        contest.other.pair.new.model,
        None if z is None else sign * z + 0.0,
        str(significance),
    )
