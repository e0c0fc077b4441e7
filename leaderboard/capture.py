"""One attempt to capture a page, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leaderboard.standing import Standing


class Outcome(StrEnum):
    """What came of an attempt. The first three mean that the board was seen."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    NOT_MODIFIED = "not_modified"
    ABSENT = "absent"
    BLOCKED = "blocked"
    FAILED = "failed"
    REJECTED = "rejected"


SEEN = frozenset({Outcome.CHANGED, Outcome.UNCHANGED, Outcome.NOT_MODIFIED})


class Cause(StrEnum):
    """How a capture came about; a change carries the cause of the capture that showed it."""

    SOURCE = "source"
    BACKFILL = "backfill"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One attempt: a row of `captures`. All times are UTC without zone.

    `url` is the original address, whatever mirror answered. `sha256` names the page's bytes after
    decompression, `archived` the WARC file that holds them, below the archive folder; `size` counts
    those bytes. `standing` is what a parser read; without one, `unchanged` and `not_modified` stand
    for the standing of the last capture that was seen at the same address.
    """

    board: str
    channel: str
    cause: Cause
    url: str
    attempted_at: datetime
    outcome: Outcome
    reason: str = ""
    http_status: int | None = None
    size: int | None = None
    sha256: str | None = None
    archived: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the record holds of an address: enough to ask for it conditionally."""

    sha256: str
    etag: str | None
    last_modified: str | None
