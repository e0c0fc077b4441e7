"""A standing beside the state before it: one pair for every model that either of them knows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import NamedTuple

from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.state import State, Tracked

# A score that follows from the old one does so to a tenth of the move, where no interval is known.
_LOOSELY = 0.1


class Pair(NamedTuple):
    """A model as it was known (None: not at all) and as the page lists it (None: not at all)."""

    identity: str
    old: Tracked | None
    new: Entry | None

    @property
    def is_shown(self) -> bool:
        """Whether the page shows where the model stands."""
        return self.new is not None and self.new.standing is not None

    @property
    def is_common(self) -> bool:
        """Whether the page before showed the model as well."""
        return self.is_shown and self.old is not None and not self.old.is_unseen


class Movement(NamedTuple):
    """How scores of common models moved.

    Of `common` models with a score both times `moved` have another one, `with_noise` an interval
    both times, `jumped` a score beyond both intervals, and `fit` one that follows from the old by
    one shift or factor. `size_in_range` is the median move as a share of the range of scores.
    """

    common: int = 0
    moved: int = 0
    with_noise: int = 0
    jumped: int = 0
    fit: int = 0
    size_in_range: float = 0.0


class Scored(NamedTuple):
    """Two scores of a model with the widths of their intervals."""

    old: float
    new: float
    old_width: float | None
    new_width: float | None

    @property
    def shift(self) -> float:
        """How far the score moved."""
        return self.new - self.old

    @property
    def noise(self) -> float | None:
        """The sum of the half-widths of both intervals."""
        if self.old_width is None or self.new_width is None:
            return None
        return (self.old_width + self.new_width) / 2


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page ends: how many rows say where their model stands, and the worst score."""

    rows: int
    score: float | None
    board: Board

    @classmethod
    def of(cls, entries: Sequence[Entry], board: Board) -> "Cut":
        """Where a page with these rows ends."""
        rows = sum(entry.standing is not None for entry in entries)
        return cls(rows, worst(entries, board), board)

    def is_above(self, old: Tracked) -> bool:
        """Whether a model that was known must stand above the last row.

        All of its interval is better, or it has no score and stood above.
        """
        entry = old.entry
        if entry.score is None:
            return old.standing <= self.rows
        end = entry.score_low if self.board.higher_is_better else entry.score_high
        return is_better(entry.score if end is None else end, self.score, self.board)


@dataclass(frozen=True)
class Beside:
    """A candidate standing beside the state before it."""

    pairs: tuple[Pair, ...]
    board: Board

    @cached_property
    def listed(self) -> list[Entry]:
        """The rows of the page."""
        return [pair.new for pair in self.pairs if pair.new is not None]

    @cached_property
    def shown(self) -> list[Entry]:
        """The rows of the page that say where their model stands."""
        return [entry for entry in self.listed if entry.standing is not None]

    @cached_property
    def before(self) -> list[Entry]:
        """The models that the snapshot before shows."""
        return [p.old.entry for p in self.pairs if p.old is not None and not p.old.is_unseen]

    @cached_property
    def known(self) -> list[Entry]:
        """The models known before, those out of sight too."""
        return [pair.old.entry for pair in self.pairs if pair.old is not None]

    @cached_property
    def cut(self) -> "Cut":
        """Where the page ends."""
        return Cut.of(self.listed, self.board)

    @cached_property
    def movement(self) -> Movement:
        """How the scores of common models moved."""
        scored = [s for pair in self.pairs if (s := _scored(pair)) is not None]
        return _movement(scored) if scored else Movement()

    @cached_property
    def is_moved(self) -> bool:
        """Whether any common model has another score or other votes than before."""
        return any(
            (pair.old.entry.score, pair.old.entry.votes) != (pair.new.score, pair.new.votes)
            for pair in self.pairs
            if pair.is_common and pair.old is not None and pair.new is not None
        )

    def is_nearer(self, later: Sequence[Entry]) -> bool:
        """Whether later scores are nearer to the candidate's than to those before."""
        scores = {entry.key: entry.score for entry in later}
        nearer = 0
        for pair in self.pairs:
            if pair.old is None or pair.new is None:
                continue
            score, now, before = scores.get(pair.new.key), pair.new.score, pair.old.entry.score
            if score is not None and now is not None and before is not None:
                nearer += _sign(abs(score - before) - abs(score - now))
        return nearer > 0

    @property
    def moved_share(self) -> float | None:
        """The share of common models whose score moved."""
        return self.movement.moved / self.movement.common if self.movement.common else None


def pair_up(state: State, entries: Sequence[Entry], identities: Mapping[str, str]) -> list[Pair]:
    """The pairs, in the order of the page; then those that the page does not list."""
    listed = [(identities.get(entry.key, entry.key), entry) for entry in entries]
    pairs = [Pair(identity, state.known.get(identity), entry) for identity, entry in listed]
    on_page = {identity for identity, _ in listed}
    rest = (Pair(i, old, None) for i, old in state.known.items() if i not in on_page)
    return pairs + sorted(rest, key=lambda pair: pair.identity)


def worst(entries: Iterable[Entry], board: Board) -> float | None:
    """The worst score among the entries."""
    scores = [entry.score for entry in entries if entry.score is not None]
    return (min if board.higher_is_better else max)(scores, default=None)


def is_better(score: float | None, other: float | None, board: Board) -> bool:
    """Whether the score is the better of two; false where either is not known."""
    if score is None or other is None:
        return False
    return score > other if board.higher_is_better else score < other


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def _scored(pair: Pair) -> Scored | None:
    if not pair.is_common or pair.old is None or pair.new is None:
        return None
    old, new = pair.old.entry, pair.new
    if old.score is None or new.score is None:
        return None
    return Scored(old.score, new.score, old.width, new.width)


def _movement(scored: Sequence[Scored]) -> Movement:
    shift = median(each.shift for each in scored)
    factors = [each.new / each.old for each in scored if each.old]
    factor = median(factors) if factors else 1.0
    noises = [(abs(each.shift), each.noise) for each in scored if each.noise is not None]
    olds = [each.old for each in scored]
    score_range = max(olds) - min(olds)
    size = median(abs(each.shift) for each in scored)
    by_shift = sum(abs(s.shift - shift) <= _slack(s, shift) for s in scored)
    by_factor = sum(abs(s.new - s.old * factor) <= _slack(s, s.old * (factor - 1)) for s in scored)
    return Movement(
        common=len(scored),
        moved=sum(each.shift != 0 for each in scored),
        with_noise=len(noises),
        jumped=sum(moved > noise for moved, noise in noises),
        fit=max(by_shift, by_factor),
        size_in_range=size / score_range if score_range else 0.0,
    )


def _slack(scored: Scored, expected: float) -> float:
    return abs(expected) * _LOOSELY if scored.new_width is None else scored.new_width / 2
