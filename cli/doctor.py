"""`podium doctor`: whether everything is in place, and what to do where it is not."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click

from cli.alerts_findings import of_deliveries, of_setup, read_setup
from cli.asking import as_json, now, published, settings
from cli.show import print_json
from cli.sources import Row, ago, boards_of, check_sources, seen_boards
from leaderboard.capture import Outcome
from leaderboard.errors import PodiumError
from leaderboard.text import clean, moment
from leaderboard.variables import variables

_PACKAGES = ("podium", "duckdb", "prefect", "httpx", "click")
_LITTLE_SPACE = 1 << 30
_FEW = 5


class Finding(NamedTuple):
    """One thing that was looked at: `ok`, a `note` worth knowing, or a `problem` to mend."""

    verdict: str
    subject: str
    text: str


@click.command()
@as_json
def doctor(*, as_json: bool) -> None:
    """Check the installation, the settings, the source files and the record.

    Each finding is ok, a note, or a problem with what to do; a problem makes the exit status 1.
    """
    findings = [finding for look in _LOOKS for finding in _looked(look)]
    if as_json:
        print_json(finding._asdict() for finding in findings)
    else:
        for verdict, subject, text in findings:
            click.echo(f"{verdict:<7}  {subject:<9}  {clean(text)}")
    if any(finding.verdict == "problem" for finding in findings):
        raise click.exceptions.Exit(1)


def _looked(look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    subject = look.__name__.removeprefix("_")
    try:
        yield from look()
    except PodiumError as error:
        yield Finding("problem", subject, str(error))


def _versions() -> Iterator[Finding]:
    versions = [f"Python {platform.python_version()} on {sys.platform}"]
    for name in _PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            text = f"{name} is not installed; install podium again, as its README says"
            yield Finding("problem", "versions", text)
    yield Finding("ok", "versions", ", ".join(versions))


def _settings() -> Iterator[Finding]:
    used = settings()
    names = (f"PODIUM_{field.upper()}" for field in type(used).model_fields)
    there = variables()
    given = [name for name in names if name in there]
    where = f"home {used.home.absolute()}, sources {used.sources}"
    yield Finding("ok", "settings", f"{where}; set here: {', '.join(given) or 'none'}")
    for origin, mirror in used.mirrors.items():
        host = urlsplit(mirror).hostname  # the rest of the address may hold a password
        text = f"requests to {urlsplit(origin).hostname} go to {host} (PODIUM_MIRRORS)"
        yield Finding("note", "settings", text)
    if not used.contact:
        yield Finding(
            "note",
            "settings",
            "PODIUM_CONTACT is not set: a mail or web address in the user agent lets a publisher "
            "reach you before it blocks you",
        )


def _disk() -> Iterator[Finding]:
    home = settings().home.absolute()
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    text = f"{free / 1e9:.1f} GB free at {place}"
    if not os.access(place, os.W_OK):
        yield Finding("problem", "disk", f"{place} cannot be written to; set PODIUM_HOME")
    elif free < _LITTLE_SPACE:
        yield Finding("problem", "disk", f"{text}: make room, or set PODIUM_HOME elsewhere")
    else:
        yield Finding("ok", "disk", text)


def _sources() -> Iterator[Finding]:
    for each in check_sources(settings().sources):
        text = each.error or f"{each.file}: {boards_of(each)}"
        yield Finding("problem" if each.error else "ok", "sources", text)


def _record() -> Iterator[Finding]:
    file = settings().published_file
    if not file.is_file():
        first = "`podium demo`, `podium backfill` or `podium run` begins it"
        yield Finding("note", "record", f"nothing has been recorded yet at {file}; {first}")
        return
    with published() as reader:
        outcomes = reader.ask("outcomes").rows
        ((snapshots,),) = reader.run("SELECT count(*) FROM record.snapshots").rows
        rejections = reader.ask("late_rejections", {"limit": _FEW}).rows
        ((proposed,),) = reader.ask("open_renames").rows
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes) or "none"
    size = f"{file.stat().st_size / 1e6:.1f} MB"
    yield Finding("ok", "record", f"{file}, {size}, {_published_at(file)}")
    yield Finding("ok", "record", f"{snapshots} snapshots; captures: {counts}")
    for board, observed_at, outcome, reason in rejections:
        was = "is held" if outcome == Outcome.SUSPECT else "was rejected"
        text = f"{board}: the page of {moment(observed_at)} UTC {was}: {reason}"
        yield Finding("note", "record", text)
    if proposed:
        text = f"{proposed} names may have changed; `podium renames` lists them"
        yield Finding("note", "record", text)


def _published_at(file: Path) -> str:
    at = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(tzinfo=None)
    return f"published {moment(at)} UTC, {ago(now() - at)}"


def _boards() -> Iterator[Finding]:
    for name, board in seen_boards().items():
        yield _board(name, board)


def _board(name: str, board: Row) -> Finding:
    if board["state"] == "ok":
        seen = f"last seen as of {moment(board['last_accepted_at'])} UTC"
        return Finding("ok", "boards", f"{name}: {board['models']} models, {seen}")
    if board["last_attempt_at"] is None:
        text = f"{name} was never captured; `podium run {name}` does it"
        return Finding("note", "boards", text)
    if board["state"] == "empty":
        text = f"{name}: its archive has had no file for the days asked for"
        return Finding("note", "boards", text)
    if board["state"] == "suspect":
        text = f"{name}: the last page is held until another agrees; its reason stands above"
        return Finding("note", "boards", text)
    if board["state"] == "stale":
        text = f"{name}: its source shows nothing new since"
        return Finding("note", "boards", f"{text} {moment(board['last_accepted_at'])} UTC")
    text = f"{name}: last attempt {board['state']} {moment(board['last_attempt_at'])} UTC"
    query = "SELECT board, reason FROM captures ORDER BY attempted_at DESC LIMIT 5"
    return Finding("problem", "boards", f'{text}; see podium sql "{query}"')


def _alerts() -> Iterator[Finding]:
    used = settings()
    setup = read_setup(used)
    for verdict, text in of_setup(setup):
        yield Finding(verdict, "alerts", text)
    if setup.rules is not None:
        active, count = len(setup.rules.active), len(setup.rules.rules)
        yield Finding("ok", "alerts", f"{used.rules}: {active} of {count} rules tell something")
    if setup.receivers is not None and setup.receivers.names:
        yield Finding("ok", "alerts", f"receivers: {', '.join(setup.receivers.names)}")
    if used.published_file.is_file():
        with published() as reader:
            opened = reader.ask("open_deliveries").records()
        for verdict, text in of_deliveries(opened):
            yield Finding(verdict, "alerts", text)


_LOOKS = (_versions, _settings, _disk, _sources, _record, _boards, _alerts)
