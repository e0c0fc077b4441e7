"""The archive: every page's bytes, named by their sha256, in files that web-archive tools read."""

import os
import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

from leaderboard.errors import ArchiveError
from leaderboard.page import Page, joined
from pages.warc import pack, unpack

_PLACE = re.compile(r"[0-9a-f]{2}/([0-9a-f]{64})\.warc\.gz")
_UNFINISHED = "unfinished"
_STALE_SECONDS = 86_400
_THREADS = 4


class Archive:
    """A folder of `<first two of sha256>/<sha256>.warc.gz`, a response record for each document.

    sha256 is the page's: of the decompressed body. Equal bytes are kept once, with the address and
    time of their first capture. A file has its name only when it is whole and on disk, whatever
    kills the process.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, pages: Iterable[Page]) -> dict[str, str]:
        """Write the pages that are not kept yet; for each sha256, its place below the folder.

        On return all of them are on disk. Blocks: call it from a thread where a loop is running.

        Raises:
            ArchiveError: the folder cannot be written.
        """
        by_name = {page.sha256: page for page in pages}
        places = {sha256: f"{sha256[:2]}/{sha256}.warc.gz" for sha256 in by_name}
        missing = [sha for sha, place in places.items() if not (self._folder / place).exists()]
        try:
            self._write([(by_name[sha256], self._folder / places[sha256]) for sha256 in missing])
        except OSError as error:
            message = f"{self._folder}: expected a folder to write to, found {error.strerror}"
            raise ArchiveError(f"{message}; check PODIUM_HOME and the space left") from error
        return places

    def read(self, place: str) -> Page:
        """The page at the place, its bytes proven by their sha256.

        Raises:
            ArchiveError: it is missing or damaged.
        """
        named = _PLACE.fullmatch(place)
        if named is None:
            message = f"{place!r}: expected a place such as ab/ab...cd.warc.gz"
            raise ArchiveError(message)
        page = self._whole_page(place)
        if page.sha256 != named[1]:
            message = f"{place}: expected bytes with the sha256 of the name, found {page.sha256}"
            raise ArchiveError(f"{message}; restore the file from a backup")
        return page

    def sweep(self) -> int:
        """Remove what killed processes left unfinished a day ago or more; returns how many."""
        stale = [path for path in (self._folder / _UNFINISHED).glob("*") if _is_stale(path)]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def _write(self, missing: list[tuple[Page, Path]]) -> None:
        if not missing:
            return
        shards = {path.parent for _, path in missing}
        new = [shard for shard in shards if not shard.exists()]
        is_first = not self._folder.exists()
        for shard in new:
            shard.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / _UNFINISHED
        unfinished.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(_THREADS) as pool:
            list(pool.map(lambda item: _write_whole(item[0], item[1], unfinished), missing))
            list(pool.map(_sync_folder, [*shards, *([self._folder] if new else [])]))
        if is_first:
            _sync_folder(self._folder.parent)

    def _whole_page(self, place: str) -> Page:
        try:
            with (self._folder / place).open("rb") as file:
                pages = list(unpack(file, place))
        except OSError as error:
            message = f"{place}: expected a kept page, found {error.strerror}"
            raise ArchiveError(f"{message}; check PODIUM_HOME") from error
        if not pages:
            message = f"{place}: expected a kept page, found none"
            raise ArchiveError(f"{message}; restore the file from a backup")
        return joined(pages)


def _write_whole(page: Page, path: Path, folder: Path) -> None:
    unfinished = folder / uuid4().hex
    try:
        with unfinished.open("xb") as file:
            for part in page.parts or (page,):
                file.write(pack(part))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)  # a full disk gets its space back
        raise


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_stale(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > _STALE_SECONDS
    except FileNotFoundError:
        return False
