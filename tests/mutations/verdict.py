"""What becomes of a changed page: read as a cycle reads it, then judged beside the day before."""

from collections import deque
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from enum import StrEnum

from flows.capturing import read
from leaderboard.capture import Cause, Outcome
from leaderboard.errors import CaptureError, RejectedError
from leaderboard.standing import Entry, Standing
from tests.mutations.mutant import Mutant
from tests.mutations.subject import Subject, make
from warehouse.line import Candidate, Line, LineName
from warehouse.state import State
from warehouse.timeline import Replaying

_THRESHOLDS = (1, 3, 5, 10)


class End(StrEnum):
    """What became of a mutant. The last two must not be."""

    RIGHT = "read right"
    SHORTER = "shorter page believed as far as it goes"
    LAYOUT = "refused by the parser"
    REJECTED = "refused by acceptance"
    HELD = "held by the gate"
    STUMBLED = "refused without saying why"
    WRONG = "silently wrong"


FAULTS = {End.STUMBLED, End.WRONG}


def judge(subject: Subject, mutant: Mutant) -> tuple[End, str]:
    """What became of the mutant, and why."""
    try:
        standing = read(make(subject.visit, subject.urls, mutant.bodies), subject.visit)
    except RejectedError as error:
        return End.REJECTED, str(error)
    except CaptureError as error:
        is_said = str(error) and not str(error).startswith("the parser ")
        return (End.LAYOUT if is_said else End.STUMBLED), str(error)
    outcome, reason = beside(subject, standing)
    if outcome in {Outcome.SUSPECT, Outcome.REJECTED}:
        return End.HELD, reason
    if not mutant.right(standing.entries) or not _is_of_its_time(subject.standing, standing):
        return End.WRONG, _difference(subject.standing.entries, standing.entries)
    is_short = mutant.kind == "cut" and len(standing.entries) < len(subject.listed)
    return (End.SHORTER if is_short else End.RIGHT), ""


def beside(subject: Subject, standing: Standing) -> tuple[Outcome, str]:
    """What the gate makes of a standing with the fixture's own as the last believed one."""
    before = subject.standing
    shorter = before._replace(
        entries=before.entries[:-1]
    )  # so that the board is known to stand still
    days = [shorter, before, standing]
    board = subject.visit.board
    replaying = Replaying({board.name: board}, {}, _THRESHOLDS, _Shelf(days))  # type: ignore[arg-type]
    name = LineName(board.name, subject.visit.channel.name)
    candidates = [_candidate(subject, name, each, days) for each in range(len(days))]
    line = Line(name, candidates[0].observed_at, candidates[-1].observed_at)
    line.waiting = deque(candidates)
    replaying.work_off(line, State())
    *believed, (_, outcome, reason) = replaying.judged
    assert all(each == Outcome.CHANGED for _, each, _ in believed)
    return outcome, reason


class _Shelf:
    """The rows of the days, as a warehouse would give them back."""

    def __init__(self, days: Sequence[Standing]) -> None:
        self.days = days

    def entries(self, candidate: Candidate) -> Sequence[Entry]:
        """The rows of a candidate."""
        return self.days[int(candidate.capture_id)].entries


def _candidate(subject: Subject, name: LineName, at: int, days: Sequence[Standing]) -> Candidate:
    taken_at = datetime.combine(subject.page.day, time.min) + timedelta(hours=6 * at)
    standing = days[at]
    return Candidate(
        board=name.board,
        channel=name.channel,
        capture_id=str(at),
        cause=Cause.SOURCE,
        attempted_at=taken_at,
        observed_at=taken_at,
        published_at=standing.published_at,
        standing_id=str(hash(standing.entries)),
        outcome=Outcome.CHANGED,
        reason="",
        sha256=str(at),
        method=standing.method,
        reread_at=None,
        rows=len(standing.entries),
        is_repeat=False,
    )


def _is_of_its_time(before: Standing, after: Standing) -> bool:
    """Whether the page's own times are as they were, or no longer said."""
    is_taken = after.observed_at in {None, before.observed_at}
    return is_taken and after.published_at in {None, before.published_at}


def _difference(before: Sequence[Entry], after: Sequence[Entry]) -> str:
    new = [entry for entry in after if entry not in before]
    gone = [entry for entry in before if entry not in after]
    return f"{len(before)} -> {len(after)} rows; new {new[:2]}; gone {gone[:2]}"
