"""What became of every model from one snapshot to the next.

Equal scores have no order: models that were equals and still are keep the order they had, whatever
ranks the page gives them. So what is compared is each model's standing among those settled orders.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, islice
from operator import attrgetter

from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair, is_better
from warehouse.state import Tracked

KEPT, LEFT, ENTERED, RETURNED = "kept", "left", "entered", "returned"
UNSEEN, UNCOVERED, CARRIED = "unseen", "uncovered", "carried"
_OUT_OF_SIGHT = {UNSEEN, CARRIED}


@dataclass(slots=True)
class Move:
    """What became of a model, and where it stands now.

    `standing` is None for one that left. `own_move` tells whether its order among the common models
    changed, None where it is not one of them; `displaced_by` names the best-ranked arrival above a
    model that was only pushed down. `doubted_above` counts missing models that would stand above it
    and whose absence is not confirmed.
    """

    pair: Pair
    status: str
    standing: int | None
    own_move: bool | None = None
    displaced_by: str | None = None
    doubted_above: int = 0

    @property
    def old_standing(self) -> int | None:
        """Where it stood before."""
        return self.pair.old.standing if self.pair.old else None

    @property
    def worst_standing(self) -> int:
        """Where it stands if every doubted model is back."""
        return (self.standing or 0) + self.doubted_above

    @property
    def named(self) -> Entry:
        """The row that names the model: of the page, else the last known."""
        entry = self.pair.new or (self.pair.old.entry if self.pair.old else None)
        assert entry is not None
        return entry

    @property
    def is_common(self) -> bool:
        """Whether both snapshots show the model."""
        return self.pair.is_common


@dataclass(frozen=True)
class Comparison:
    """A snapshot beside the state before it.

    `window` and `old_window` are how many rows the pages show where they are cut, else None.
    `carried` are identities whose absence is not believed, `doubted` those whose absence waits for
    another capture, `departed` those that ever left.
    """

    beside: Beside
    window: int | None
    old_window: int | None
    carried: Collection[str]
    doubted: Collection[str]
    departed: Collection[str]

    @cached_property
    def moves(self) -> list[Move]:
        """What became of every model that was known or is shown."""
        pairs = [pair for pair in self.beside.pairs if pair.old is not None or pair.is_shown]
        stated = ((pair, self._status(pair)) for pair in pairs)
        moves = [Move(pair, status, self._placed(pair, status)) for pair, status in stated]
        _settle(moves, self.beside)
        self._push_down(moves)
        _tell_own_moves(moves)
        return moves

    def _status(self, pair: Pair) -> str:
        if pair.is_shown:
            return KEPT if pair.old is not None else self._arrival(pair)
        if pair.identity in self.carried or pair.identity in self.doubted:
            return CARRIED
        assert pair.old is not None
        is_hidden = self.window is not None and not self.beside.cut.is_above(pair.old)
        return UNSEEN if pair.new is not None or is_hidden else LEFT

    def _arrival(self, pair: Pair) -> str:
        if pair.identity in self.departed:
            return RETURNED
        assert pair.new is not None
        standing = pair.new.standing or 0
        is_below = self.old_window is not None and standing > self.old_window
        return UNCOVERED if is_below else ENTERED

    def _placed(self, pair: Pair, status: str) -> int | None:
        """The page's standing; one below the cut stands below the last row at best."""
        if pair.new is not None and pair.new.standing is not None:
            return pair.new.standing
        assert pair.old is not None
        if status == UNSEEN:
            return max(pair.old.standing, (self.window or len(self.beside.shown)) + 1)
        return pair.old.standing if status == CARRIED else None

    def _push_down(self, moves: Sequence[Move]) -> None:
        """Put models that are missing by mistake where they stand by all that is known of them.

        Whether a missing model is missing by mistake is not known yet of one that is doubted: the
        others stand where the page has them, and what only holds if it is gone is not told.
        """
        shown = [move for move in moves if move.pair.is_shown]
        missing = [move for move in moves if move.status == CARRIED]
        for each in sorted(missing, key=attrgetter("old_standing", "pair.identity")):
            is_doubted = each.pair.identity in self.doubted
            below = [other for other in shown if _is_above(each, other, self.beside)]
            for other in below:
                if is_doubted:
                    other.doubted_above += 1
                elif other.standing is not None:
                    other.standing += 1
            if not is_doubted:
                above = sum(o is not each and _is_above(o, each, self.beside) for o in missing)
                each.standing = len(shown) - len(below) + above + 1


