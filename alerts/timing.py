"""When a message is sent: digests, quiet hours, silence, and another try after a failure.

All times are UTC without zone. A time of day is that of a clock in the rule's zone: one that comes
twice when the clocks go back is meant the first time; one that they leap over when they go forward
is as much later as they leap, 02:30 at 03:30.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.rule_fields import Digest, Quiet
from alerts.rules import Rule

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)
_JITTER = 0.2
# A delivery that failed so many times is dead: the waits between them, 30 s doubling to 15 min and
# then 287 times 15 min, are three days in all; jitter adds 14 hours at most.
MOST_ATTEMPTS = 293


def due(rule: Rule, now: datetime) -> datetime:
    """When a message that is made now is to be sent.

    With a digest that is its next time, never now; if quiet hours hold then, it is their end.
    """
    at = now if rule.digest is None else _next_digest(rule.digest, now)
    return at if rule.quiet is None else _after_quiet(rule.quiet, at)


def silenced(rule: Rule, now: datetime) -> bool:
    """Whether what happens now is noted and not sent."""
    return rule.silence_until is not None and now < rule.silence_until


def retry_at(attempts: int, now: datetime, jitter: float) -> datetime | None:
    """When to try again after so many attempts have failed; None when it is given up.

    `jitter`, from 0 to 1, is how much of the 20 % by which a wait may be longer is used, so that
    what failed together is not tried again together.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings = min(attempts - 1, 5)  # the fifth is longer than the longest wait
    wait = min(_FIRST_WAIT * (1 << doublings), _LONGEST_WAIT)
    return now + wait * (1 + _JITTER * jitter)


def _next_digest(digest: Digest, now: datetime) -> datetime:
    today = _local(now, digest.zone).date()
    # From yesterday on: a time that the clocks leapt over may lie on the day after.
    days = (today + timedelta(days=ahead) for ahead in range(-1, 9))
    weekday = None if digest.every == "1d" else _WEEKDAYS.index(digest.on or "monday")
    times = (
        _utc(datetime.combine(day, digest.at), digest.zone)
        for day in days
        if weekday in (None, day.weekday())
    )
    return next(at for at in times if at > now)


def _after_quiet(quiet: Quiet, at: datetime) -> datetime:
    """The time itself, or the end of the quiet hours that it falls into."""
    if not _is_quiet(quiet, at):
        return at
    today = _local(at, quiet.zone).date()
    ends = (
        _utc(datetime.combine(today + timedelta(days=ahead), quiet.until), quiet.zone, fold=fold)
        for ahead in range(3)
        for fold in (0, 1)
    )
    return min(end for end in ends if end > at and not _is_quiet(quiet, end))


def _is_quiet(quiet: Quiet, at: datetime) -> bool:
    """Whether a clock there shows a time of the quiet hours; when one comes twice, both times."""
    shown = _local(at, quiet.zone).time()
    if quiet.start < quiet.until:
        return quiet.start <= shown < quiet.until
    return shown >= quiet.start or shown < quiet.until


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=UTC).astimezone(zone)


def _utc(shown: datetime, zone: ZoneInfo, *, fold: int = 0) -> datetime:
    """The time at which a clock there shows this, for the first or (`fold`) the second time."""
    return shown.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None)
