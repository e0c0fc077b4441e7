"""What a cycle did, counted as it goes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from flows.delivering import Sent
from flows.visits import Visit
from leaderboard.capture import BROKEN, REFUTED, Outcome
from warehouse.record import Kept


@dataclass(slots=True)
class Tally:
    """What a cycle did, counted as it goes.

    `asked` counts all visits, `settled` those not made because the record holds their day for
    good; `idle` names the boards with nothing to visit; `faults` are what went wrong beside visits;
    `sent` is what became of alerts, `added` are the snapshots that came of it, `told` the headlines
    of messages by their names, `bytes_read` those of pages. A run has failed where a visit came to
    one of the `failures`; a copy that somebody else took of a page may be of anything, so that only
    what can be had by asking again is one.
    """

    asked: int = 0
    settled: int = 0
    done: list[tuple[Visit, Kept]] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    failures: frozenset[Outcome] = BROKEN
    sent: list[Sent] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)
    bytes_read: int = 0

    @property
    def outcomes(self) -> Counter[str]:
        """How many visits had each outcome."""
        return Counter(kept.outcome for _, kept in self.done)

    @property
    def broken(self) -> list[tuple[Visit, Kept]]:
        """The visits that ended without the board being seen, through somebody's fault.

        A page that was held and then refuted is not one: that is what holding it was for.
        """
        return [
            (visit, kept)
            for visit, kept in self.done
            if kept.outcome in BROKEN and not kept.reason.endswith(REFUTED)
        ]

    def failure(self) -> str:
        """What went wrong, one line for each board not seen; empty where all is well."""
        failed = [(visit, kept) for visit, kept in self.broken if kept.outcome in self.failures]
        return "\n".join([*self.faults, *_by_board(failed)])

    def setbacks(self) -> list[str]:
        """What was not seen and is no failure, one line for each board."""
        return _by_board([pair for pair in self.broken if pair[1].outcome not in self.failures])

    @property
    def progress(self) -> tuple[int, int]:
        """How much is done, and of how much."""
        return len(self.done), self.asked - self.settled


def _by_board(ends: Sequence[tuple[Visit, Kept]]) -> list[str]:
    firsts: dict[str, str] = {}
    counts = Counter(visit.board.name for visit, _ in ends)
    for visit, kept in ends:
        firsts.setdefault(visit.board.name, f"{kept.outcome}: {kept.reason}")
    more = {b: f" (and {n - 1} more)" if n > 1 else "" for b, n in counts.items()}
    return [f"{board}: {first}{more[board]}" for board, first in firsts.items()]
