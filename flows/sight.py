"""A run in sight: what it does is logged, reported and measured, whatever becomes of it.

Nothing of this can fail a run: what cannot be written is a warning in its log.
"""

import functools
import os
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext
from structlog.contextvars import bound_contextvars

from flows.account import begun, ended
from flows.known_secrets import masker_of
from flows.logs import log, start_logs
from flows.metrics import write_metrics
from flows.report import Report, ReportFile, RunState, forget_old_reports, utc
from flows.sayings import Saying
from flows.tally import Tally
from leaderboard.errors import PodiumError, SettingsError
from leaderboard.masking import Masker
from leaderboard.settings import Settings, load_settings

P = ParamSpec("P")
T = TypeVar("T")


def _say_nothing(_: Tally) -> None:
    """Nobody watches this run."""


# Who is told of the progress of a run in this process, such as a terminal.
watcher: ContextVar[Callable[[Tally], None]] = ContextVar("watcher", default=_say_nothing)


@dataclass(slots=True)
class Sight:
    """What is known of the run of this process so far."""

    settings: Settings
    report: Report
    masker: Masker
    tally: Tally = field(default_factory=Tally)
    phases: dict[str, float] = field(default_factory=dict)
    saying: Saying = field(default_factory=Saying)
    file: ReportFile | None = None

    def begin(self) -> None:
        """Say that it runs, and leave word of it that survives this process."""
        log.info("run begins", trigger=self.report.trigger, scheduled_at=self.report.scheduled_at)
        folder = self.settings.runs
        try:
            self.file = ReportFile(folder, self.report)
            forget_old_reports(folder, self.report.started_at.date())
        except OSError as error:
            log.warning("no report", expected=f"{folder} to be written", found=error.strerror)

    def look(self, tally: Tally) -> None:
        """Take in how far it is."""
        self.tally = tally
        self.saying.say(tally)

    def end(self, state: RunState, message: str) -> None:
        """Say how it ended, and put the whole report and the metrics in place."""
        self.saying.say(self.tally)
        report = ended(self.report, self.tally, self.phases, state, self.masker.text(message))
        say = log.info if state is RunState.COMPLETED else log.error
        counts = {"outcomes": report.outcomes, "snapshots": report.snapshots, "told": report.told}
        say("run ended", state=state, reason=report.message, seconds=report.seconds, **counts)
        try:
            if self.file is not None:
                self.file.end(report)
            write_metrics(self.settings)
        except OSError as error:
            log.warning("no report", expected="room and rights", found=error.strerror)
        except PodiumError as error:
            log.warning("no metrics", reason=str(error))


_sight: ContextVar[Sight | None] = ContextVar("_sight", default=None)


@contextmanager
def phase(name: str, tally: Tally) -> Iterator[None]:
    """A part of the run that is in sight, if one is; its seconds are counted."""
    sight = _sight.get()
    started = time.perf_counter()
    try:
        yield
    finally:
        if sight is not None:
            seconds = round(time.perf_counter() - started, 3)
            sight.phases[name] = sight.phases.get(name, 0.0) + seconds
            sight.look(tally)
            log.info("phase ended", phase=name, seconds=seconds)


def in_sight(run: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """The same flow function, its runs in sight."""
    _log_from_the_begin()

    @functools.wraps(run)
    async def seen(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            settings = load_settings()
        except SettingsError:
            return await run(*arguments, **named)  # which says what is wrong with them
        with _begun(settings, run.__name__) as sight:
            result = await run(*arguments, **named)
            state, message = _state_of(result)
            sight.end(state, message)
        return result

    return seen


@functools.cache
def _log_from_the_begin() -> None:
    """In a process that Prefect started for a run, log what Prefect says before our code does."""
    if "PREFECT__FLOW_RUN_ID" in os.environ:
        with suppress(SettingsError):  # the run says what is wrong with them
            start_logs(load_settings(), is_service=True)


@contextmanager
def _begun(settings: Settings, flow: str) -> Iterator[Sight]:
    context = FlowRunContext.get()
    flow_run = context.flow_run if context is not None else None
    start_logs(settings, is_service=flow_run is not None and flow_run.deployment_id is not None)
    sight = Sight(settings, begun(flow, flow_run, utc()), masker_of(settings))
    watch = watcher.get()

    def look(tally: Tally) -> None:
        sight.look(tally)
        watch(tally)

    told, watched = _sight.set(sight), watcher.set(look)
    with bound_contextvars(run_id=sight.report.id, run=sight.report.name):
        sight.begin()
        try:
            yield sight
        except BaseException as error:
            sight.end(_state_after(error), f"{type(error).__name__}: {error}")
            raise
        finally:
            watcher.reset(watched)
            _sight.reset(told)


def _state_of(result: object) -> tuple[RunState, str]:
    if not isinstance(result, State):
        return RunState.COMPLETED, ""
    known = {"COMPLETED": RunState.COMPLETED, "CANCELLED": RunState.CANCELLED}
    return known.get(result.type.value, RunState.FAILED), result.message or ""


def _state_after(error: BaseException) -> RunState:
    """An error of ours or another's ends a run; what is no error ends it from outside."""
    return RunState.CRASHED if isinstance(error, Exception) else RunState.CANCELLED
