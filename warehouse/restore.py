"""Restoring a backup into an empty home, or an empty lake, and proving what came of it."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from leaderboard.errors import BackupError
from leaderboard.place import Lake, Place
from leaderboard.settings import Settings
from warehouse import catalog
from warehouse.attaching import NAME as LAKE
from warehouse.attaching import called
from warehouse.backup import ALERTS, ARCHIVE, CATALOG, DATA, RECORD, REPORTS, backups, rows_of
from warehouse.database import writing
from warehouse.manifest import NAME as MANIFEST
from warehouse.manifest import Manifest, copied, digest, files_below
from warehouse.publish import publish


class Restored(NamedTuple):
    """What was restored: from where, what, and how many bytes readers have of it."""

    folder: Path
    manifest: Manifest
    published: int
    aside: str


def restore(settings: Settings, backup: Path, *, force: bool = False) -> Restored:
    """Put a backup, or the newest of a folder of them, where the settings say the record is.

    Nothing may be there. With `force`, what is there is set aside under a name with the time in it.
    Whatever kills it half-way leaves no record; the same again goes on.

    Raises:
        BackupError: the backup is not what it was, or is of another kind than the settings; there
            is a record already; or what was restored is not what was backed up.
    """
    folder = _chosen(backup)
    manifest = Manifest.read(folder)
    manifest.check(folder)
    place = settings.warehouse
    _expect_kind(manifest, place, folder)
    aside = _made_way(settings, force=force)
    if isinstance(place, Lake) and not force:
        _expect_own_data(place, manifest)
    for name, target in _files(settings):
        _put_all(folder, name, target, manifest)
    if isinstance(place, Lake):
        _put_lake(folder, place)
    else:
        _put(folder / RECORD, place)
    _prove(place, manifest)
    return Restored(folder, manifest, publish(place, settings.published_file), aside)


def _chosen(backup: Path) -> Path:
    if (backup / MANIFEST).is_file():
        return backup
    for newest in backups(backup):
        return newest
    message = f"{backup}: expected a backup, or a folder of backups, found none"
    raise BackupError(f"{message}; `podium backup FOLDER` makes one")


def _expect_kind(manifest: Manifest, place: Place, folder: Path) -> None:
    wanted = "lake" if isinstance(place, Lake) else "file"
    if manifest.kind != wanted:
        how = "set PODIUM_LAKE to an empty database" if wanted == "file" else "unset PODIUM_LAKE"
        raise BackupError(
            f"{folder}: expected a backup of a {wanted}, found a {manifest.kind}'s; {how}"
        )
    if not isinstance(place, Lake):
        return
    if "://" in manifest.data + place.data and place.data != manifest.data:
        raise BackupError(f"PODIUM_LAKE_DATA: expected {_wanted(manifest)}, found {place.data}")


def _expect_own_data(lake: Lake, manifest: Manifest) -> None:
    """Two catalogs with one folder would each remove the files of the other."""
    known = {name.removeprefix(f"{DATA}/") for name in manifest.parts}
    there = set() if "://" in lake.data else set(files_below(Path(lake.data)))
    if others := sorted(name for name in there - known if name.endswith(".parquet")):
        raise BackupError(
            f"PODIUM_LAKE_DATA: expected a folder without the data of another lake, found "
            f"{others[0]} in {lake.data}; name an empty folder, or use --force where no other "
            "lake uses this one any more"
        )


def _wanted(manifest: Manifest) -> str:
    if "://" in manifest.data:
        return f"{manifest.data}, where the data of this backup was left"
    return "a folder, as the data of this backup is in files"


def _made_way(settings: Settings, *, force: bool) -> str:
    """Refuse where a record is, or set it aside; returns the name that it has then."""
    place = settings.warehouse
    is_lake = isinstance(place, Lake)
    there = not catalog.is_empty(place) if isinstance(place, Lake) else place.exists()
    if not there:
        return ""
    if not force:
        where = f"the lake {called(place)}" if isinstance(place, Lake) else str(place)
        raise BackupError(
            f"{where}: expected no record, found one; restore to another place, or stop whatever "
            "writes there and use --force, which sets it aside"
        )
    name = f"before-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    if isinstance(place, Lake):
        catalog.set_aside(place, name)
    names = ["writer", ALERTS] if not is_lake else [ALERTS]
    for each in names:
        if (settings.home / each).exists():
            (settings.home / name).mkdir(exist_ok=True)
            (settings.home / each).rename(settings.home / name / each)
    return name


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """What is restored beside the record, and where to."""
    yield f"{ARCHIVE}/", settings.archive
    yield f"{REPORTS}/", settings.home / REPORTS
    yield ALERTS, settings.alerts_file
    if isinstance(settings.warehouse, Lake):
        yield f"{DATA}/", Path(settings.warehouse.data)


def _put_all(folder: Path, name: str, target: Path, manifest: Manifest) -> None:
    for path, part in manifest.parts.items():
        if path == name or (name.endswith("/") and path.startswith(name)):
            file = target / path.removeprefix(name) if name.endswith("/") else target
            if not file.is_file() or digest(file) != part:
                _put(folder / path, file)


def _put_lake(folder: Path, lake: Lake) -> None:
    """The catalog last, all of it at once: before that there is no lake."""
    os.sync()
    catalog.load(lake, folder / CATALOG)
    if "://" not in lake.data:
        catalog.move_data(lake, str(Path(lake.data).resolve()))


def _put(source: Path, target: Path) -> None:
    """Copy a file, which has its name when it is whole; what has the name already is kept."""
    if target.exists():
        raise BackupError(
            f"{target}: expected nothing, or what the backup has, found another file; move it away"
        )
    draft = target.with_name(f".{target.name}.{uuid4().hex}")
    try:
        copied(source, draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(target)
    except OSError as error:
        message = f"{target}: expected to be written, found {error.strerror}"
        raise BackupError(f"{message}; check PODIUM_HOME and the space left") from error
    finally:
        draft.unlink(missing_ok=True)


def _prove(place: Place, manifest: Manifest) -> None:
    """The record opens, and every table has the rows that were backed up.

    Raises:
        BackupError: it has others.
    """
    with writing(place) as connection:
        ((database,),) = connection.execute("SELECT current_database()").fetchall()
        rows = rows_of(connection, LAKE if isinstance(place, Lake) else database)
    wrong = [name for name, count in manifest.rows.items() if rows.get(name) != count]
    if wrong:
        name = wrong[0]
        raise BackupError(
            f"the restored record: expected {manifest.rows[name]} rows in {name}, "
            f"found {rows.get(name, 'no such table')}"
        )
