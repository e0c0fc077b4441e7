"""`podium doctor`: whether everything is in place, and what to do where it is not."""

from collections.abc import Callable, Iterator
from functools import partial

import click

from cli.asking import as_json, examples
from cli.looks import installation, record, service, whole
from cli.looks.finding import Finding
from cli.show import print_json
from leaderboard.errors import PodiumError
from leaderboard.text import clean

Look = Callable[[], Iterator[Finding]]


@click.command(epilog=examples("doctor", "doctor --deep", "doctor --json"))
@click.option("--deep", is_flag=True, help="Read every page of the archive, not a few.")
@as_json
def doctor(*, deep: bool, as_json: bool) -> None:
    """Check the installation, the settings, the record, the service and the clock.

    Each finding is ok, a note, or a problem with what to do; a problem makes the exit status 1.
    """
    looked = (f for subject, look in _looks(is_deep=deep) for f in _looked(subject, look))
    # A file that cannot be opened keeps several from looking, and is told of once.
    findings = [*{finding.text: finding for finding in reversed([*looked])}.values()][::-1]
    if as_json:
        print_json(finding._asdict() for finding in findings)
    else:
        for verdict, subject, text in findings:
            click.echo(f"{verdict:<7}  {subject:<9}  {clean(text)}")
    if any(finding.verdict == "problem" for finding in findings):
        raise click.exceptions.Exit(1)


def _looks(*, is_deep: bool) -> tuple[tuple[str, Look], ...]:
    return (
        ("versions", installation.versions),
        ("settings", installation.general),
        ("disk", installation.disk),
        ("sources", record.sources),
        ("record", record.record),
        ("lake", whole.lake),
        ("whole", whole.record_whole),
        ("archive", partial(whole.archive_whole, _progress(is_deep=is_deep), is_deep=is_deep)),
        ("boards", record.boards),
        ("failures", service.failures),
        ("alerts", record.alerts),
        ("runs", service.runs),
        ("schedules", service.schedules),
        ("clock", service.clock),
    )


def _progress(*, is_deep: bool) -> Callable[[int, int], None]:
    """How far a long look is, in plain lines on standard error."""

    def tell(done: int, of: int) -> None:
        if is_deep and (done % 1000 == 0 or done == of):
            click.echo(f"archive: {done:,} of {of:,} pages read", err=True)

    return tell


def _looked(subject: str, look: Look) -> Iterator[Finding]:
    try:
        yield from look()
    except PodiumError as error:
        yield Finding("problem", subject, str(error))
