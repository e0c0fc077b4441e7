"""Why a standing is held, and which later rows agree with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair
from warehouse.line import Candidate

# A field filled in nearly every row before and in under half of them now was not read.
_HARDLY_FILLED = 0.5
HALF = 0.5


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


def is_alike(keys: set[str], later: Later) -> bool:
    """Whether a page shows at least half of these models, or of its own: it is of this board."""
    shown = shown_keys(later.rows)
    return len(keys & shown) >= HALF * min(len(keys), len(shown))


def few_are_back(keys: set[str], later: Later) -> bool:
    """Whether at most half of the models are shown."""
    return len(keys & shown_keys(later.rows)) <= HALF * len(keys)


def is_hardly_filled(rows: Sequence[Entry], field: str) -> bool:
    """Whether the field is filled in under half of the rows."""
    return filled(rows, field) < _HARDLY_FILLED * len(rows)


def twins(beside: Beside) -> list[str]:
    """The names of newcomers that are another row to the last figure."""
    figures = [_figures(entry) for entry in beside.listed]
    newcomers = (pair.new for pair in beside.pairs if pair.old is None and pair.new is not None)
    return [entry.model for entry in newcomers if figures.count(_figures(entry)) > 1]


def repeats(rows: Sequence[Entry], names: Sequence[str]) -> bool:
    """Whether rows of these names still stand twice with the same figures."""
    figures = [_figures(entry) for entry in rows if entry.model in names]
    return len(set(figures)) < len(figures)


def _figures(entry: Entry) -> tuple[object, ...]:
    return (
        *(entry.model, entry.organization, entry.score),
        *(entry.score_low, entry.score_high, entry.votes),
    )


def filled(entries: Sequence[Entry], field: str) -> int:
    """In how many rows the field is filled."""
    return sum(getattr(entry, field) is not None for entry in entries)
