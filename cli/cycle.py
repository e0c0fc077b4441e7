"""Commands that write: run, backfill, publish."""

import os
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

from cli.asking import examples
from cli.progress import Progress
from cli.sent import sent_lines
from cli.show import counted
from leaderboard.errors import PodiumError
from leaderboard.text import clean

if TYPE_CHECKING:
    from flows.running import End
    from flows.tally import Tally
    from leaderboard.source import Board, Source

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    epilog=examples(
        "run", "run arena/webdev", 'sql "FROM captures ORDER BY attempted_at DESC LIMIT 5"'
    )
)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
def run(sources: tuple[str, ...]) -> None:
    """Capture what the boards show now: one cycle through the Prefect flow.

    SOURCE is a publisher or a board; without one, every board is captured.
    """
    from leaderboard.settings import load_settings
    from leaderboard.source import find_boards, read_sources

    right, wrong = read_sources(load_settings().sources)
    find_boards(right, sources, wrong)
    quiet_prefect()
    from flows.running import run_ingest

    with Progress("run") as progress:
        end = run_ingest(sources, progress)
    report(progress.tally, end, "page")


@click.command(
    epilog=examples(
        "backfill arena/webdev --since 2026-03-19 --until 2026-08-22",
        "backfill artificial-analysis --since 2026-04-10",
        "backfill arena/text --since 2025-03-01 --via wayback",
    )
)
@click.argument("board")
@click.option("--since", type=_DAY, metavar="DAY", required=True, help="The first day.")
@click.option("--until", type=_DAY, metavar="DAY", help="The last day; today if left out.")
@click.option(
    "--via",
    type=click.Choice(["archive", "wayback"]),
    default="archive",
    show_default=True,
    help="The board's own daily archive, or the Wayback Machine's copies of its page.",
)
def backfill(board: str, since: datetime, until: datetime | None, via: str) -> None:
    """Read the past of BOARD: through its archive, day by day, or from copies of its page.

    BOARD is `<publisher>/<board>`, or a publisher for all its boards. A day that is on record is
    not asked for again, so that the same command goes on where it was stopped.

    With `--via wayback` every different copy that the Wayback Machine took of the board's page is
    read, dated by when it was taken. They come from web.archive.org, at its pace of fifteen a
    minute, and nothing is asked of the publisher: a channel that is off is read, too. What old
    copies show in a layout that no parser knows is rejected, kept, and read again by `reparse`.
    """
    from leaderboard.settings import load_settings
    from leaderboard.source import find_boards, load_sources

    first, last = since.date(), (until or datetime.now(UTC)).date()
    if first > last:
        raise click.BadParameter(f"expected a day before --until {last}", param_hint="--since")
    sources = load_sources(load_settings().sources)
    if via == "wayback":
        _backfill_from_wayback(board, sources, first, last)
        return
    _expect_archive(find_boards(sources, (board,)), first, last)
    quiet_prefect()
    from flows.running import run_backfill

    with Progress(f"backfill {board}") as progress:
        end = run_backfill(board, first, last, progress)
    report(progress.tally, end, "day")


@click.command(epilog=examples("reparse", "reparse arena/webdev"))
@click.argument("boards", nargs=-1, metavar="[BOARD]...")
def reparse(boards: tuple[str, ...]) -> None:
    """Read the archived pages again, after a parser changed; nothing is fetched.

    BOARD is a board or a publisher; without one, every board is read. What a page says otherwise
    now takes the place of what it said, and all that follows is derived again. Changes that come of
    it have the cause `parser`: they are no news.
    """
    from leaderboard.settings import load_settings
    from leaderboard.source import find_boards, load_sources

    find_boards(load_sources(load_settings().sources), boards)
    quiet_prefect()
    from flows.running import run_reparse

    with Progress("reparse") as progress:
        end = run_reparse(boards, progress)
    if progress.tally is not None:
        for line in (*_lines_of_reparse(progress.tally), *sent_lines(progress.tally.sent)):
            click.echo(clean(line))
    if not end.is_completed:
        raise PodiumError(end.message)


