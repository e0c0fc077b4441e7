"""Trying a receiver: one example message to it, at once, past the outbox."""

import hashlib
from datetime import datetime

from prefect.settings import PREFECT_API_URL

from alerts.deliver import Outgoing
from alerts.example import example
from alerts.receivers import Receivers
from flows.delivering import hand_over
from leaderboard.errors import ReceiverError, SchedulerError
from leaderboard.settings import Settings


def try_receiver(settings: Settings, name: str, receivers: Receivers, now: datetime) -> str:
    """Send the receiver an example message; what went wrong, or nothing."""
    if name == "prefect" and not PREFECT_API_URL.value():
        return (
            "prefect: expected the address of a server in PREFECT_API_URL, found none; the one "
            "that a run starts for itself ends with it, and its events do"
        )
    key = hashlib.sha256(f"test|{name}|{now}".encode()).hexdigest()[:32]
    outgoing = Outgoing(key, name, (example(now),))
    try:
        return hand_over(settings, outgoing, lambda: receivers, lambda _: None).error
    except (ReceiverError, SchedulerError) as error:
        return str(error)
