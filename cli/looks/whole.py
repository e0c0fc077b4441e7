"""Whether what is kept is whole: the record, what readers have of it, and the archive."""

import random
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

from cli.asking import published, settings
from cli.looks.finding import Finding
from leaderboard.errors import ArchiveError
from leaderboard.place import Lake

_ALL = 1 << 31
_NEWEST, _SAMPLE = 2_000, 20
_PATIENCE_SECONDS = 5.0
_OF_A_LAKE = ("duckdb-extension-ducklake", "duckdb-extension-postgres-scanner", "psycopg")
_RESTORE = "restore the last backup"


def record_whole() -> Iterator[Finding]:
    """Nothing half kept, nothing twice, and readers have the state of the writer."""
    used = settings()
    if not used.published_file.is_file():
        return
    with published() as reader:
        faults = reader.ask("half_kept").rows
        ((twice, one),) = reader.ask("entries_twice").rows
    for what, count, example in (*faults, *([("entries kept twice", twice, one)] if twice else [])):
        text = f"expected none, found {count} {what}, such as {example}; {_RESTORE}"
        yield Finding("problem", "whole", text)
    if not faults and not twice:
        yield Finding("ok", "whole", "the record has nothing half and nothing twice")
    if not isinstance(used.warehouse, Lake):
        yield _beside()


def lake() -> Iterator[Finding]:
    """Whether the lake answers, where the record is in one."""
    from warehouse.integrity import reach

    place = settings().warehouse
    if isinstance(place, Lake):
        yield _extensions()
        count = reach(place, _PATIENCE_SECONDS)
        yield Finding("ok", "lake", f"the lake of PODIUM_LAKE answers: {count} captures")


def _beside() -> Finding:
    from warehouse.integrity import Beside, beside_published

    used = settings()
    if not used.writer_file.is_file():
        text = f"readers have a record, and its writer's file {used.writer_file} is not here"
        return Finding("note", "whole", f"{text}; {_RESTORE} if this machine is to go on with it")
    match beside_published(used.writer_file, used.published_file):
        case Beside.SAME:
            return Finding("ok", "whole", "readers have all that is on record")
        case Beside.BEHIND:
            text = "readers lack something on record; `podium publish` or the next run brings it"
            return Finding("note", "whole", text)
        case Beside.BUSY:
            text = "a process is writing to the record, so that it was not compared; look again"
            return Finding("note", "whole", text)


def _extensions() -> Finding:
    """Which of the packages are there that a lake is read and written by."""
    found, missing = [], []
    for name in _OF_A_LAKE:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        text = f"{', '.join(missing)} not installed; install podium with its extra `lake`"
        return Finding("problem", "lake", text)
    return Finding("ok", "lake", ", ".join(found))


def archive_whole(tell: Callable[[int, int], None], *, is_deep: bool) -> Iterator[Finding]:
    """Kept pages are there and have the bytes of their names: some of the newest, or all."""
    used = settings()
    if not used.published_file.is_file():
        return
    if not used.archive.is_dir():
        text = f"no page is kept here: there is no {used.archive}"
        yield Finding("note", "archive", f"{text}; {_RESTORE} if there should be")
        return
    with published() as reader:
        rows = reader.ask("archived_pages", {"limit": _ALL if is_deep else _NEWEST}).rows
    places = [place for (place,) in rows]
    if not is_deep and len(places) > _SAMPLE:
        places = random.sample(places, _SAMPLE)
    faults = list(_damaged(used.archive, places, tell))
    for fault in faults:
        yield Finding("problem", "archive", fault)
    more = "" if is_deep else "; `podium doctor --deep` reads them all"
    if not faults:
        text = f"{len(places)} pages of the archive were read and are whole{more}"
        yield Finding("ok", "archive", text)


def _damaged(
    folder: Path, places: Sequence[str], tell: Callable[[int, int], None]
) -> Iterator[str]:
    from pages.archive import Archive

    archive = Archive(folder)
    for count, place in enumerate(places, start=1):
        try:
            archive.read(place)
        except ArchiveError as error:
            yield str(error)
        tell(count, len(places))
