"""What alerts are made of: events, messages, deliveries.

A change that a rule speaks of is an event. The events of one update that one rule tells make a
message; whatever is added to it or taken back later is its next revision. A message goes to each
receiver of its rule as a delivery, under a key that is the same however often it is sent.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

# Text in pieces: what we say stands at even places, names as pages have them at odd ones. A name is
# hostile: whoever writes the text escapes it for where it is read.
Text = tuple[str, ...]


class Reason(StrEnum):
    """Why a message is sent: what is new about it."""

    FIRST = "first"
    NEW_IN_GROUP = "new in group"
    RESOLVED = "resolved"
    CORRECTED = "corrected"
    REPEATED = "repeated"


class EventState(StrEnum):
    """What became of an event.

    One that is `waiting` is told when it has stood long enough; one that was undone before is
    `dropped`, one that was told and is no longer true `withdrawn`.
    """

    WAITING = "waiting"
    TOLD = "told"
    DROPPED = "dropped"
    WITHDRAWN = "withdrawn"


class DeliveryState(StrEnum):
    """How far a delivery is: `dead` is not tried again unless somebody says so."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


class Event(NamedTuple):
    """A change that a rule speaks of. All times are UTC without zone.

    `group_id` names what is told in one message; `said` is the sentence that
    was told, or would be. `noted_at` is when the change was first seen.
    """

    rule: str
    change_id: str
    group_id: str
    board: str
    channel: str
    kind: str
    threshold: int | None
    model: str | None
    observed_at: datetime
    to_snapshot: str
    state: EventState
    said: str
    noted_at: datetime
    told_at: datetime | None = None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One fact of a message: what happened, what the difference means, who moved.

    `observed_at` is when the capture that shows it was taken. It `is_new` where an earlier message
    of the group did not have it, and `is_withdrawn` where one had it and it is not so.
    """

    change_id: str
    kind: str
    sentence: Text
    observed_at: datetime
    margin: Text = ()
    move: Text = ()
    is_new: bool = True
    is_withdrawn: bool = False


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the board around what happened: where a model stands, and stood before.

    `half_width` is half of the published interval. `standing` is None for one that is gone, `was`
    for one that is new. It `is_told` where a line speaks of it.
    """

    standing: int | None
    was: int | None
    model: str
    organization: str | None = None
    score: float | None = None
    half_width: float | None = None
    old_score: float | None = None
    is_told: bool = False


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A capture behind a message; `side` is `before` or `after`, `archived` its WARC file."""

    side: str
    observed_at: datetime
    url: str
    sha256: str | None
    archived: str | None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What is told at once: the lines of a group, the rows around them, and the evidence.

    `message_id` is the same for the same revision of a group. `title`, `unit` and `url` are the
    board's. The first line is the headline.
    """

    message_id: str
    rule: str
    group_id: str
    revision: int
    reason: Reason
    board: str
    title: str
    unit: str
    url: str
    observed_at: datetime
    made_at: datetime
    lines: tuple[Line, ...]
    rows: tuple[Row, ...] = ()
    evidence: tuple[Proof, ...] = ()

    @property
    def headline(self) -> str:
        """The sentence of the first line, in one piece."""
        return "".join(self.lines[0].sentence)


class Delivery(NamedTuple):
    """A message to one receiver. All times are UTC without zone.

    `key` is the idempotency key. It is not sent before `due_at`; those of one `digest_at` are sent
    as one. `parts_sent` counts the parts that arrived.
    """

    key: str
    message_id: str
    rule: str
    receiver: str
    state: DeliveryState
    made_at: datetime
    due_at: datetime
    digest_at: datetime | None = None
    attempts: int = 0
    parts_sent: int = 0
    error: str = ""
    sent_at: datetime | None = None


class Look(NamedTuple):
    """How it stands with a change that waits.

    `standing` is the model's now, None where it is gone; `looks` counts the captures since that
    showed the board, the last of them at `last_seen_at`; the board `is_sick` where the last attempt
    to see it failed.
    """

    standing: int | None
    looks: int
    last_seen_at: datetime | None
    is_sick: bool


class Addressed(NamedTuple):
    """A delivery of a group: to whom, and how far it is."""

    group_id: str
    revision: int
    receiver: str
    state: DeliveryState
    key: str
