"""Whether a standing is believed, beside the one before it.

A standing is refused when it breaks with all that was before; it is held when what it removes or
moves is not likely, until another capture agrees; a single leading model that is missing is doubted
by itself, and carried on as it was until another capture agrees.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from leaderboard.source import Board
from warehouse.identity import Stranger

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


class Beside(NamedTuple):
    """A candidate standing beside the snapshot before it, counted in models.

    The last row's score is `cut_score`. `gone` are known and not shown now, `newcomers` shown and
    not known; `repeats` counts rows whose name or identity is not theirs alone. `common` are shown
    both times with a score: of them `moved` have another, `with_noise` an interval both times,
    `jumped` a score beyond both intervals, and `fit` one that follows from the old by one shift or
    factor. `size_in_range` is the median size of their moves as a share of the range of scores.
    """

    candidate: int
    models: int
    cut_score: float | None
    with_interval: int
    with_votes: int
    with_organization: int
    lowest: float | None
    highest: float | None
    previous_models: int
    previous_with_interval: int
    previous_with_votes: int
    previous_with_organization: int
    previous_lowest: float | None
    previous_highest: float | None
    gone: int
    newcomers: int
    repeats: int
    common: int
    moved: int
    with_noise: int
    jumped: int
    fit: int
    size_in_range: float

    @property
    def moved_share(self) -> float:
        """The share of common models whose score moved."""
        return self.moved / self.common if self.common else 0.0


class Past(NamedTuple):
    """What a line was before a candidate that was observed `now`.

    `methods` are how the page says its score is made, before and now; `most_moved` is the largest
    share of scores that moved at once so far on this line, None where none could; `was_cut` tells
    whether a page ever showed the top only.
    """

    before: datetime
    now: datetime
    methods: tuple[str | None, str | None]
    most_moved: float | None
    was_cut: bool


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
    doubted: tuple[Stranger, ...] = ()
    is_moved: bool = False
    epoch: str = ""


def judge(
    beside: Beside,
    absent: Sequence[Stranger],
    board: Board,
    past: Past | None,
    *,
    is_partial: bool | None,
) -> Verdict:
    """Judge a candidate; `absent` are the known models it does not show and nothing explains.

    A page that may show only the top (`is_partial`; None where that must be seen from the pages) is
    taken for no more than that: whether what stood below its last row has left cannot be known.
    """
    if past is None:
        return Verdict(window=beside.models if is_partial else None)
    epoch = _epoch(beside, board, past)
    gone = [each for each in absent if not each.was_unseen]
    window = _window(beside, gone, board, past, is_partial=is_partial)
    missing = [each for each in gone if window is None or each.is_inside or each.was_above_cut]
    refusal = _refusal(beside, board, epoch, window)
    if refusal:
        return Verdict(refusal)
    held = _implausible(beside, missing, gone, board, window)
    if held:
        return Verdict("", held, window, tuple(missing), epoch=epoch)
    if not epoch and beside.jumped > _MOST * max(beside.with_noise, _FEWEST_COMMON):
        reason = f"{beside.jumped} of {beside.common} scores moved beyond their intervals"
        return Verdict("", reason, window, is_moved=True, epoch=f"confirmed: {reason}")
    leading = tuple(each for each in missing if each.standing <= board.gate.leading)
    return Verdict("", "", window, () if epoch else leading, epoch=epoch)


def _window(
    beside: Beside,
    gone: Sequence[Stranger],
    board: Board,
    past: Past,
    *,
    is_partial: bool | None,
) -> int | None:
    """How many rows a cut page shows. Once a page was cut, every later one may be."""
    if is_partial is False:
        return None
    inside = sum(each.is_inside for each in gone)
    is_prefix = inside <= max(1, board.gate.missing * beside.previous_models)
    is_cut = is_prefix and len(gone) - inside > max(_CUT_ROWS, _CUT_SHARE * beside.previous_models)
    return beside.models if is_partial or past.was_cut or is_cut else None


def _refusal(beside: Beside, board: Board, epoch: str, window: int | None) -> str:
    before = beside.previous_models
    if window is None and beside.models < board.gate.shrunk * before:
        return f"expected about {before} models as before, found {beside.models}"
    filled = (
        ("an interval", beside.previous_with_interval, beside.with_interval),
        ("votes", beside.previous_with_votes, beside.with_votes),
        ("an organization", beside.previous_with_organization, beside.with_organization),
    )
    for field, then, now in filled:
        if then >= _USUALLY_FILLED * before and now < _HARDLY_FILLED * beside.models:
            found = f"found it in {now} of {beside.models}"
            return f"expected {field} in nearly every row as before, {found}"
    return "" if epoch else _beyond_reach(beside, board)


def _beyond_reach(beside: Beside, board: Board) -> str:
    """Where the source file bounds no scores, those before bound them."""
    low, high = beside.previous_lowest, beside.previous_highest
    if board.score or None in {low, high, beside.lowest, beside.highest}:
        return ""
    assert low is not None and high is not None  # noqa: PT018 - for the type checker
    assert beside.lowest is not None and beside.highest is not None  # noqa: PT018
    reach = _REACH * (high - low) if high > low else abs(high)
    if low - reach <= beside.lowest and beside.highest <= high + reach:
        return ""
    found = f"found {beside.lowest:g} to {beside.highest:g}"
    return f"expected scores about {low:g} to {high:g} as before, {found}"


def _implausible(
    beside: Beside,
    missing: Sequence[Stranger],
    gone: Sequence[Stranger],
    board: Board,
    window: int | None,
) -> str:
    """Why it is not likely that these models left at once; empty where it is."""
    gate = board.gate
    sure = [each for each in missing if window is None or each.is_inside]
    leading = [each.model for each in sure if each.standing <= gate.leading]
    expected = beside.previous_models - len(gone) + len(sure)
    if len(leading) > 1:
        return f"{len(leading)} of the leading {gate.leading} are missing: {_names(leading)}"
    if len(sure) > max(1, gate.missing * expected):
        names = _names([each.model for each in sure])
        return f"{len(sure)} of {expected} models are missing: {names}"
    displaced = [each.model for each in gone if each.standing <= gate.leading]
    if len(displaced) >= max(2, gate.leading / 2):
        return f"{len(displaced)} of the leading {gate.leading} are not shown: {_names(displaced)}"
    return ""


def _epoch(beside: Beside, board: Board, past: Past) -> str:
    """Why the scores are made otherwise than before; empty where they are not."""
    for epoch in board.epochs:
        if past.before < epoch.starts_at <= past.now:
            return f"declared: {epoch.reason}"
    before, now = past.methods
    if before and now and before != now:
        return f"the page shows another method: {now}, before {before}"
    if beside.common < _FEWEST_COMMON or beside.moved < _NEARLY_ALL * beside.common:
        return ""
    if beside.fit >= _NEARLY_ALL * beside.common and _is_beyond_noise(beside):
        return f"{beside.moved} of {beside.common} scores moved by one shift or factor"
    bare = not beside.with_interval and not beside.with_votes
    usual = past.most_moved is not None and past.most_moved >= _MOST
    if bare and not usual and beside.size_in_range > _BEYOND_ROUNDING:
        return f"{beside.moved} of {beside.common} scores moved, which had stood still"
    return ""


def _is_beyond_noise(beside: Beside) -> bool:
    if beside.with_noise >= _NEARLY_ALL * beside.common:
        return beside.jumped >= _NEARLY_ALL * beside.with_noise
    return beside.size_in_range > _BEYOND_ROUNDING


def _names(models: Sequence[str]) -> str:
    few = ", ".join(f"{name:.60}" for name in models[:3])
    return few if len(models) <= 3 else f"{few} and {len(models) - 3} more"  # noqa: PLR2004
