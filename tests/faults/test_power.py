"""The power fails: of what was not put on disk any part may be lost, and what is left is whole.

What a process did to its files is taken down as it happens; from it follow the states in which a
power cut can leave them. A file that was written since it was last synced may have lost its end or
all of its bytes, a name that was given since its folder was last synced may be the old one.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.soak import Half
from leaderboard.errors import ArchiveError, WarehouseError
from leaderboard.page import Page
from pages.archive import Archive
from tests.faults.steps import KILLED, at, check_whole, cycle, published, record, rows, well
from tests.flows.copies import at as page_time
from warehouse.database import writing
from warehouse.publish import publish

State = Mapping[Path, bytes]


@dataclass
class Disk:
    """A folder whose syncs and renames are taken down: `states` are those a cut can leave."""

    folder: Path
    states: list[State] = field(default_factory=list)
    durable: dict[Path, bytes] = field(default_factory=dict)

    def files(self) -> dict[Path, bytes]:
        """The files as processes see them."""
        paths = [p for p in self.folder.rglob("*") if p.is_file() and "warehouse" not in p.name]
        return {path: path.read_bytes() for path in paths}

    def cut(self) -> None:
        """Note what a cut at this moment can leave."""
        seen = self.files()
        self.states.append(dict(self.durable))
        for path, body in seen.items():
            if self.durable.get(path) != body:
                for part in (b"", body[: len(body) // 2]):
                    self.states.append({**self.durable, path: part})

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on take down what is done."""
        self.durable = self.files()
        sync, replace = os.fsync, Path.replace

        def fsync(descriptor: int) -> None:
            self.cut()
            sync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").readlink()
            if path.is_file():
                self.durable[path] = path.read_bytes()
            self.cut()

        def rename(draft: Path, target: Path) -> Path:
            self.cut()
            body = self.durable.get(draft)
            assert body == draft.read_bytes(), "renamed before its bytes were on disk"
            renamed = replace(draft, target)
            self.durable[target] = self.durable.pop(draft)  # or not: the state before is noted
            self.cut()
            return renamed

        monkeypatch.setattr(os, "fsync", fsync)
        monkeypatch.setattr(Path, "replace", rename)

    def left(self) -> Iterator[State]:
        """Each state once: put there, to be looked at."""
        for state in {tuple(sorted(state.items())): state for state in self.states}.values():
            for path in self.files():
                path.unlink()
            for path, body in state.items():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(body)
            yield state


def test_publishing(home: Half, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers have the old state or the new one, and the next publishing puts the new one there."""
    well(home, [at(0)])
    old = published(home).read_bytes()
    assert cycle(home, at(1), point="publishing")[0] == KILLED
    disk = Disk(home.home)
    with monkeypatch.context() as patches:
        disk.watch(patches)
        publish(home.home / "writer" / "warehouse.duckdb", published(home))
    new = published(home).read_bytes()

    assert old != new
    found = set()
    for _ in disk.left():
        found.add(published(home).read_bytes())
        publish(home.home / "writer" / "warehouse.duckdb", published(home))
        assert published(home).read_bytes() == new
        assert list(home.home.glob(".podium*")) == []
    assert found == {old, new}


def test_archiving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is there whole or not at all, and is there after it is kept again."""
    pages = [made(b"one page"), made(b"another")]
    disk = Disk(tmp_path)
    with monkeypatch.context() as patches:
        disk.watch(patches)
        patches.setattr("pages.archive._THREADS", 1)
        places = Archive(tmp_path / "archive").keep(pages)
    whole = disk.files()

    assert len(disk.states) > 8
    for state in disk.left():
        assert all(whole[path] == body for path, body in state.items() if path in whole)
        assert Archive(tmp_path / "archive").keep(pages) == places
        for page in pages:
            assert Archive(tmp_path / "archive").read(places[page.sha256]).body == page.body
    with pytest.raises(ArchiveError):
        Archive(tmp_path / "archive").read(f"00/{'0' * 64}.warc.gz")


def made(body: bytes) -> Page:
    """A page with this body."""
    return Page(
        url="https://acme.example/",
        final_url="https://acme.example/",
        status=200,
        headers=(("Content-Type", "text/plain"),),
        body=body,
        received=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=page_time(0),
    )


def test_torn_log(home: Half, tmp_path: Path) -> None:
    """A log that lost its end opens at the last whole commit; the next cycle makes up for it."""
    well(home, [at(0)])
    assert cycle(home, at(1), point="closing", nth=3)[0] == KILLED
    left = Path(shutil.copytree(home.home, tmp_path / "left"))
    for share in (0.0, 0.4, 0.8, 0.999):
        shutil.rmtree(home.home)
        shutil.copytree(left, home.home)
        log = home.home / "writer" / "warehouse.duckdb.wal"
        os.truncate(log, int(share * log.stat().st_size))
        check_whole(home, after="a torn log")
        well(home, [at(1, 60)])

        assert rows(home, "SELECT count(*) FROM record.snapshots") == [(4,)]


def test_damaged_record(home: Half) -> None:
    """A byte that changed on the disk is refused, with what to do; readers have their copy."""
    well(home, [at(0)])
    before = record(home)
    file = home.home / "writer" / "warehouse.duckdb"
    body = bytearray(file.read_bytes())
    body[9000] ^= 0xFF
    file.write_bytes(body)

    with pytest.raises(WarehouseError, match="restore the file from a backup"), writing(file):
        pass
    assert record(home) == before
    shutil.copy(published(home), file)
    well(home, [at(1)])
