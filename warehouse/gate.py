"""Whether a standing is believed, beside the one before it.

A standing is refused when it breaks with all that was before; it is held when what it removes or
moves is not likely, until another capture agrees. Where a model is missing and nothing else is
wrong, its absence alone is doubted, and its departure is not told until another capture agrees.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair, is_better, is_inside
from warehouse.line import Candidate
from warehouse.state import State

# A field filled in nearly every row before and in under half of them now was not read.
_USUALLY_FILLED, _HARDLY_FILLED = 0.9, 0.5
# With more than this many of the models before below its last row, and hardly one of those above
# it missing, a page shows the top only; fewer have left from the end of the board.
_CUT_ROWS, _CUT_SHARE = 1, 0.1
# Scores of nearly all models that move at once, by more than noise, are made in another way.
_NEARLY_ALL, _MOST, _FEWEST_COMMON = 0.9, 0.5, 5
_BEYOND_ROUNDING = 0.01
# Scores reach no further beyond those before than those lie apart, where no bounds are given.
_REACH = 1.0
_FEW_NAMES = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted where neither `refusal` nor `held` says why not.

    `window` is how many rows a cut page shows, else None. `doubted` are the models whose absence
    another capture must confirm; with `is_moved` the same holds for the scores. `epoch` says why
    nothing is compared with the snapshot before.
    """

    refusal: str = ""
    held: str = ""
    window: int | None = None
    doubted: tuple[Pair, ...] = ()
    is_moved: bool = False
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """A candidate at the gate; `absent` are the known models it lacks and nothing explains."""

    state: State
    candidate: Candidate
    beside: Beside
    absent: Sequence[Pair]
    board: Board

    def judge(self) -> Verdict:
        """Judge the candidate.

        A page that may show only the top is taken for no more than that: whether what stood below
        its last row has left cannot be known.
        """
        if self.state.head is None:
            return Verdict(window=len(self.beside.shown) if self._is_partial else None)
        epoch = self._epoch()
        gone = [pair for pair in self.absent if pair.old and not pair.old.is_unseen]
        window = self._window(gone)
        missing = [p for p in gone if window is None or self._was_above_cut(p)]
        if refusal := self._refusal(epoch, window):
            return Verdict(refusal)
        if held := self._implausible(missing, gone, window):
            return Verdict("", held, window, tuple(missing), epoch=epoch)
        if held := self._outdated():
            return Verdict("", held, window, is_moved=True, epoch=epoch)
        if not epoch and (held := self._upset()):
            return Verdict("", held, window, is_moved=True, epoch=f"confirmed: {held}")
        return Verdict("", "", window, () if epoch else tuple(missing), epoch=epoch)

    @property
    def _is_partial(self) -> bool | None:
        """Whether the page may show only the top of the board; None where it is not said."""
        channel = self.board.channel(self.candidate.channel)
        return channel.is_partial(self.candidate.observed_at.date())

    def _window(self, gone: Sequence[Pair]) -> int | None:
        """How many rows a cut page shows. Once a page was cut, every later one may be."""
        is_partial, before = self._is_partial, len(self.beside.before)
        if is_partial is False:
            return None
        inside = sum(self._is_inside(pair) for pair in gone)
        is_prefix = inside <= max(1, self.board.gate.missing * before)
        is_cut = is_prefix and len(gone) - inside > max(_CUT_ROWS, _CUT_SHARE * before)
        may_be_cut = is_partial or self.state.was_cut or is_cut
        return len(self.beside.shown) if may_be_cut else None

    def _is_inside(self, pair: Pair) -> bool:
        assert pair.old is not None
        return is_inside(pair.old.entry, self.beside.cut_score, self.board)

    def _was_above_cut(self, pair: Pair) -> bool:
        assert pair.old is not None
        return self._is_inside(pair) or is_better(
            pair.old.entry.score, self.beside.cut_score, self.board
        )

    def _leads(self, pair: Pair) -> bool:
        return pair.old is not None and pair.old.standing <= self.board.gate.leading

    def _refusal(self, epoch: str, window: int | None) -> str:
        before, now = len(self.beside.before), len(self.beside.shown)
        if window is None and now < self.board.gate.shrunk * before:
            return f"expected about {before} models as before, found {now}"
        for field, then, filled in self._filled():
            if then >= _USUALLY_FILLED * before and filled < _HARDLY_FILLED * now:
                found = f"found it in {filled} of {now}"
                return f"expected {field} in nearly every row as before, {found}"
        return "" if epoch else self._beyond_reach()

    def _filled(self) -> Iterator[tuple[str, int, int]]:
        """What fields are filled in how many rows, before and now."""
        before, now = self.beside.before, self.beside.listed
        for name, field in (
            ("an interval", "score_low"),
            ("votes", "votes"),
            ("an organization", "organization"),
        ):
            yield name, _count(before, field), _count(now, field)

    def _beyond_reach(self) -> str:
        """Where the source file bounds no scores, those before bound them."""
        known = [entry.score for entry in self.beside.known if entry.score is not None]
        shown = [entry.score for entry in self.beside.listed if entry.score is not None]
        if self.board.score or not known or not shown:
            return ""
        low, high = min(known), max(known)
        reach = _REACH * (high - low) if high > low else abs(high)
        if low - reach <= min(shown) and max(shown) <= high + reach:
            return ""
        found = f"found {min(shown):g} to {max(shown):g}"
        return f"expected scores about {low:g} to {high:g} as before, {found}"

    def _implausible(
        self, missing: Sequence[Pair], gone: Sequence[Pair], window: int | None
    ) -> str:
        """Why it is not likely that these models left at once; empty where it is."""
        gate = self.board.gate
        sure = [pair for pair in missing if window is None or self._is_inside(pair)]
        leading = [pair for pair in sure if self._leads(pair)]
        if len(leading) > 1:
            names = _names(leading)
            return f"{len(leading)} of the leading {gate.leading} are missing: {names}"
        expected = len(self.beside.before) - len(gone) + len(sure)
        if len(sure) > max(1, gate.missing * expected):
            return f"{len(sure)} of {expected} models are missing: {_names(sure)}"
        displaced = [pair for pair in gone if self._leads(pair)]
        if len(displaced) >= max(2, gate.leading / 2):
            names = _names(displaced)
            return f"{len(displaced)} of the leading {gate.leading} are not shown: {names}"
        return ""

    def _outdated(self) -> str:
        """Why the page may be an old copy; empty where nothing says so."""
        seen, states = self.state.published_at, self.candidate.published_at
        if seen is not None and states is not None and states < seen:
            return f"the page is of {states:%Y-%m-%d}, and one of {seen:%Y-%m-%d} was seen before"
        if self.candidate.is_repeat and self.beside.votes_only_fell:
            return "the page is what it was before the last update, to the vote"
        return ""

    def _upset(self) -> str:
        """Why it is not likely that the scores moved so; empty where it is."""
        movement = self.beside.movement
        if movement.jumped <= _MOST * max(movement.with_noise, _FEWEST_COMMON):
            return ""
        return f"{movement.jumped} of {movement.common} scores moved beyond their intervals"

    def _epoch(self) -> str:
        """Why the scores are made otherwise than before; empty where they are not."""
        assert self.state.head is not None
        before, now = self.state.head.observed_at, self.candidate.observed_at
        for epoch in self.board.epochs:
            if before < epoch.starts_at <= now:
                return f"declared: {epoch.reason}"
        was, method = self.state.method, self.candidate.method
        if was and method and was != method:
            return f"the page shows another method: {method}, before {was}"
        return self._rescaled()

    def _rescaled(self) -> str:
        """Why the scores of nearly all models moved at once, if they did."""
        movement = self.beside.movement
        common, moved = movement.common, movement.moved
        if common < _FEWEST_COMMON or moved < _NEARLY_ALL * common:
            return ""
        if movement.fit >= _NEARLY_ALL * common and self._is_beyond_noise():
            return f"{moved} of {common} scores moved by one shift or factor"
        entries = self.beside.listed
        is_bare = not _count(entries, "score_low") and not _count(entries, "votes")
        is_usual = self.state.most_moved is not None and self.state.most_moved >= _MOST
        if is_bare and not is_usual and movement.size_in_range > _BEYOND_ROUNDING:
            return f"{moved} of {common} scores moved, which had stood still"
        return ""

    def _is_beyond_noise(self) -> bool:
        movement = self.beside.movement
        if movement.with_noise >= _NEARLY_ALL * movement.common:
            return movement.jumped >= _NEARLY_ALL * movement.with_noise
        return movement.size_in_range > _BEYOND_ROUNDING


def _count(entries: Sequence[Entry], field: str) -> int:
    """In how many rows the field is filled."""
    return sum(getattr(entry, field) is not None for entry in entries)


def _names(pairs: Sequence[Pair]) -> str:
    names = [f"{pair.old.entry.model:.60}" for pair in pairs if pair.old is not None]
    few = ", ".join(names[:_FEW_NAMES])
    return few if len(names) <= _FEW_NAMES else f"{few} and {len(names) - _FEW_NAMES} more"
