"""A line, one board through one channel, and what stands on it in order of time."""

import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from leaderboard.capture import SAME_BYTES, Outcome
from leaderboard.source import Board


class LineName(NamedTuple):
    """A board through one channel: what is compared through time."""

    board: str
    channel: str


class Span(NamedTuple):
    """The times of the first and the last capture of a line that are looked at anew."""

    first: datetime
    last: datetime


class Candidate(NamedTuple):
    """A capture that shows a standing of so many rows.

    `sha256` names its bytes; `is_repeat` tells whether an earlier capture shows the same standing;
    `reread_at` is when another parser read it otherwise than the first.
    """

    board: str
    channel: str
    capture_id: str
    cause: str
    attempted_at: datetime
    observed_at: datetime
    published_at: datetime | None
    standing_id: str
    outcome: str
    reason: str
    sha256: str | None
    method: str | None
    reread_at: datetime | None
    rows: int
    is_repeat: bool

    @property
    def snapshot_id(self) -> str:
        """The name of the snapshot that this capture begins; the same whenever it is derived."""
        text = "|".join((self.board, self.channel, str(self.observed_at), self.standing_id))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def is_partial(self, board: Board) -> bool | None:
        """Whether the page may show only the top of the board; None where it is not said."""
        return board.channel(self.channel).is_partial(self.observed_at.date())

    @property
    def repeats_bytes(self) -> bool:
        """Whether the capture was never parsed, its bytes being those of an earlier one."""
        return self.outcome == Outcome.NOT_MODIFIED or self.reason == SAME_BYTES


class Snapshot(NamedTuple):
    """A snapshot as it was derived: of which capture, and with which `state` after it.

    `window_rows` is how many rows a cut page shows, else None. It `is_open` while a later capture
    will tell what this one left in doubt. `moved` is the share of common models whose score moved;
    `epoch` is why nothing is compared with the snapshot before.
    """

    board: str
    channel: str
    snapshot_id: str
    observed_at: datetime
    standing_id: str
    window_rows: int | None
    is_open: bool
    moved: float | None
    epoch: str | None
    reread_at: datetime | None
    state: str


@dataclass(slots=True)
class Line:
    """A line that is derived again from some time on.

    `start` is that time, `last_added` that of the last capture to be looked at anew. `waiting` are
    the candidates in order of time, `old` the snapshots of an earlier derivation from here on.
    """

    name: LineName
    start: datetime
    last_added: datetime
    waiting: deque[Candidate] = field(default_factory=deque)
    old: deque[Snapshot] = field(default_factory=deque)

    def later(
        self, candidate: Candidate, least_rows: float, stands: timedelta
    ) -> Iterator[Candidate]:
        """The captures after this one with at least so many rows, and other bytes.

        The same bytes count where they have stood that long.
        """
        for each in self.waiting:
            is_other = each.sha256 != candidate.sha256
            is_old = each.observed_at - candidate.observed_at >= stands
            if each.rows >= least_rows and (is_other or is_old):
                yield each
