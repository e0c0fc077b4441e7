"""Every error Podium raises on purpose.

    PodiumError
    ├── SourceFileError        a file under sources/ or catalogue/ is wrong
    ├── RulesError             the file of the rules of alerts is wrong, or has no such rule
    ├── SettingsError          a setting is wrong
    ├── ReceiverError          an address of a receiver is missing or wrong
    ├── UnknownBoardError      no source file names this board
    ├── CaptureError           an attempt to capture a page ended without a standing
    │   ├── FetchError         nothing usable came over the network          failed
    │   │   ├── RefusedAddressError   the address is not public              failed
    │   │   ├── RobotsError    robots.txt forbids the page                   failed
    │   │   └── TooLargeError  more bytes than the limit                     failed
    │   ├── AbsentError        the archive has no file for that day          absent
    │   ├── BlockedError       an interstitial, captcha or 403               blocked
    │   ├── LayoutError        the page is not laid out as its parser knows  rejected
    │   └── RejectedError      parsed, and not believed                      rejected
    ├── UnfinishedError        pages failed in a way that may pass
    ├── ArchiveError           a kept page is missing or damaged
    ├── SchedulerError         the Prefect server cannot be reached
    ├── ServiceError           `podium serve` cannot start here
    └── WarehouseError         the warehouse cannot do what was asked
        ├── BackupError        a backup cannot be made, or is not what it was
        ├── UnknownRenameError no update shows one name gone and the other new
        ├── WarehouseBusyError     another process is writing
        │   └── WarehouseConflictError    another one wrote the same first
        ├── WarehouseAwayError     the Postgres of the lake does not answer
        └── QueryError         a reader's SQL was refused, failed or ran too long

A message says what was expected, what was found and, where there is something, what to do next.
The word on the right is the outcome that the attempt gets in `captures`.
"""

from typing import ClassVar

from leaderboard.capture import Outcome


class PodiumError(Exception):
    """The root of the tree."""


class SourceFileError(PodiumError):
    """A source file, or one of the catalogue, is wrong.

    One line with the file, the field, what was expected and what was found.
    """


class RulesError(PodiumError):
    """The file of the rules of alerts is wrong, or has no rule of that name.

    One line with the file, the field, what was expected and what was found.
    """


class SettingsError(PodiumError):
    """A setting is wrong: its name, what was expected and what was found."""


class ReceiverError(PodiumError):
    """An address of a receiver is missing or wrong; the address itself is never in the message."""


class UnknownBoardError(PodiumError):
    """No source file names this board."""


class CaptureError(PodiumError):
    """An attempt to capture a page ended without a standing."""

    outcome: ClassVar[Outcome] = Outcome.FAILED


class FetchError(CaptureError):
    """Nothing usable came over the network; `http_status` is None where no answer came at all.

    One that `may_pass` is worth asking again for some minutes later.
    """

    def __init__(
        self, message: str, http_status: int | None = None, *, may_pass: bool = False
    ) -> None:
        super().__init__(message)
        self.http_status = http_status
        self.may_pass = may_pass


class RefusedAddressError(FetchError):
    """The address connected to is not public, or its scheme is neither http nor https."""


class RobotsError(FetchError):
    """robots.txt of the host forbids the page to us."""


class TooLargeError(FetchError):
    """More bytes than the limit, before or after decompression."""


class AbsentError(FetchError):
    """A dated archive has no file for that day: a gap of the archive, not a fault of ours."""

    outcome = Outcome.ABSENT


class BlockedError(FetchError):
    """An interstitial, a captcha or a refusal came instead of the page."""

    outcome = Outcome.BLOCKED


class LayoutError(CaptureError):
    """The page is not laid out as its parser knows it: what was expected, and what was found."""

    outcome = Outcome.REJECTED


class RejectedError(CaptureError):
    """The page was parsed and its standing is not believed: which check, expected and found."""

    outcome = Outcome.REJECTED


class UnfinishedError(PodiumError):
    """Pages failed in a way that may pass: how many, and the boards they are of."""


class ArchiveError(PodiumError):
    """A kept page is missing or damaged: its file, what was expected and what was found."""


class SchedulerError(PodiumError):
    """The Prefect server that the environment names cannot be reached."""


class ServiceError(PodiumError):
    """`podium serve` cannot start here: what it expected, what it found, and what to do."""


class WarehouseError(PodiumError):
    """The warehouse cannot do what was asked."""


class BackupError(WarehouseError):
    """A backup cannot be made or restored, or is not what it was."""


class UnknownRenameError(WarehouseError):
    """No update of the board shows one name gone and the other new."""


class WarehouseBusyError(WarehouseError):
    """Another process is writing to the warehouse."""


class WarehouseConflictError(WarehouseBusyError):
    """Another process wrote to the lake first what this one decided about."""


class WarehouseAwayError(WarehouseError):
    """The Postgres of the lake cannot be reached, or went away."""


class QueryError(WarehouseError):
    """A reader's SQL was refused, failed, or went over its time or memory."""
