"""Why a standing is held, and which later rows agree with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair
from warehouse.line import Candidate

HALF = 0.5
# Figures in another unit are so many times what they were, or that part of it, and how far rounding
# may take them from that. Ten times is no rare step for one low score, but for all it is.
_UNITS, _UNITS_OF_ALL, _ROUNDING = (100.0, 1000.0), (10.0, 100.0, 1000.0), 0.01
# Most intervals do not grow or shrink so many times at once.
_WIDER = 5.0


class Later(NamedTuple):
    """A capture that follows, with its rows."""

    candidate: Candidate
    rows: Sequence[Entry]


class Hold(NamedTuple):
    """Why a standing is held, and whether a capture that follows agrees with it.

    `epoch` says why nothing is compared with the snapshot before, if the standing is believed.
    """

    reason: str
    agrees: Callable[[Later], bool]
    epoch: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted where nothing holds it.

    `window` is how many rows a cut page shows, else None. `missing` are the models whose absence
    another capture must confirm. `epoch` says why nothing is compared with the snapshot before.
    """

    holds: tuple[Hold, ...] = ()
    window: int | None = None
    missing: tuple[Pair, ...] = ()
    epoch: str = ""

    @property
    def reason(self) -> str:
        """Why the standing is held; empty where it is not."""
        return "; ".join(hold.reason for hold in self.holds)


def shown_keys(rows: Sequence[Entry]) -> set[str]:
    """The keys of a page's rows that say where their model stands."""
    return {entry.key for entry in rows if entry.standing is not None}


def stay_away(missing: set[str], shown: set[str], later: Later) -> bool:
    """Whether at most half of the missing models are back, on a page of the same board.

    It is of the same board if it has half of what was shown, or of its own rows, in common.
    """
    keys = shown_keys(later.rows)
    is_same_board = len(shown & keys) >= HALF * min(len(shown), len(keys))
    return is_same_board and len(missing & keys) <= HALF * len(missing)


def filled(entries: Sequence[Entry], field: str) -> int:
    """In how many rows the field is filled."""
    return sum(getattr(entry, field) is not None for entry in entries)


def is_hardly_filled(rows: Sequence[Entry], field: str) -> bool:
    """Whether the field is filled in under half of the rows."""
    return filled(rows, field) < HALF * len(rows)


def lacks(field: str, later: Later) -> bool:
    """Whether the field is not filled either."""
    return is_hardly_filled(later.rows, field)


def slipped(beside: Beside) -> dict[str, float]:
    """The scores before, by key, of models whose score seems to be in another unit now."""
    pairs = [(pair.old.entry, pair.new) for pair in beside.pairs if pair.old and pair.new]
    scored = [(old.score, new) for old, new in pairs if old.score and new.score]
    units: Sequence[float] = _UNITS
    if all(_is_slip(*each, _UNITS_OF_ALL) for each in scored):
        units = _UNITS_OF_ALL
    return {new.key: before for before, new in scored if _is_slip(before, new, units)}


def stay_slipped(before: Mapping[str, float], later: Later) -> bool:
    """Whether none of these models has a score again as it had before, and one is there to tell."""
    shown = [entry for entry in later.rows if entry.key in before]
    return bool(shown) and all(_is_slip(before[entry.key], entry, _UNITS_OF_ALL) for entry in shown)


def _is_slip(before: float, entry: Entry, units: Sequence[float]) -> bool:
    ratio = abs((entry.score or 0.0) / before)
    times = max(ratio, 1 / ratio) if ratio else 0.0
    return any(abs(times / unit - 1) <= _ROUNDING for unit in units)


def is_wider(before: Sequence[Entry], rows: Sequence[Entry]) -> bool:
    """Whether most intervals are wider or narrower by more than any update makes them."""
    widths = {entry.key: entry.width for entry in before}
    pairs = [(widths.get(entry.key), entry.width) for entry in rows]
    ratios = [new / old for old, new in pairs if old and new]
    return bool(ratios) and not 1 / _WIDER <= median(ratios) <= _WIDER


def twins(beside: Beside) -> list[str]:
    """The names of newcomers that are another row to the last figure."""
    figures = [_figures(entry) for entry in beside.listed]
    newcomers = (pair.new for pair in beside.pairs if pair.old is None and pair.new is not None)
    return [entry.model for entry in newcomers if figures.count(_figures(entry)) > 1]


def repeats(names: Sequence[str], later: Later) -> bool:
    """Whether rows of these names still stand twice with the same figures."""
    figures = [_figures(entry) for entry in later.rows if entry.model in names]
    return len(set(figures)) < len(figures)


def _figures(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.model, entry.organization, entry.score),
        *(entry.score_low, entry.score_high, entry.votes),
    )
