"""Backing up: a whole, consistent copy in a folder of its own, named by its time when it is whole.

What never changes under its name (pages of the archive, data files of a lake, run reports) is a
hard link to the backup before, so that a backup costs what is new since.
"""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb

from leaderboard.errors import BackupError
from leaderboard.place import Lake
from leaderboard.settings import Settings
from warehouse import catalog
from warehouse.attaching import NAME as LAKE
from warehouse.database import writing
from warehouse.files import copy
from warehouse.locks import session
from warehouse.manifest import NAME as MANIFEST
from warehouse.manifest import Manifest, Part, copied, digest, files_below
from warehouse.tables import tables_of

RECORD, CATALOG, DATA, SCHEDULER = "warehouse.duckdb", "catalog.dump", "data", "scheduler.dump"
ARCHIVE, ALERTS, REPORTS = "archive", "alerts.jsonl", "runs"
# Maintenance of a lake holds it alone, and removes no file while a backup shares it.
MAINTENANCE = "maintaining"
_DRAFT, _LOCK, _UNFINISHED = ".unfinished", ".lock", "unfinished"
_TIME = "%Y-%m-%dT%H%M%S.%f"


class Backup(NamedTuple):
    """A backup that was made: where, what it is made of, and how much of it is new."""

    folder: Path
    manifest: Manifest
    copied_files: int
    copied_bytes: int
    dropped: tuple[str, ...]


def back_up(settings: Settings, folder: Path, keep: int) -> Backup:
    """Make a backup of record, archive, alerts and run reports; of all made, the last are kept.

    Nothing of it has the name of a backup before it is whole and on disk.

    Raises:
        BackupError: another backup is being made there, or something cannot be copied.
        WarehouseBusyError: another process is writing for too long.
    """
    with _alone(folder) as draft:
        before = next(iter(backups(folder)), None)
        made = _Draft(settings, draft, before, Manifest.read(before).parts if before else {})
        manifest = made.fill()
        manifest.write(draft)
        os.sync()
        target = folder / _name(before)
        draft.rename(target)
        dropped = _drop(folder, keep)
        os.sync()
    return Backup(target, manifest, made.copied_files, made.copied_bytes, dropped)


def backups(folder: Path) -> list[Path]:
    """The whole backups in the folder, newest first."""
    return sorted((file.parent for file in folder.glob(f"[0-9]*/{MANIFEST}")), reverse=True)


@contextmanager
def _alone(folder: Path) -> Iterator[Path]:
    """An empty folder for a backup that nobody else makes meanwhile."""
    draft = folder / _DRAFT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / _LOCK).open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            try:
                yield draft
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except BlockingIOError as error:
        message = f"{folder}: expected no other backup at work, found one"
        raise BackupError(f"{message}; try again when it is done") from error
    except OSError as error:
        message = f"{folder}: expected a folder to write a backup to, found {error.strerror}"
        raise BackupError(f"{message}; check the space left, or name another folder") from error


def _name(before: Path | None) -> str:
    """The time, or where the clock was set back the next after the last: names are in order."""
    now = datetime.now(UTC)
    with suppress(ValueError):  # there is none, or a person gave it another name
        last = datetime.strptime(before.name if before else "", f"{_TIME}Z").replace(tzinfo=UTC)
        now = max(now, last + timedelta(milliseconds=1))
    return f"{now.strftime(_TIME)[:-3]}Z"


def _drop(folder: Path, keep: int) -> tuple[str, ...]:
    """Remove the oldest backups; one that is half removed has no manifest and is none."""
    old = backups(folder)[keep:]
    for each in old:
        (each / MANIFEST).unlink()
        shutil.rmtree(each)
    return tuple(each.name for each in old)


@dataclass
class _Draft:
    """A backup in the making; `before` is the one before, with its parts."""

    settings: Settings
    folder: Path
    before: Path | None
    known: Mapping[str, Part]
    parts: dict[str, Part] = field(default_factory=dict)
    copied_files: int = 0
    copied_bytes: int = 0

    def fill(self) -> Manifest:
        """Copy everything: the record first, since all it refers to is there already."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        place = self.settings.warehouse
        if isinstance(place, Lake):
            rows, data, left = self._lake(place)
        else:
            rows, data, left = self._file(place), "", ()
        self._scheduler()
        home = self.settings.home
        self._lasting(home / ARCHIVE, ARCHIVE, files_below(home / ARCHIVE, [_UNFINISHED]))
        self._lasting(home / REPORTS, REPORTS, files_below(home / REPORTS))
        self._alerts(home / ALERTS)
        kind = "lake" if isinstance(place, Lake) else "file"
        return Manifest(now, version("podium"), kind, rows, self.parts, data, left)

    def _file(self, file: Path) -> dict[str, int]:
        if not file.is_file():
            raise BackupError(f"{file}: expected a record to back up, found none; see PODIUM_HOME")
        with writing(file) as connection:
            connection.execute("CHECKPOINT")
            ((database,),) = connection.execute("SELECT current_database()").fetchall()
            rows = rows_of(connection, database)
            copy(file, self.folder / RECORD)
        self._add(RECORD, digest(self.folder / RECORD))
        return rows

    def _lake(self, lake: Lake) -> tuple[dict[str, int], str, tuple[str, ...]]:
        """One state of the catalog, and the data files that it names.

        Data files are written once and removed by maintenance alone, which waits.
        """
        with session(lake) as held:
            held.take(shared=[MAINTENANCE])
            with writing(lake) as connection, catalog.held_state(lake) as state:
                catalog.dump(lake, self.folder / CATALOG, state)
                rows = rows_of(connection, LAKE, f"AT (VERSION => {state.snapshot})")
            self._add(CATALOG, digest(self.folder / CATALOG))
            if "://" in lake.data:
                return rows, lake.data, state.files
            self._lasting(Path(lake.data), DATA, state.files)
            held.check()
        return rows, str(Path(lake.data).resolve()), ()

    def _scheduler(self) -> None:
        """The Prefect server's database, where the settings name one."""
        if address := self.settings.scheduler.get_secret_value():
            catalog.dump(Lake(address, ""), self.folder / SCHEDULER)
            self._add(SCHEDULER, digest(self.folder / SCHEDULER))

    def _lasting(self, source: Path, name: str, files: Iterable[str]) -> None:
        """Files that never change under their names."""
        for file in files:
            path = f"{name}/{file}"
            if not self._linked(path, source / file):
                self._add(path, copied(source / file, self.folder / path))

    def _linked(self, path: str, source: Path) -> bool:
        """Link to what the backup before has under this name, if it is of the same size."""
        part = self.known.get(path)
        if self.before is None or part is None or source.stat().st_size != part.size:
            return False
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.before / path, target)
        except OSError:
            return False  # a file system without links
        self.parts[path] = part
        return True

    def _alerts(self, file: Path) -> None:
        """The whole lines of the alerts; the last one may be in the writing."""
        if not file.is_file():
            return
        with file.open("rb") as lines:
            whole = sum(len(line) for line in lines if line.endswith(b"\n"))
        self._add(ALERTS, copied(file, self.folder / ALERTS, whole))

    def _add(self, path: str, part: Part) -> None:
        self.parts[path] = part
        self.copied_files += 1
        self.copied_bytes += part.size


def rows_of(connection: duckdb.DuckDBPyConnection, database: str, at: str = "") -> dict[str, int]:
    """How many rows each table of a record has."""
    rows = {}
    for table in tables_of(connection, database):
        count = f'SELECT count(*) FROM "{database}".record.{table} {at}'  # noqa: S608 - our own names
        ((rows[table],),) = connection.execute(count).fetchall()
    return rows