@click.command()
def publish() -> None:
    """Put the writer's state where readers open it.

    Every cycle does this by itself; after a crash between keeping and publishing this does it now.
    """
    from leaderboard.settings import load_settings
    from warehouse.publish import publish as publish_now

    settings = load_settings()
    started = time.monotonic()
    size = publish_now(settings.warehouse, settings.published_file)
    seconds = time.monotonic() - started
    click.echo(f"published {settings.published_file}: {size / 1e6:.1f} MB in {seconds:.2f} s")


def quiet_prefect() -> None:
    """Leave the telling to the command; `PREFECT_LOGGING_LEVEL` brings Prefect's own words back."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")


def _expect_archive(boards: "Sequence[Board]", since: date, until: date) -> None:
    """Refuse where no board has a day of that time in an archive that is on."""
    archives = [archive for board in boards for archive in board.archives()]
    name = boards[0].name if len(boards) == 1 else boards[0].publisher
    if not archives:
        raise PodiumError(f"{name} has no archive channel that is on")
    if not any(True for archive in archives for _ in archive.days(since, until)):
        first = min(span.day or span.since for archive in archives for span in archive.spans)
        last = max(span.day or span.until for archive in archives for span in archive.spans)
        ends = "today" if last == date.max else str(last)
        raise PodiumError(f"the archive of {name} holds {first} to {ends}")


def _backfill_from_wayback(
    board: str, sources: "tuple[Source, ...]", since: date, until: date
) -> None:
    quiet_prefect()
    from flows.running import run_wayback
    from flows.wayback import page_channels
    from leaderboard.source import find_boards

    if not any(page_channels(each) for each in find_boards(sources, (board,))):
        have = ", ".join(each.name for each in find_boards(sources) if page_channels(each))
        message = f"{board} is read at an address of its own for each day, and has no page"
        raise PodiumError(f"{message}; leave --via out. Boards with a page: {have or 'none'}")
    with Progress(f"backfill {board} from the Wayback Machine") as progress:
        end = run_wayback(board, since, until, progress)
    report(progress.tally, end, "copy")


def report(tally: "Tally | None", end: "End", what: str) -> None:
    """Print what a run did; where it failed, raise what its end says."""
    if tally is not None:
        for line in (*_lines(tally, what), *sent_lines(tally.sent)):
            click.echo(clean(line))
    if not end.is_completed:
        raise PodiumError(end.message)


def _boards(count: int) -> str:
    return "1 board" if count == 1 else f"{count} boards"


def _lines(tally: "Tally", what: str) -> list[str]:
    from leaderboard.capture import SEEN

    idle = Counter(board.partition("/")[0] for board in tally.idle)
    lines = [
        f"{publisher}: no channel that is on has a page for today of {_boards(count)}"
        for publisher, count in sorted(idle.items())
    ]
    if idle:
        lines.append("`podium sources check` says why")
    if tally.settled:
        lines.append(f"{tally.settled} of {counted(tally.asked, what)} were on record already")
    kept = {name: n for name, n in sorted(tally.outcomes.items()) if name in SEEN}
    missed = {name: n for name, n in sorted(tally.outcomes.items()) if name not in SEEN}
    for counts, end in ((kept, "kept"), (missed, "without a standing")):
        if counts:
            what_came = ", ".join(f"{n} {name}" for name, n in counts.items())
            lines.append(f"{counted(sum(counts.values()), what)} {end}: {what_came}")
    lines += tally.setbacks()
    if not kept:
        lines.append("nothing was added")
    elif "changed" in kept:
        lines.append("`podium changes` tells what changed")
    return lines


def _lines_of_reparse(tally: "Tally") -> list[str]:
    changed = Counter(visit.board.name for visit, _ in tally.done)
    lines = [f"{board}: {counted(n, 'page')} read otherwise" for board, n in changed.items()]
    lines.append(f"{counted(tally.asked, 'page')} read again, {tally.settled} as before")
    if changed:
        lines.append(
            """`podium sql "FROM changes WHERE cause = 'parser'"` tells what that changed"""
        )
    return lines
