"""Whether a standing is believed, beside the one before it.

A standing is held when what it removes, moves or leaves out is not likely, until a capture with
other bytes follows: it is believed if that agrees, and refuted if that shows otherwise.
Where a model is missing and nothing else is wrong, its absence alone is doubted, and its departure
is not told until another capture agrees.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair, is_better
from warehouse.holds import (
    HALF,
    Hold,
    Verdict,
    filled,
    is_hardly_filled,
    is_wider,
    lacks,
    repeats,
    shown_keys,
    slipped,
    stay_away,
    stay_slipped,
    twins,
)
from warehouse.line import Candidate
from warehouse.state import State

# A field that was filled in nearly every row before and hardly is now was not read.
_USUALLY_FILLED = 0.9
# With more than this many of the models before below its last row, and hardly one of those above
# it missing, a page shows the top only; fewer have left from the end of the board.
_CUT_ROWS, _CUT_SHARE = 1, 0.1
# Scores of nearly all models that move at once, by more than noise, are made in another way.
_NEARLY_ALL, _FEWEST_COMMON = 0.9, 5
_BEYOND_ROUNDING = 0.01
# Scores reach no further beyond those before than those lie apart, where no bounds are given.
_REACH = 1.0
_FEW_NAMES = 3
_FIELDS = (
    ("a rank", "rank"),
    ("an interval", "width"),
    ("votes", "votes"),
    ("an organization", "organization"),
)


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """A candidate at the gate; `absent` are the known models it lacks and nothing explains."""

    state: State
    candidate: Candidate
    beside: Beside
    absent: Sequence[Pair]

    def judge(self) -> Verdict:
        """Judge the candidate.

        A page that may show only the top is taken for no more than that: whether what stood below
        its last row has left cannot be known.
        """
        if self.state.head is None:
            return Verdict(window=len(self.beside.shown) if self._is_partial else None)
        gone = [pair for pair in self.absent if pair.old and not pair.old.is_unseen]
        window = self._window(gone)
        missing = tuple(p for p in gone if window is None or self._was_above_cut(p))
        epoch = self._new_method()
        holds = [*self._unlike(missing, gone, window), *self._outdated()]
        if not epoch:
            holds += [*self._beyond_reach(), *self._slipped(), *self._upset()]
            epoch = next((hold.epoch for hold in holds if hold.epoch), "")
        return Verdict(tuple(holds), window, missing, epoch)

    @property
    def _board(self) -> Board:
        return self.beside.board

    @property
    def _is_partial(self) -> bool | None:
        return self.candidate.is_partial(self._board)

    def _window(self, gone: Sequence[Pair]) -> int | None:
        """How many rows a cut page shows. Once a page was cut, every later one may be."""
        is_partial, before = self._is_partial, len(self.beside.before)
        if is_partial is False:
            return None
        inside = sum(self._is_inside(pair) for pair in gone)
        is_prefix = inside <= max(1, self._board.gate.missing * before)
        is_cut = is_prefix and len(gone) - inside > max(_CUT_ROWS, _CUT_SHARE * before)
        may_be_cut = is_partial or self.state.was_cut or is_cut
        return len(self.beside.shown) if may_be_cut else None

    def _is_inside(self, pair: Pair) -> bool:
        return pair.old is not None and self.beside.cut.is_above(pair.old)

    def _was_above_cut(self, pair: Pair) -> bool:
        score = pair.old.entry.score if pair.old is not None else None
        return self._is_inside(pair) or is_better(score, self.beside.cut.score, self._board)

    def _leads(self, pair: Pair) -> bool:
        return pair.old is not None and pair.old.standing <= self._board.gate.leading

    def _unlike(
        self, missing: Sequence[Pair], gone: Sequence[Pair], window: int | None
    ) -> Iterator[Hold]:
        """Whether the page lacks what it is not likely to lack, or shows a row twice."""
        reason, absent = self._implausible(missing, gone, window)
        if reason:
            keys = {pair.old.entry.key for pair in absent if pair.old is not None}
            own = shown_keys(self.beside.listed)
            yield Hold(reason, partial(stay_away, keys, own))
        before, now = self.beside.before, self.beside.listed
        for name, field in _FIELDS:
            had, has = filled(before, field), filled(now, field)
            usual = had >= _USUALLY_FILLED * len(before) and is_hardly_filled(now, field)
            if usual or (had >= HALF * len(before) and not has):
                found = f"found it in {has} of {len(now)}"
                reason = f"expected {name} in {had} of {len(before)} rows as before, {found}"
                yield Hold(reason, partial(lacks, field))
        if doubles := twins(self.beside):
            reason = f"{doubles[0]!r:.60} stands twice with the same figures"
            yield Hold(reason, partial(repeats, doubles))

    def _implausible(
        self, missing: Sequence[Pair], gone: Sequence[Pair], window: int | None
    ) -> tuple[str, Sequence[Pair]]:
        """Why it is not likely that models left at once, empty where it is, and which models."""
        gate = self._board.gate
        sure = [pair for pair in missing if window is None or self._is_inside(pair)]
        leading = [pair for pair in sure if self._leads(pair)]
        if len(leading) > 1:
            names = _names(leading)
            return f"{len(leading)} of the leading {gate.leading} are missing: {names}", missing
        expected = len(self.beside.before) - len(gone) + len(sure)
        if len(sure) > max(1, gate.missing * expected):
            return f"{len(sure)} of {expected} models are missing: {_names(sure)}", missing
        displaced = [pair for pair in gone if self._leads(pair)]
        if len(displaced) >= max(2, gate.leading / 2):
            names, of = _names(displaced), f"{len(displaced)} of the leading {gate.leading}"
            return f"{of} are not shown: {names}", displaced
        return "", ()

    def _beyond_reach(self) -> Iterator[Hold]:
        """Where the source file bounds no scores, most must lie about where those before lay.

        Of models that were known before: newcomers may be as good as they are.
        """
        known = [entry.score for entry in self.beside.known if entry.score is not None]
        if self._board.score or not known:
            return
        low, high = min(known), max(known)
        reach = _REACH * (high - low) if high > low else abs(high)
        keys = {entry.key for entry in self.beside.known}

        def is_beyond(rows: Sequence[Entry]) -> bool:
            scored = [(entry.key, entry.score) for entry in rows if entry.score is not None]
            scores = [score for key, score in scored if key in keys] or [s for _, s in scored]
            beyond = sum(not low - reach <= score <= high + reach for score in scores)
            return beyond > HALF * len(scores)

        if is_beyond(self.beside.listed):
            reason = f"expected scores about {low:g} to {high:g} as before, found most beyond"
            yield Hold(reason, lambda later: is_beyond(later.rows), epoch=f"confirmed: {reason}")

    def _slipped(self) -> Iterator[Hold]:
        """Whether figures are in another unit than before."""
        if before := slipped(self.beside):
            name, of = next(iter(before)), f"{len(before)} of {len(self.beside.listed)}"
            reason = f"{of} scores seem to be in another unit than before: {name!r:.60}"
            is_new_unit = len(before) > HALF * len(self.beside.listed)
            epoch = f"confirmed: {reason}" if is_new_unit else ""
            yield Hold(reason, partial(stay_slipped, before), epoch)
        known = self.beside.known
        if is_wider(known, self.beside.listed):
            reason = "expected intervals about as wide as before, found most of another size"
            yield Hold(reason, lambda later: is_wider(known, later.rows))

    def _outdated(self) -> Iterator[Hold]:
        """Whether the page may be an old copy."""
        seen, states = self.state.published_at, self.candidate.published_at
        if seen is not None and states is not None and states < seen:
            reason = f"the page is of {states:%Y-%m-%d}, and one of {seen:%Y-%m-%d} was seen before"
            yield Hold(reason, lambda later: (later.candidate.published_at or seen) < seen)
        elif self.candidate.is_repeat and self.beside.is_moved:
            standing_id = self.candidate.standing_id
            reason = "the page is what it was before the last update"
            yield Hold(reason, lambda later: later.candidate.standing_id == standing_id)

    def _upset(self) -> Iterator[Hold]:
        """Whether it is not likely that the scores moved so."""
        movement = self.beside.movement
        reason = self._rescaled()
        if not reason and movement.jumped > HALF * max(movement.with_noise, _FEWEST_COMMON):
            of = f"{movement.jumped} of {movement.common}"
            reason = f"{of} scores moved beyond their intervals"
        if reason:
            agrees = self.beside.is_nearer
            yield Hold(reason, lambda later: agrees(later.rows), epoch=f"confirmed: {reason}")

    def _new_method(self) -> str:
        """Why the scores are made otherwise than before, by what is said; empty where they are not.

        It is said by the source file, or by the page.
        """
        assert self.state.head is not None
        before, now = self.state.head.observed_at, self.candidate.observed_at
        for epoch in self._board.epochs:
            if before < epoch.starts_at <= now:
                return f"declared: {epoch.reason}"
        was, method = self.state.method, self.candidate.method
        if was and method and was != method:
            return f"the page shows another method: {method}, before {was}"
        return ""

    def _rescaled(self) -> str:
        """Why the scores seem to be made otherwise, since nearly all moved at once, if they did."""
        movement = self.beside.movement
        common, moved = movement.common, movement.moved
        if common < _FEWEST_COMMON or moved < _NEARLY_ALL * common:
            return ""
        if movement.fit >= _NEARLY_ALL * common and self._is_beyond_noise():
            return f"{moved} of {common} scores moved by one shift or factor"
        entries, most = self.beside.listed, self.state.most_moved
        is_bare = not filled(entries, "score_low") and not filled(entries, "votes")
        stood_still = most is not None and most < HALF
        if is_bare and stood_still and movement.size_in_range > _BEYOND_ROUNDING:
            return f"{moved} of {common} scores moved, which had stood still"
        return ""

    def _is_beyond_noise(self) -> bool:
        movement = self.beside.movement
        if movement.with_noise >= _NEARLY_ALL * movement.common:
            return movement.jumped >= _NEARLY_ALL * movement.with_noise
        return movement.size_in_range > _BEYOND_ROUNDING


def _names(pairs: Sequence[Pair]) -> str:
    known = [pair.old for pair in pairs if pair.old is not None]
    names = [f"{old.entry.model:.60}" for old in sorted(known, key=lambda old: old.standing)]
    few = ", ".join(names[:_FEW_NAMES])
    return few if len(names) <= _FEW_NAMES else f"{few} and {len(names) - _FEW_NAMES} more"
