"""A Prefect server for a run that has none: it lives no longer than the process that needs it.

Prefect would start one itself, but that one outlives a process that is killed.
"""

import atexit
import os
import socket
from functools import cache

import httpx
from prefect.settings import get_current_settings

from flows.api_server import start_server, stop_server
from leaderboard.errors import SchedulerError

_START_SECONDS = 120.0
_ONLY = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
}


@cache
def temporary_server() -> str:
    """Start the server of this process; returns the address of its API once it answers.

    Raises:
        SchedulerError: it did not come up.
    """
    own = get_current_settings().to_environment_variables(exclude_unset=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        server = start_server(listening, {**os.environ, **own, **_ONLY})
    atexit.register(stop_server, server)
    try:
        # It may connect at once: the answer comes when the server is up.
        httpx.get(f"{url}/health", timeout=_START_SECONDS, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        raise SchedulerError(
            f"no temporary Prefect server came up ({error}); start one with `prefect server "
            "start` and name it in PREFECT_API_URL"
        ) from error
    return url
