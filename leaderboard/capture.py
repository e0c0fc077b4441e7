"""One attempt to capture a page, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from leaderboard.standing import Standing


class Outcome(StrEnum):
    """What came of an attempt. The first three mean that the board was seen.

    A `suspect` standing removes what is not likely to have left; it is held until another capture
    agrees with it or not.
    """

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    SUSPECT = "suspect"
    ABSENT = "absent"
    BLOCKED = "blocked"
    FAILED = "failed"
    REJECTED = "rejected"


SEEN = frozenset({Outcome.CHANGED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED})
SAME_BYTES = "same bytes"
REFUTED = "the next capture shows otherwise"
BROKEN = frozenset({Outcome.BLOCKED, Outcome.FAILED, Outcome.REJECTED})


class Cause(StrEnum):
    """How a change came about: only what a source showed as it happened is news.

    `source` and `backfill` are of the capture that showed it; `parser` is of old bytes that were
    read anew, `alias` of a join of names that is ours, `epoch` of another method of the publisher.
    """

    SOURCE = "source"
    BACKFILL = "backfill"
    PARSER = "parser"
    ALIAS = "alias"
    EPOCH = "epoch"


class Address(NamedTuple):
    """Where a board is read: one url can hold several boards, and one board have several urls."""

    board: str
    channel: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The last capture of an address at which its board was seen."""

    sha256: str
    archived: str
    etag: str | None
    last_modified: str | None
    standing_id: str | None
    observed_at: datetime
    published_at: datetime | None
    attempted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt: a row of `captures`. All times are UTC without zone.

    `url` is the original address, whatever mirror answered. `observed_at` is when the page was as
    it is: the archive's own time where it tells one, else the time of the attempt. `sha256` names
    the page's bytes after decompression, `archived` the WARC file that holds them, below the
    archive folder; `size_bytes` counts them. `standing` is what a parser read; a capture that shows
    what is on record already names that by `standing_id` instead. `notice` tells what is worth a
    look though nothing is wrong, such as a column the parser does not know. A failure that
    `may_pass` is worth another attempt soon; that is not on record.
    """

    board: str
    channel: str
    cause: Cause
    url: str
    attempted_at: datetime
    observed_at: datetime
    outcome: Outcome
    reason: str = ""
    published_at: datetime | None = None
    http_status: int | None = None
    size_bytes: int | None = None
    sha256: str | None = None
    archived: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    method: str | None = None
    standing: Standing | None = None
    standing_id: str | None = None
    notice: str = ""
    may_pass: bool = False
