"""The service once Prefect is imported: register, run what is due, keep the server up, end."""

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import httpx
from prefect.client.orchestration import get_client
from prefect.exceptions import ObjectNotFound, PrefectHTTPStatusError
from prefect.runner import Runner

from flows import left_processes
from flows.logs import start_logs
from flows.notify import notify
from flows.own_server import OwnServer
from flows.service_runs import free_limits, mark_cut_off, settle_missed
from flows.service_schedules import Schedules
from flows.service_words import RunTeller, first_words
from leaderboard.settings import Settings

Say = Callable[[str], None]

# A run's process takes two to four seconds to start, so it is started ahead and waits for its time.
_AHEAD_SECONDS = 20.0
_POLL_SECONDS = 4.0
_LOOK_SECONDS = 1.0
# All that the end may take, in this order; together less than the ten seconds that are promised.
_GRACE_SECONDS = 4.0
_RUNNER_SECONDS = 1.5
_MARK_SECONDS = 2.0
_BACKSTOP_SECONDS = 9.0
_AT_ONCE = 4


class Service:
    """What goes on until a signal comes."""

    def __init__(self, settings: Settings, server: OwnServer, say: Say) -> None:
        self.settings = settings
        self.server = server
        self.say = say
        self.schedules = Schedules(settings, say)
        self.is_ending = asyncio.Event()

    async def go_on(self) -> None:
        """All of it; comes back when a signal has come and everything has ended."""
        self._listen_to_signals()
        work = asyncio.create_task(self._work())
        ending = asyncio.create_task(self.is_ending.wait())
        try:
            await asyncio.wait([work, ending], return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            ending.cancel()
            notify("STOPPING=1")
            _end_anyway(self.server)
            await self._end(work)

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.is_ending.set)

    async def _work(self) -> None:
        await self.server.until_up()
        async with get_client() as client:
            cut_off = await mark_cut_off(client, "the service ended before this run did")
            await free_limits(client)
            deployments = await self.schedules.register(client)
            again = await settle_missed(client, deployments)
            lines = await first_words(client, self.settings, self.server, deployments)
        for line in lines:
            self.say(line)
        if cut_off or again:
            self.say(f"{len(cut_off)} runs were cut off before; {len(again)} are done now")
        notify("READY=1")
        async with asyncio.TaskGroup() as group:
            group.create_task(self.server.keep_up(self.say))
            group.create_task(self._run_what_is_due())
            group.create_task(self._look())

    async def _run_what_is_due(self) -> None:
        """Prefect's runner, and a new one where it gave up on a server that was away for long."""
        while True:
            runner = Runner(
                name="podium",
                limit=_AT_ONCE,
                query_seconds=_POLL_SECONDS,
                prefetch_seconds=_AHEAD_SECONDS,
                pause_on_shutdown=False,
            )
            self.schedules.hand_to(runner)
            task = asyncio.create_task(runner.start())
            await asyncio.sleep(0)
            self._listen_to_signals()  # a runner takes SIGTERM to itself
            try:
                await task
            except (RuntimeError, ExceptionGroup, httpx.HTTPError, OSError) as error:
                self.say(f"the runner ended ({_inmost(error)}) and is started again")
            finally:
                task.cancel()
            await asyncio.sleep(_POLL_SECONDS)

    async def _look(self) -> None:
        """Every second or so: what ended, what changed in the source files, and that we live."""
        teller = RunTeller(self.say)
        async with get_client() as client:
            while True:
                notify("WATCHDOG=1")
                await asyncio.sleep(_LOOK_SECONDS)
                with suppress(httpx.HTTPError, PrefectHTTPStatusError, ObjectNotFound):
                    await teller.tell_ends(client)
                    await self.schedules.renew(client)

    async def _end(self, work: asyncio.Task[None]) -> None:
        """End the runs, then the runner, then mark what could not say how it ended."""
        deadline = time.monotonic() + _GRACE_SECONDS
        asked: set[int] = set()
        while pids := set(left_processes.of(self.server.folder)) - {self.server.pid}:
            is_over = time.monotonic() > deadline
            for pid in pids if is_over else pids - asked:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL if is_over else signal.SIGTERM)
            asked |= pids
            await asyncio.sleep(0.1)
        work.cancel()
        await asyncio.wait([work], timeout=_RUNNER_SECONDS)
        with suppress(httpx.HTTPError, PrefectHTTPStatusError, TimeoutError):
            async with asyncio.timeout(_MARK_SECONDS), get_client() as client:
                await mark_cut_off(client, "the service was told to end")


def run(settings: Settings, server: OwnServer, say: Say) -> None:
    """Serve until a signal comes."""
    start_logs(settings, is_service=True)
    asyncio.run(_run(settings, server, say))


async def _run(settings: Settings, server: OwnServer, say: Say) -> None:
    await Service(settings, server, say).go_on()


def _end_anyway(server: OwnServer) -> None:
    """However stuck something is: when the time is over, it ends."""

    def end() -> None:
        left_processes.end(server.folder)
        os._exit(0)

    timer = threading.Timer(_BACKSTOP_SECONDS, end)
    timer.daemon = True
    timer.start()


def _inmost(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return f"{type(error).__name__}: {error}"
