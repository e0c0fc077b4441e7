"""The command that takes in what other web-archive tools captured."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import examples
from cli.cycle import quiet_prefect, report
from cli.progress import Progress
from cli.show import counted

if TYPE_CHECKING:
    from flows.importing import ImportTally


@click.command(
    "import",
    epilog=examples("import docs/example.warc", "import crawls/2026-05.warc.gz more.warc"),
)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
def import_(files: tuple[Path, ...]) -> None:
    """Take in captures that any web-archive tool made: WARC files, gzipped or not.

    A record with status 200 whose address is that of a board's channel is a capture of that board,
    whether the channel is on or off; it is dated by the record, and its bytes are archived as any
    other's. A scheme, a default port, a slash at the end and a fragment make no other address. A
    revisit record counts as the page it refers to. All other records are passed over and counted.

    Times may come in any order, and a file that is imported again adds nothing. A page that is
    blocked or rejected is kept as such and is no failure; a file that cannot be read to its end is
    one, and what stands before the damage and in the other files is imported.
    """
    quiet_prefect()
    from flows.running import run_import

    with Progress("import, in bytes") as progress:
        end = run_import(files, progress)
    if progress.tally is not None:
        for line in _lines(progress.tally):  # type: ignore[arg-type]
            click.echo(line)
    report(progress.tally, end, "capture")


def _lines(tally: "ImportTally") -> list[str]:
    """How many records there were, and what became of those that are no page of a board."""
    passed = ", ".join(f"{n} {reason}" for reason, n in sorted(tally.passed.items()))
    over = f"; passed over: {passed}" if passed else ""
    pages = counted(tally.pages, "page")
    return [f"{counted(tally.records, 'record')}, {pages} of boards{over}", *tally.notices]