def _is_above(missing: Move, other: Move, beside: Beside) -> bool:
    """Whether a missing model stands above another: by its last score, else by where it stood."""
    assert missing.pair.old is not None
    old, entry = other.pair.old, other.named
    score, stood = missing.pair.old.entry.score, missing.pair.old.standing
    if score is None or entry.score is None:
        return stood <= (other.standing or 0)
    if score == entry.score:
        were_equals = old is not None and old.entry.score == score
        return not were_equals or stood < (other.old_standing or 0)
    return is_better(score, entry.score, beside.board)


def _settle(moves: Sequence[Move], beside: Beside) -> None:
    """Models that were equals and are equals share out their standings in the order they had.

    One that a cut page hides stands among them, unless it stood below the cut before.
    """
    # Once anything changed, one out of sight may have moved as well.
    has_arrivals = any(o.pair.is_shown and o.pair.old is None for o in moves)
    cut_score = None if beside.is_moved or has_arrivals else beside.cut.score
    equals: defaultdict[tuple[float, float], list[Move]] = defaultdict(list)
    for move in moves:
        old, new = move.pair.old, _equal_score(move, cut_score)
        if old is not None and old.entry.score is not None and new is not None:
            equals[old.entry.score, new].append(move)
    for group in equals.values():
        standings = sorted(o.standing or 0 for o in group if o.status == KEPT)
        if not standings:
            continue
        standings += islice(count(standings[-1] + 1), len(group) - len(standings))
        group.sort(key=attrgetter("old_standing", "pair.identity"))
        for move, standing in zip(group, standings, strict=True):
            if move.status == KEPT:
                move.standing = standing
            elif move.standing != move.old_standing:
                move.standing = min(standing, move.standing or standing)


def _equal_score(move: Move, cut_score: float | None) -> float | None:
    """The score by which a model may be another's equal; one below the cut may equal the last."""
    if move.status == KEPT and move.pair.new is not None:
        return move.pair.new.score
    if move.status == UNSEEN and move.pair.old is not None:
        score = move.pair.old.entry.score
        return score if score == cut_score else None
    return None


def _tell_own_moves(moves: Sequence[Move]) -> None:
    common = [move for move in moves if move.is_common]
    before = _positions(common, attrgetter("old_standing"))
    now = _positions(common, attrgetter("standing"))
    arrivals = [o for o in moves if o.pair.is_shown and not o.is_common]
    first = min(arrivals, key=attrgetter("standing", "pair.identity"), default=None)
    for move in common:
        move.own_move = before[id(move)] != now[id(move)]
        if move.own_move or first is None:
            continue
        standing, old = move.standing or 0, move.old_standing or 0
        if standing > old and (first.standing or 0) < standing:
            move.displaced_by = first.named.model


def _positions(common: Sequence[Move], standing: Callable[[Move], int]) -> dict[int, int]:
    """The position of each among the common models; equals share one."""
    positions: dict[int, int] = {}
    position, last = 0, None
    for number, move in enumerate(sorted(common, key=standing), start=1):
        if standing(move) != last:
            position, last = number, standing(move)
        positions[id(move)] = position
    return positions


def tracked(moves: Sequence[Move], snapshot_id: str) -> dict[str, Tracked]:
    """The models that are on the board after the snapshot."""
    known: dict[str, Tracked] = {}
    for move in moves:
        pair = move.pair
        if move.standing is None:
            continue
        if move.status in _OUT_OF_SIGHT and pair.old is not None:
            old = pair.old
            known[pair.identity] = Tracked(old.entry, move.standing, old.seen_in, is_unseen=True)
        elif pair.new is not None:
            known[pair.identity] = Tracked(pair.new, move.standing, snapshot_id)
    return known
