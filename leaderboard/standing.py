"""What one page says: its entries, and what it says of itself."""

from collections.abc import Sequence
from datetime import datetime
from statistics import NormalDist
from typing import NamedTuple

# Half of a 95 % interval in standard errors: the standard normal's 97.5 % point.
Z_95 = NormalDist().inv_cdf(0.975)


class Entry(NamedTuple):
    """One row of a leaderboard, as published.

    `key` is what the model is recognised by from capture to capture: the publisher's stable key
    where there is one, else the exact name. `rank` is the published rank, None where the board
    publishes none; `place` is computed from the score (see `ranked`). `score` is in the board's
    unit, `score_low` and `score_high` bound its published interval. `votes` are comparisons.
    """

    key: str
    model: str
    organization: str | None = None
    rank: int | None = None
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    votes: int | None = None
    place: int | None = None

    @property
    def width(self) -> float | None:
        """From end to end of the published interval, None where there is none."""
        if self.score_low is None or self.score_high is None:
            return None
        return self.score_high - self.score_low

    @property
    def standing(self) -> int | None:
        """What comparisons go by: the published rank, else the place."""
        return self.place if self.rank is None else self.rank

    @property
    def is_keyed_by_name(self) -> bool:
        """Whether the name is the key, for want of one of the publisher's (`keyed_by_name`)."""
        return self.key == self.model or self.key.startswith(f"{self.model}#")


class Standing(NamedTuple):
    """All entries of one page, and what the page says of itself.

    `observed_at` is when the capture was taken, if the page tells (an archive's own time; UTC
    without zone); `published_at` what the publisher states; `declared_rows` the number of rows the
    page says it has; `carried_over` is set where the page says it repeats an older copy, and why;
    `unknown` names columns that the parser neither uses nor ignores by name. `method` is how the
    score is made, where the page shows it (such as the columns it is the mean of): with another one
    an epoch begins.
    """

    entries: tuple[Entry, ...]
    observed_at: datetime | None = None
    published_at: datetime | None = None
    declared_rows: int | None = None
    carried_over: str | None = None
    unknown: tuple[str, ...] = ()
    method: str | None = None


def ranked(entries: Sequence[Entry], *, higher_is_better: bool) -> tuple[Entry, ...]:
    """The entries with `place` filled in, best first; entries without a score stand last.

    Places are standard competition ranking: equals share a place and the next place counts all
    that stand before it (1, 2, 2, 4). The order among equals is by rank, then by key.
    """
    sign = -1.0 if higher_is_better else 1.0
    unscored = float("inf")

    def order(entry: Entry) -> tuple[float, float, str]:
        score = unscored if entry.score is None else sign * entry.score
        return score, unscored if entry.rank is None else entry.rank, entry.key

    placed: list[Entry] = []
    place, last = 0, None
    for position, entry in enumerate(sorted(entries, key=order), start=1):
        if entry.score is not None and entry.score != last:
            place, last = position, entry.score
        placed.append(entry._replace(place=None if entry.score is None else place))
    return tuple(placed)


def keyed_by_name(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Keys for a board that publishes none: the exact name, numbered from the second on.

    One name can stand twice with different scores; in page order the second is `name#2`.
    """
    seen: dict[str, int] = {}
    keyed: list[Entry] = []
    for entry in entries:
        count = seen[entry.model] = seen.get(entry.model, 0) + 1
        keyed.append(entry._replace(key=entry.model if count == 1 else f"{entry.model}#{count}"))
    return tuple(keyed)
