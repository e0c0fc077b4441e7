"""Whether it goes on by itself: failures nobody looked at, runs, schedules, the clock."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from cli.asking import now, published, settings
from cli.looks.finding import Finding
from cli.sources import ago
from leaderboard.errors import ArchiveError, SchedulerError
from leaderboard.text import moment

if TYPE_CHECKING:
    from flows.report import Report
    from flows.served import Service

_LOOKED_BACK = timedelta(days=7)
_MOST_RUNS = 1_000
_APART = timedelta(minutes=5)


def failures() -> Iterator[Finding]:
    """Boards not seen since an attempt failed, the oldest first, and facts nobody told of."""
    if not settings().published_file.is_file():
        return
    with published() as reader:
        unread = reader.ask("unread_failures").records()
        ((put_off,),) = reader.ask("put_off_facts").rows
    for row in unread:
        text = f"{row['board']}: {row['failures']} failed since {moment(row['since'])} UTC, first "
        text += f"{row['outcome']}: {row['reason']}; try `podium run {row['board']}`, and "
        yield Finding("note", "failures", f"{text}`podium reparse` once its parser is mended")
    if not unread:
        yield Finding("ok", "failures", "every board was seen since it last failed")
    if put_off:
        text = f"{put_off} facts wait for rules that can be read; mend the file of PODIUM_RULES"
        yield Finding("problem", "failures", text)


def runs() -> Iterator[Finding]:
    """Runs that failed or died, of those that no later one of the same name made good."""
    from flows.report import RunState, newest_reports

    since = (now() - _LOOKED_BACK).date()
    reports = list(newest_reports(settings().runs, _MOST_RUNS, since))
    good: set[str] = set()
    bad: dict[str, Report] = {}
    for report in reports:
        if report.state is RunState.COMPLETED:
            good.add(report.name)
        elif report.state is not RunState.RUNNING and report.name not in good:
            bad.setdefault(report.name, report)
    for report in bad.values():
        yield _bad(report)
    running = [report.name for report in reports if report.state is RunState.RUNNING]
    text = f"{len(reports)} runs in a week; running now: {', '.join(running) or 'none'}"
    yield Finding("ok", "runs", text)


def _bad(report: "Report") -> Finding:
    """What became of a run; a person who started it has been told already."""
    from flows.report import RunState, Trigger

    at = f"{report.started_at:%Y-%m-%d %H:%M} UTC"
    if report.state is RunState.DEAD:
        text = f"{report.name}: the run of {at} was killed (process {report.pid} on {report.host})"
        return Finding("note", "runs", f"{text}; nothing is lost, the next run goes on from there")
    first = report.message.partition("\n")[0]
    text = f"{report.name}: the run of {at} {report.state}: {first or 'without a word'}"
    file = f"{settings().runs}/{report.started_at:%Y-%m-%d}/"
    is_known = report.state is RunState.CANCELLED or report.trigger is Trigger.PERSON
    verdict = "note" if is_known else "problem"
    return Finding(verdict, "runs", f"{text}; its report in {file} says all")


def schedules() -> Iterator[Finding]:
    """Who runs things by themselves, what is due next, and what should have run and did not."""
    from flows.served import ask_service, serving

    found = serving(settings())
    if found is not None:
        yield Finding("ok", "schedules", f"`podium serve` runs as process {found.process}")
    # The service of this home runs its boards, whatever other server the environment names.
    address = os.environ.get("PREFECT_API_URL") if found is None else found.api
    if address is None and found is not None:
        yield Finding("note", "schedules", "it is starting; look again in a minute")
        return
    if address is None:
        text = "nothing runs by itself here; `podium serve` runs every source on its schedule"
        yield Finding("note", "schedules", text)
        return
    try:
        service = ask_service(address)
    except SchedulerError as error:
        yield Finding("problem", "schedules", str(error))
    else:
        yield from _of_service(service)
    yield from _late()


def _of_service(service: "Service") -> Iterator[Finding]:
    if not service.deployments:
        text = f"the API at {service.host} has no deployment of ours; `podium deploy` makes them"
        yield Finding("note", "schedules", text)
    for each in service.deployments:
        if each.is_paused:
            text = f"{each.name} is paused; `prefect deployment schedule` resumes it"
            yield Finding("note", "schedules", text)
        elif each.next_at is None:
            text = f"{each.name} has no next run; does the server's scheduler run?"
            yield Finding("note", "schedules", f"{text} `podium deploy` sets it up again")
        elif each.next_at <= datetime.now(UTC):
            yield Finding("ok", "schedules", f"{each.name}: runs now, or is about to")
        else:
            yield Finding(
                "ok", "schedules", f"{each.name}: next run {each.next_at:%d %b %H:%M} UTC"
            )
    yield from _clock_of(service.date, "the API")


def _late() -> Iterator[Finding]:
    """Boards whose last attempt is older than twice their cadence."""
    if not settings().published_file.is_file():
        return
    with published() as reader:
        rows: Sequence[Mapping[str, Any]] = reader.ask("board_states").records()
    for row in rows:
        at = row["last_attempt_at"]
        if at is not None and now() - at > 2 * row["cadence"]:
            text = (
                f"{row['board']}: last tried {ago(now() - at)}, and is due every {row['cadence']}"
            )
            ways = f"see that a worker runs; `podium run {row['board']}` does it now"
            yield Finding("problem", "schedules", f"{text}; {ways}")


def clock() -> Iterator[Finding]:
    """Times on record lie in the past, and servers have about the same time."""
    if not settings().published_file.is_file():
        return
    with published() as reader:
        (times,) = reader.ask("newest_times").records()
        rows = reader.ask("archived_pages", {"limit": 1}).rows
    ahead = [(name, at) for name, at in times.items() if at is not None and at > now() + _APART]
    for name, at in ahead:
        text = f"the last {name} on record is {moment(at)} UTC, which is yet to come"
        yield Finding("problem", "clock", f"{text}; set this machine's clock, as by `timedatectl`")
    apart = [finding for (place,) in rows for finding in _of_page(place)]
    yield from apart
    if not ahead and not apart:
        yield Finding("ok", "clock", f"{moment(now())} UTC; nothing on record is yet to come")


def _of_page(place: str) -> Iterator[Finding]:
    """Whether the server of the newest page had the time that we had."""
    from pages.archive import Archive

    try:
        page = Archive(settings().archive).read(place)
    except ArchiveError:
        return  # which is told of the archive
    age = page.header("age") or ""  # a cache keeps the date of the answer that it gives again
    old = timedelta(seconds=int(age[:9])) if age.isascii() and age.isdigit() else timedelta(0)
    taken_at = page.fetched_at.replace(tzinfo=UTC) - old
    yield from _clock_of(page.header("date") or "", "the host of the last page", taken_at)


def _clock_of(date: str, whose: str, ours: datetime | None = None) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    apart = abs((ours or datetime.now(UTC)) - theirs)
    if apart > _APART:
        text = (
            f"{whose} has another time than this machine, {apart // timedelta(seconds=1)} s apart"
        )
        yield Finding("problem", "clock", f"{text}; let `timedatectl set-ntp true` keep it right")
