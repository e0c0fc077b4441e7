"""`podium backup` and `podium restore`: a copy of everything, and back."""

import time
from pathlib import Path

import click

from cli.asking import examples
from cli.show import counted

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(epilog=examples("backup", "backup /mnt/safe/podium --keep 14"))
@click.argument("folder", type=_FOLDER, required=False)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    default=7,
    show_default=True,
    metavar="N",
    help="How many backups stay in the folder, this one included.",
)
def backup(folder: Path | None, keep: int) -> None:
    """Make a backup in FOLDER, or in `backups` of the home: record, archive, alerts, reports.

    It is consistent whoever writes meanwhile, has a folder of its own that is named by its time
    once it is whole, and a manifest with the sha256 of every file. What is new since the last one
    is copied, the rest are hard links. A lake is backed up with its catalog, by pg_dump.
    """
    from leaderboard.settings import load_settings
    from warehouse.backup import back_up

    settings = load_settings()
    started = time.monotonic()
    made = back_up(settings, folder or settings.backups, keep)
    seconds = time.monotonic() - started
    files, rows = len(made.manifest.parts), sum(made.manifest.rows.values())
    size, new = made.manifest.size / 1e6, made.copied_bytes / 1e6
    click.echo(f"backed up to {made.folder} in {seconds:.1f} s")
    click.echo(f"{counted(files, 'file')}, {size:.1f} MB; new: {made.copied_files}, {new:.1f} MB")
    click.echo(f"{counted(rows, 'row')} in {counted(len(made.manifest.rows), 'table')}")
    if made.manifest.left:
        left = counted(len(made.manifest.left), "data file")
        click.echo(f"{left} left in {made.manifest.data}, which has to be kept safe by itself")
    for name in made.dropped:
        click.echo(f"removed the backup {name}, as {keep} are kept")


@click.command(epilog=examples("restore data/backups", "restore /mnt/safe/podium --force"))
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Set aside what is there, under another name.")
def restore(backup: Path, *, force: bool) -> None:
    """Restore BACKUP, or the newest one in that folder, to where the settings say the record is.

    Every file is proven by its sha256 before anything is written; nothing may be there yet. Then
    the record is opened, its rows are counted, and it is published for readers.
    """
    from leaderboard.settings import load_settings
    from warehouse.restore import restore as restore_now

    done = restore_now(load_settings(), backup, force=force)
    files, rows = len(done.manifest.parts), sum(done.manifest.rows.values())
    if done.aside:
        click.echo(f"what was there is set aside as {done.aside}")
    click.echo(f"restored {done.folder.name}, made at {done.manifest.made_at}")
    click.echo(f"{counted(files, 'file')} as they were, {counted(rows, 'row')} as they were")
    click.echo(f"published {done.published / 1e6:.1f} MB")
