"""`podium migrate-to`: the record moves to where more machines can write it."""

import time
from typing import TYPE_CHECKING

import click

from cli.asking import examples, settings
from leaderboard.errors import SettingsError
from leaderboard.place import Lake
from leaderboard.text import clean

if TYPE_CHECKING:
    from warehouse.moving import Proven


@click.group("migrate-to")
def migrate_to() -> None:
    """Move the record of this machine's file to a place that many machines share."""


@migrate_to.command(epilog=examples("migrate-to ducklake"))
@click.option("--quiet", is_flag=True, help="Say only how it ended.")
def ducklake(*, quiet: bool) -> None:
    """Move the record to the lake that PODIUM_LAKE names, and prove that it is the same.

    PODIUM_LAKE is the address of an empty Postgres database for the catalog, PODIUM_LAKE_DATA a
    folder or s3:// address for the data that all machines reach. All is copied in one transaction:
    a run that is killed leaves an empty lake and can be given again. Every table and view is
    compared by the count and a digest of its rows before the copy is kept. The file stays as it
    is; from now on every command that writes, with PODIUM_LAKE set, writes to the lake.
    """
    used = settings()
    if not isinstance(used.warehouse, Lake):
        raise SettingsError(
            "PODIUM_LAKE: expected the address of a Postgres database for the catalog, "
            "postgresql://user:password@host/database, found nothing"
        )
    from warehouse.moving import move

    begun = time.monotonic()
    proven = move(used.writer_file, used.warehouse, _silent if quiet else _say)
    click.echo(_ended(proven, time.monotonic() - begun))


def _say(line: str) -> None:
    click.echo(clean(line))


def _silent(_: str) -> None:
    """Nobody watches."""


def _ended(proven: "list[Proven]", seconds: float) -> str:
    tables = [each for each in proven if not each.is_view]
    rows = sum(each.rows for each in tables)
    views = len(proven) - len(tables)
    return (
        f"moved: {rows} rows in {len(tables)} tables, and {views} views answer alike "
        f"({seconds:.1f} s); `podium publish` puts it where readers open it"
    )
