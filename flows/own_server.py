"""The Prefect server of `podium serve`: its settings, and keeping it up."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from flows.api_server import METRICS, start_server, stop_server
from flows.left_processes import MARK
from flows.parent import PARENT
from leaderboard.errors import ServiceError

_START_SECONDS = 180.0
# A server that is asked how it is and says nothing for so long will not get better.
_PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 0.5
_ASK_EVERY_SECONDS = 10.0
_LONGEST_PAUSE_SECONDS = 60.0
_LONG_LOG = 8 << 20

# What whoever runs this may set otherwise in the environment.
_DEFAULTS = {
    # At most one run of a deployment is ever planned: after a night asleep one is late, not many.
    "PREFECT_SERVER_SERVICES_SCHEDULER_MAX_RUNS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_RUNS": "1",
    "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "15",
    # Work pools are for many machines; the service looks after late and lost runs itself.
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_ENABLED": "false",
    # The database does not grow for ever.
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(90 * 86400),
    # A writer that must wait for another one is patient.
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "MALLOC_ARENA_MAX": "2",
}
# Another server's, which must not be mixed up with this one.
_FOREIGN = (
    "PREFECT_PROFILE",  # and PREFECT_PROFILES_PATH
    "PREFECT_API_",
    "PREFECT_SERVER_API_",
    "PREFECT_SERVER_DATABASE_",
    "PREFECT_SERVER_UI_",
    "PREFECT_SERVER_DOCKET_",
    "PREFECT_UI_",
    "PREFECT_CLIENT_CUSTOM_HEADERS",
    "PREFECT_MESSAGING_",
    "PREFECT_SERVER_EVENTS_MESSAGING_",
)
_NO_PROXY = "127.0.0.1,localhost"


def environment(folder: Path, port: int) -> dict[str, str]:
    """The environment of this process and its children, as far as it is said for them."""
    for name in [each for each in os.environ if each.startswith(_FOREIGN)]:
        if name not in _DEFAULTS:
            del os.environ[name]
    unproxied = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    unproxied = f"{unproxied},{_NO_PROXY}" if unproxied else _NO_PROXY
    url = f"http://127.0.0.1:{port}"
    return {
        **{name: os.environ.get(name, value) for name, value in _DEFAULTS.items()},
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(folder / "ui"),
        # A page of some web site that is open in a browser here has no business with this API.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"{url},http://localhost:{port}",
        # What runs hold outlives a server that is started again.
        "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": (
            "prefect.server.concurrency.lease_storage.filesystem"
        ),
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        # A proxy of this network does not lead to this machine.
        "NO_PROXY": unproxied,
        "no_proxy": unproxied,
        METRICS: str(folder.parent / "metrics.prom"),
        MARK: str(folder),
        PARENT: str(os.getpid()),
    }


class OwnServer:
    """The server as a child process; `url` is where it is, before it is up and while it is away."""

    def __init__(self, folder: Path, listening: socket.socket) -> None:
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.folder = folder
        self.log = folder / "server.log"
        self._listening = listening
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process that it runs in."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process; it is up when it answers."""
        if self.log.exists() and self.log.stat().st_size > _LONG_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._process = start_server(self._listening, os.environ, log)

    def stop(self, seconds: float = 2.0) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            stop_server(self._process, seconds)
            self._process = None

    async def until_up(self) -> None:
        """Wait until it answers.

        Raises:
            ServiceError: it ended, or said nothing for minutes.
        """
        if not await self._answers(_START_SECONDS):
            ended = self._has_ended
            found = "no answer" if ended is None else f"that it ended with status {ended}"
            raise ServiceError(
                f"expected the Prefect server at {self.url} to come up, found {found}; "
                f"its log is {self.log}"
            )

    async def keep_up(self, say: Callable[[str], None]) -> None:
        """Start it again whenever it has ended or says nothing for half a minute."""
        faults, asked_at = 0, time.monotonic()
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            is_time = time.monotonic() - asked_at > _ASK_EVERY_SECONDS
            if self._has_ended is None and not is_time:
                continue
            if await self._answers(_PATIENCE_SECONDS):
                faults = 0
            else:
                ended = self._has_ended
                fault = "says nothing" if ended is None else f"ended with status {ended}"
                say(f"the Prefect server {fault} and is started again; its log is {self.log}")
                await asyncio.sleep(min(2.0**faults - 1, _LONGEST_PAUSE_SECONDS))
                faults += 1
                await self._restart()
            asked_at = time.monotonic()

    async def _restart(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self.start()
        await self._answers(_START_SECONDS)

    async def _answers(self, seconds: float) -> bool:
        """Whether it says in that time that it is well; one that has ended never will.

        While it is not up, connections wait: nobody refuses them.
        """
        asking = asyncio.ensure_future(self._is_well(seconds))
        while not asking.done() and self._has_ended is None:
            await asyncio.wait([asking], timeout=_LOOK_SECONDS)
        asking.cancel()
        return asking.done() and not asking.cancelled() and asking.result()

    @property
    def _has_ended(self) -> int | None:
        return None if self._process is None else self._process.poll()

    async def _is_well(self, seconds: float) -> bool:
        try:
            async with httpx.AsyncClient(timeout=seconds, trust_env=False) as client:
                return (await client.get(f"{self.url}/api/health")).is_success
        except httpx.HTTPError:
            return False
