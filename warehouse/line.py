"""A line, one board through one channel, and what stands on it in order of time."""

import hashlib
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from leaderboard.capture import SAME_BYTES, Outcome
from warehouse.accept import Beside, Verdict


class LineName(NamedTuple):
    """A board through one channel: what is compared through time."""

    board: str
    channel: str


class Span(NamedTuple):
    """The times of the first and the last capture that were added to a line."""

    first: datetime
    last: datetime


class Candidate(NamedTuple):
    """A capture that shows a standing."""

    board: str
    channel: str
    capture_id: str
    observed_at: datetime
    standing_id: str
    outcome: str
    reason: str

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


@dataclass(slots=True)
class Line:
    """A line in the middle of its replay.

    `last_added` is the time of the last capture that is new. `head` is the snapshot before the next
    candidate, `waiting` are the candidates in order of time, `old` the snapshots of an earlier
    replay from here on. `left_before` and `left_now` are the models that left in what was forgotten
    and in what took its place.
    """

    last_added: datetime
    head: Snapshot | None = None
    waiting: deque[Candidate] = field(default_factory=deque)
    old: deque[Snapshot] = field(default_factory=deque)
    left_before: set[str] = field(default_factory=set)
    left_now: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Traces:
    """What a snapshot leaves to those after it: who left, and who is unseen since which one."""

    left: set[str] = field(default_factory=set)
    unseen: set[tuple[str, str]] = field(default_factory=set)


class Step(NamedTuple):
    """A candidate that is accepted as the next snapshot of its line."""

    line: Line
    candidate: Candidate
    beside: Beside
    verdict: Verdict

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that this step makes."""
        made = self.candidate
        name = (made.board, made.channel, made.snapshot_id)
        return Snapshot(*name, made.observed_at, made.standing_id, self.verdict.window)
