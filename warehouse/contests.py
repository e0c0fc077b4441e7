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
from leaderboard.standing import Entry
from warehouse.compare import Move
from warehouse.significance import Estimate, Significance, judge, z_of

_Key = Callable[[Move], tuple[int, str]]
_by_standing: _Key = attrgetter("standing", "pair.identity")


class Contest(NamedTuple):
    """A fact of a kind about a model's move, and the model it is tested against."""

    kind: str
    threshold: int | None
    move: Move
    other: Move


class Tested(NamedTuple):
    """A contest with its result; z is positive where the model's score is the better one."""

    key: str
    kind: str
    threshold: int | None
    compared_with: str
    z: float | None
    significance: Significance


def contested(
    moves: Sequence[Move], thresholds: Sequence[int], widest: int | None, board: Board
) -> list[Tested]:
    """Every contest of an update of the board with its result.

    `widest` is how many rows were shown at most before, None where all were.
    """
    shown = sorted((move for move in moves if move.pair.is_shown), key=_by_standing)
    contests = [*_crossings(shown, thresholds, widest), *_passings(shown)]
    zs = {_pair(each): _z(each, board) for each in contests}
    results = dict(zip(zs, judge(list(zs.values())), strict=True))
    return [
        Tested(
            each.move.pair.identity,
            each.kind,
            each.threshold,
            each.other.named.model,
            _z(each, board),
            results[_pair(each)],
        )
        for each in contests
    ]


def _crossings(
    shown: Sequence[Move], thresholds: Sequence[int], widest: int | None
) -> Iterator[Contest]:
    for top in thresholds:
        inside = [each for each in shown if (each.standing or 0) <= top]
        outside = shown[len(inside) :]
        if not inside or not outside:
            continue
        is_sure = widest is None or top <= widest
        for each in inside:
            old = each.old_standing
            if (is_sure if old is None else old > top) and each.worst_standing <= top:
                yield Contest("entered_top", top, each, outside[0])
        for each in outside:
            if each.old_standing is not None and each.old_standing <= top:
                yield Contest("left_top", top, each, inside[-1])
    if len(shown) > 1 and shown[0].worst_standing == 1 and shown[0].old_standing != 1:
        yield Contest("new_leader", None, shown[0], shown[1])


def _passings(shown: Sequence[Move]) -> Iterator[Contest]:
    common = [each for each in shown if each.is_common]
    for each in (move for move in common if move.own_move):
        old, now = each.old_standing or 0, each.standing or 0
        if each.worst_standing < old:
            passed = [o for o in common if (o.old_standing or 0) < old and (o.standing or 0) > now]
            if passed:
                yield Contest("climbed", None, each, min(passed, key=_by_standing))
        if now > old:
            passing = [o for o in common if (o.old_standing or 0) > old and (o.standing or 0) < now]
            if passing:
                yield Contest("fell", None, each, max(passing, key=_by_standing))


def _pair(contest: Contest) -> frozenset[str]:
    return frozenset((contest.move.pair.identity, contest.other.pair.identity))


def _z(contest: Contest, board: Board) -> float | None:
    one, other = (_estimate(side.named) for side in (contest.move, contest.other))
    return z_of(one, other) if board.higher_is_better else z_of(other, one)


def _estimate(entry: Entry) -> Estimate:
    return Estimate(entry.score, entry.score_low, entry.score_high)
