"""What runs by itself, asked of the service's lock and of a Prefect API by plain HTTP.

Prefect itself is not imported: that takes longer than all the rest of a look at a home.
"""

import fcntl
import os
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from leaderboard.errors import SchedulerError
from leaderboard.settings import Settings

_SECONDS = 1.0
_MOST = 200
_HERE = ("127.0.0.1", "localhost")


class Scheduled(NamedTuple):
    """A deployment of ours, and when its next run is due, if one is."""

    name: str
    is_paused: bool
    next_at: datetime | None


class Service(NamedTuple):
    """What a Prefect API knows of us; `date` is its own clock."""

    host: str
    deployments: tuple[Scheduled, ...]
    date: str


class Serving(NamedTuple):
    """The process that serves a home, and the address of its API once it has one."""

    process: str
    api: str | None


def serving(settings: Settings) -> Serving | None:
    """Which process serves this home and where, None where none does."""
    try:
        with (settings.home / "prefect" / "serve.lock").open(encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                process, _, api = lock.read(100).strip().partition("\n")
                return Serving(process or "unknown", api or None)
    except OSError:
        return None
    return None


def ask_service(url: str) -> Service:
    """The deployments of ours that the API knows.

    Raises:
        SchedulerError: nothing answers there, or nothing of a Prefect server.
    """
    import httpx  # noqa: PLC0415 - where nothing is served, nothing is asked

    ours = {"deployments": {"tags": {"all_": ["podium"]}}, "limit": _MOST}
    has_proxy = _host(url).partition(":")[0] not in _HERE  # nobody's proxy leads to this machine
    try:
        with httpx.Client(
            base_url=url, headers=_letter(os.environ), timeout=_SECONDS, trust_env=has_proxy
        ) as client:
            date = client.get("/health").raise_for_status().headers.get("date", "")
            made = client.post("/deployments/filter", json=ours).raise_for_status().json()
            due = client.post("/flow_runs/filter", json=_DUE | ours).raise_for_status().json()
        return Service(_host(url), tuple(_scheduled(each, due) for each in made), date)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
        raise SchedulerError(
            f"expected a Prefect server at {_host(url)}, found {_found(error)}; start it, or "
            "`podium serve`, or see to PREFECT_API_URL"
        ) from error


_DUE = {
    # One that is about to begin or goes on counts: the one after it may not be planned yet. Late
    # ones pile up where no worker is, and would leave no room for the others.
    "flow_runs": {
        "state": {
            "type": {"any_": ["SCHEDULED", "PENDING", "RUNNING"]},
            "name": {"not_any_": ["Late"]},
        }
    },
    "sort": "EXPECTED_START_TIME_ASC",
}


def _scheduled(deployment: Mapping[str, Any], due: list[dict[str, Any]]) -> Scheduled:
    times = (run["expected_start_time"] for run in due if run["deployment_id"] == deployment["id"])
    first = next(times, None)
    next_at = None if first is None else datetime.fromisoformat(first).astimezone(UTC)
    return Scheduled(str(deployment["name"]), bool(deployment["paused"]), next_at)


def _letter(environ: Mapping[str, str]) -> dict[str, str]:
    """How Prefect's own clients say who they are."""
    if key := environ.get("PREFECT_API_KEY"):
        return {"Authorization": f"Bearer {key}"}
    if user := environ.get("PREFECT_API_AUTH_STRING"):
        return {"Authorization": f"Basic {b64encode(user.encode()).decode()}"}
    return {}


def _host(url: str) -> str:
    """What may be shown of an address; the rest of it may hold a password."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "no address"
    except ValueError:
        return "no address"


def _found(error: Exception) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    return f"a {type(error).__name__}" if status is None else f"an answer with status {status}"
