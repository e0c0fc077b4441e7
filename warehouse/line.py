"""A line, one board through one channel, and what stands on it in order of time."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from leaderboard.capture import SAME_BYTES, Outcome
from warehouse.gate import Past


class LineName(NamedTuple):
    """A board through one channel: what is compared through time."""

    board: str
    channel: str


class Span(NamedTuple):
    """The times of the first and the last capture that were added to a line."""

    first: datetime
    last: datetime


class Candidate(NamedTuple):
    """A capture that shows a standing of so many rows; `sha256` names its bytes."""

    board: str
    channel: str
    capture_id: str
    observed_at: datetime
    standing_id: str
    outcome: str
    reason: str
    sha256: str | None
    method: str | None
    rows: int

    @property
    def snapshot_id(self) -> str:
        """The name of the snapshot that this capture begins; the same whenever it is derived."""
        text = "|".join((self.board, self.channel, str(self.observed_at), self.standing_id))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def repeats_bytes(self) -> bool:
        """Whether the capture was never parsed, its bytes being those of an earlier one."""
        return self.outcome == Outcome.NOT_MODIFIED or self.reason == SAME_BYTES


class Snapshot(NamedTuple):
    """A snapshot as it was derived."""

    board: str
    channel: str
    snapshot_id: str
    observed_at: datetime
    standing_id: str
    window_rows: int | None
    is_open: bool
    moved: float | None
    epoch: str | None


class Trace(NamedTuple):
    """Something a snapshot leaves to those after it, such as a model that left."""

    trace: str
    key: str
    value: str


@dataclass(slots=True)
class Line:
    """A line in the middle of its replay.

    `last_added` is the time of the last capture that is new. `head` is the snapshot before the next
    candidate, made by `method`; `most_moved` is the largest share of scores that moved at once so
    far, and `was_cut` tells whether a page ever showed the top only. `waiting` are the candidates
    in order of time, `old` the snapshots of an earlier replay from here on. `traces_before` and
    `traces_now` are what lasts of those that were forgotten and of those that took their place.
    """

    last_added: datetime
    head: Snapshot | None = None
    method: str | None = None
    most_moved: float | None = None
    was_cut: bool = False
    waiting: deque[Candidate] = field(default_factory=deque)
    old: deque[Snapshot] = field(default_factory=deque)
    traces_before: set[Trace] = field(default_factory=set)
    traces_now: set[Trace] = field(default_factory=set)

    def past(self, candidate: Candidate) -> Past | None:
        """What the line was before the candidate, None before the first."""
        if self.head is None:
            return None
        methods = (self.method, candidate.method)
        moments = (self.head.observed_at, candidate.observed_at)
        return Past(*moments, methods, self.most_moved, self.was_cut)

    def confirming(self, candidate: Candidate, least_rows: float) -> Candidate | None:
        """The next candidate of at least so many rows with other bytes: does it agree?"""
        for later in self.waiting:
            if later.sha256 != candidate.sha256 and later.rows >= least_rows:
                return later
        return None

    def reaches(self, moment: datetime) -> bool:
        """Whether the line was seen at this moment or later."""
        return bool(self.waiting) and self.waiting[-1].observed_at >= moment

    def advance(self, snapshot: Snapshot, method: str | None) -> None:
        """Take a snapshot as the new head."""
        if snapshot.moved is not None:
            self.most_moved = max(snapshot.moved, self.most_moved or 0.0)
        self.was_cut |= snapshot.window_rows is not None
        self.head = snapshot
        self.method = method or self.method


def due(candidate: Candidate, confirmation: timedelta) -> datetime:
    """When a rename that was proposed at this capture expires."""
    return candidate.observed_at + confirmation
