"""`podium demo`: recorded days through the whole pipeline, on this machine only."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.asking import examples, settings
from cli.cycle import quiet_prefect
from cli.evidence import evidence_lines
from cli.recorded import Recorded, recorded_pages, serving
from leaderboard import words
from leaderboard.capture import Outcome
from warehouse.reading import Reader, reading

if TYPE_CHECKING:
    from flows.tally import Tally
    from flows.visits import Visit
    from warehouse.record import Kept

BOARDS = ("arena/webdev", "artificial-analysis/text-to-speech")
_TOP = 5
_SHOWN = """
    SELECT count(*) FILTER (NOT unseen), count(*) FILTER (unseen)
    FROM standings WHERE board = $board
"""
_HEADLINES: dict[str, object] = {
    "board": None,
    "snapshots": None,
    "kinds": [],
    "threshold": None,
    "headlines": True,
    "limit": 100,
}


@click.command(epilog=examples("demo"))
def demo() -> None:
    """Recorded days of two boards through the whole pipeline, offline.

    The pages are small ones that come with the project, served on loopback and captured day by day
    as they would be live. The record goes to a folder of its own and is made anew each time.
    """
    home = settings().home / "demo"
    shutil.rmtree(home, ignore_errors=True)
    pages = _recorded_days()
    quiet_prefect()
    with serving(pages) as mirrors:
        os.environ["PODIUM_HOME"] = str(home)
        os.environ["PODIUM_MIRRORS"] = ",".join(f"{o}={m}" for o, m in mirrors.items())
        click.echo("Starting Prefect; the first time takes a quarter of a minute.", err=True)
        for day, recorded in groupby(pages, key=attrgetter("day")):
            for line in _one_day(day, list(recorded)):
                click.echo(line)
    _say_what_next(home)


def _recorded_days() -> list[Recorded]:
    """The recorded pages that stand in the boards' archives."""
    from leaderboard.source import find_boards, load_sources

    boards = find_boards(load_sources(settings().sources), BOARDS)
    archives = {board.name: board.archives() for board in boards}
    return [
        page
        for page in recorded_pages(BOARDS)
        if any(archive.address(page.day) in page.documents for archive in archives[page.board])
    ]


def _one_day(day: date, recorded: list[Recorded]) -> Iterator[str]:
    from flows.running import run_backfill

    yield click.style(f"\n{day.day} {day:%B %Y}", bold=True)
    for page in recorded:
        tallies: list[Tally] = []
        run_backfill(page.board, day, day, tallies.append)
        for visit, kept in tallies[-1].done:
            yield f"  {visit.board.name}: {_what_came(visit, kept)}"
    yield from _told(day)


def _what_came(visit: "Visit", kept: "Kept") -> str:
    if kept.outcome == Outcome.CHANGED:
        with reading(settings().published_file) as reader:
            shown, unseen = reader.run(_SHOWN, {"board": visit.board.name}).rows[0]
        verb = "is" if unseen == 1 else "are"
        more = f"; {unseen} more {verb} not shown, and not taken to have left" if unseen else ""
        return f"captured, {shown} models{more}"
    reason = kept.reason.removeprefix(f"{visit.url}: ")
    return f"{kept.outcome}, and nothing is believed of it: {reason}"


def _told(day: date) -> Iterator[str]:
    """The day's headlines, those of the top five in full, each update with its evidence."""
    span = {"since": datetime.combine(day, time.min), "until": datetime.combine(day, time.max)}
    with reading(settings().published_file) as reader:
        changes = reader.ask("told_changes", _HEADLINES | span).records()
        for _, update in groupby(changes, key=itemgetter("to_snapshot")):
            yield from _update(reader, list(update))


def _update(reader: Reader, changes: list[dict[str, Any]]) -> Iterator[str]:
    told = [c for c in changes if _is_shown(c) and not words.is_told_by_another(c, changes)]
    for change in told:
        yield click.style(f"  * {words.sentence(change)}", fg="green")
    if below := sum(not _is_shown(change) for change in changes):
        yield f"  and {below} below the top five"
    for line in evidence_lines(reader, changes[0]["change_id"]):
        yield click.style(f"    {line}", dim=True)


def _is_shown(change: dict[str, Any]) -> bool:
    """Whether it is of the top five, or of the board as a whole."""
    standings = (change["old_standing"], change["new_standing"])
    is_leading = any(standing is not None and standing <= _TOP for standing in standings)
    return is_leading or change["model"] is None


def _say_what_next(home: Path) -> None:
    program = Path(sys.argv[0]).absolute()
    podium = (
        str(program.relative_to(Path.cwd())) if program.is_relative_to(Path.cwd()) else "podium"
    )
    click.echo(
        f"""
The record of this demo is in {home}. Look into it:
  export PODIUM_HOME={home}
  {podium} standings arena/webdev --at 2026-05-26
  {podium} changes --board artificial-analysis/text-to-speech
  {podium} history qwen3.7-max-20260517
  {podium} alerts preview
  {podium} sql "FROM leaders"
Then the real boards, without that setting: {podium} sources list"""
    )
