"""When a deployment runs: at an interval in UTC, from a moment that is its own."""

import hashlib
import socket
from datetime import UTC, datetime, timedelta

from prefect.schedules import Interval, Schedule

from leaderboard.settings import Settings

# Any moment would do, as long as it stays the same.
_START = datetime(2026, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_UNITS = ((_DAY, "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def who_runs(settings: Settings) -> str:
    """What tells one installation from another: whom to contact, else the machine."""
    return settings.contact or socket.gethostname()


def anchor(who: str, deployment: str, every: timedelta) -> datetime:
    """A moment within the interval that a hash picks.

    Deployments are spread over the interval, and so are installations, so that no publisher sees
    all of them at once; each keeps its time over restarts.
    """
    digest = hashlib.sha256(f"{who}|{deployment}".encode()).digest()
    offset = int.from_bytes(digest[:8], "big") % int(every.total_seconds())
    return _START + timedelta(seconds=offset)


def schedule(who: str, deployment: str, every: timedelta) -> Schedule:
    """The interval in UTC, which knows no daylight saving, from the deployment's own moment."""
    return Interval(every, anchor_date=anchor(who, deployment, every), timezone="UTC")


def next_time(first: datetime, every: timedelta, now: datetime) -> datetime:
    """The first time of the schedule that is after now."""
    return first + every * ((now - first) // every + 1)


def in_words(first: datetime, every: timedelta) -> str:
    """The schedule as a person says it: `every day at 03:12:44 UTC`."""
    interval = f"every {_counted(every)}"
    if every < _DAY:
        return interval
    if every == _DAY:
        return f"{interval} at {first:%H:%M:%S} UTC"
    return f"{interval} at {first:%H:%M:%S} UTC, counted from {first:%Y-%m-%d}"


def _counted(every: timedelta) -> str:
    for unit, name in _UNITS:
        if every % unit == timedelta(0):
            count = every // unit
            return name if count == 1 else f"{count} {name}s"
    return f"{every.total_seconds():g} seconds"
