"""The archive keeps bytes: whole, once, readable by other tools, and proven when read."""

import gzip
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from leaderboard.errors import ArchiveError
from leaderboard.page import Page
from pages.archive import Archive

BODY = b"<html><td>Model \xc3\xa9</td></html>" * 100
PACKED = gzip.compress(BODY)


def page(body: bytes = BODY, received: bytes | None = None, **changes: object) -> Page:
    """A page of a board, gzipped on its way if so received."""
    coding = () if received is None else (("Content-Encoding", "gzip"),)
    fields: dict[str, object] = {
        "url": "https://board.example/top?day=1",
        "final_url": "https://board.example/top?day=1",
        "status": 200,
        "headers": (("Content-Type", "text/html"), ("X-Name", "caf\xe9"), *coding),
        "body": body,
        "received": body if received is None else received,
        "sha256": hashlib.sha256(body).hexdigest(),
        "fetched_at": datetime(2026, 5, 28, 12, 30, 1, 250_000),  # noqa: DTZ001 - UTC without zone
    }
    return Page(**{**fields, **changes})  # type: ignore[arg-type]


def test_kept_page_comes_back(tmp_path: Path) -> None:
    """A page read from the archive has the bytes, address, time and headers it was kept with."""
    kept = page(received=PACKED, final_url="https://cdn.example/top")
    archive = Archive(tmp_path)
    place = archive.keep([kept])[kept.sha256]
    back = archive.read(place)

    assert place == f"{kept.sha256[:2]}/{kept.sha256}.warc.gz"
    assert (back.body, back.received) == (BODY, PACKED)
    assert (back.url, back.final_url) == (kept.url, kept.final_url)
    assert back.fetched_at == kept.fetched_at
    assert back.header("content-encoding") == "gzip"
    assert back.status == 200


@pytest.mark.parametrize("received", [None, PACKED], ids=["plain", "gzipped"])
def test_other_tools_read_it(tmp_path: Path, received: bytes | None) -> None:
    """The file is one WARC/1.1 response with the body as received; its digests hold."""
    kept = page(received=received, headers=(*page().headers, ("Transfer-Encoding", "chunked")))
    path = tmp_path / Archive(tmp_path).keep([kept])[kept.sha256]
    with path.open("rb") as file:
        (record,) = [(r, r.content_stream().read()) for r in ArchiveIterator(file)]
    warcio = Path(sys.executable).with_name("warcio")
    checked = subprocess.run([warcio, "check", path], capture_output=True, check=False)

    assert record[0].rec_headers.protocol == "WARC/1.1"
    assert record[0].rec_headers.get_header("WARC-Type") == "response"
    assert record[0].rec_headers.get_header("WARC-Target-URI") == kept.url
    assert record[0].rec_headers.get_header("WARC-Date") == "2026-05-28T12:30:01.250000Z"
    assert record[0].http_headers.get_header("Transfer-Encoding") is None
    assert record[1] == kept.received
    assert checked.returncode == 0, checked.stdout


def test_equal_bytes_are_kept_once(tmp_path: Path) -> None:
    """Keeping the same bytes again, from wherever, changes nothing."""
    archive = Archive(tmp_path)
    first = archive.keep([page(), page()])
    (path,) = tmp_path.glob("*/*")
    before = path.stat().st_mtime_ns
    again = archive.keep([page(url="https://elsewhere.example/", received=PACKED)])

    assert first == again
    assert path.stat().st_mtime_ns == before
    assert list(tmp_path.glob("*/*")) == [path]


def test_many_pages_at_once(tmp_path: Path) -> None:
    """All pages of a cycle are kept, each under its own name."""
    pages = [page(b"page %d" % number) for number in range(50)]
    archive = Archive(tmp_path)
    places = archive.keep(iter(pages))

    assert [archive.read(places[p.sha256]).body for p in pages] == [p.body for p in pages]


def test_nothing_to_keep(tmp_path: Path) -> None:
    """No pages leave no trace."""
    assert Archive(tmp_path / "none").keep([]) == {}
    assert not (tmp_path / "none").exists()


def test_killed_process_leaves_no_half_file(tmp_path: Path) -> None:
    """Whatever moment a process is killed at, a file with a final name is whole."""
    script = (
        "import sys, itertools; from pathlib import Path; sys.path[:0] = sys.argv[2:]\n"
        "from tests.pages.test_archive import page; from pages.archive import Archive\n"
        "archive = Archive(Path(sys.argv[1])); print('go', flush=True)\n"
        "for n in itertools.count(): archive.keep([page(b'%d ' % (n * 9 + k) * 90_000) "
        "for k in range(9)])\n"
    )
    root = str(Path(__file__).parents[2])
    for wait in (0.05, 0.11):
        child = subprocess.Popen(
            [sys.executable, "-c", script, tmp_path, root], stdout=subprocess.PIPE
        )
        assert child.stdout
        child.stdout.readline()
        time.sleep(wait)
        child.send_signal(signal.SIGKILL)
        child.communicate()
    archive = Archive(tmp_path)
    places = [str(path.relative_to(tmp_path)) for path in tmp_path.glob("*/*.warc.gz")]

    assert places
    assert all(archive.read(place) for place in places)


def test_sweep_removes_only_what_is_stale(tmp_path: Path) -> None:
    """Unfinished files go after a day; younger ones may still be written."""
    archive = Archive(tmp_path)
    (place,) = archive.keep([page()]).values()
    old, young = tmp_path / "unfinished" / "old", tmp_path / "unfinished" / "young"
    for path in (old, young, tmp_path / place):
        path.touch()
    for path in (old, tmp_path / place):
        os.utime(path, (time.time() - 90_000,) * 2)

    assert archive.sweep() == 1
    assert not old.exists()
    assert young.exists()
    assert (tmp_path / place).exists()


def test_missing_file_is_said(tmp_path: Path) -> None:
    """A place without a file is an error that names it."""
    place = f"ab/{'ab' * 32}.warc.gz"
    with pytest.raises(ArchiveError, match=f"{place}: expected a kept page"):
        Archive(tmp_path).read(place)


@pytest.mark.parametrize("place", ["../secret", "/etc/passwd", "", "ab/../x.warc.gz"])
def test_only_places_are_read(tmp_path: Path, place: str) -> None:
    """A path that is no place of the archive is not opened."""
    with pytest.raises(ArchiveError, match="expected a place"):
        Archive(tmp_path).read(place)


def test_damage_is_found(tmp_path: Path) -> None:
    """A file with other, missing or changed bytes is never read as the page."""
    archive = Archive(tmp_path)
    (place,) = archive.keep([page(received=PACKED)]).values()
    path = tmp_path / place
    whole, dice = path.read_bytes(), random.Random(1)  # noqa: S311 - a repeatable test
    damaged = [whole[: dice.randrange(len(whole))] for _ in range(60)]
    for _ in range(200):
        changed = bytearray(whole)
        changed[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        damaged.append(bytes(changed))
    bodies = []
    for data in [*damaged, b"", b"WARC/1.1\r\n\r\n", b"rubbish" * 99]:
        path.write_bytes(data)
        with suppress(ArchiveError):
            bodies.append(archive.read(place).body)

    assert set(bodies) <= {BODY}
    assert len(bodies) < 150  # a bit of a header may change, the page may not


def test_other_page_under_the_name_is_found(tmp_path: Path) -> None:
    """A whole file with other bytes than its name says is an error."""
    archive = Archive(tmp_path)
    places = archive.keep([page(b"one"), page(b"two")])
    one, two = (tmp_path / place for place in places.values())
    one.write_bytes(two.read_bytes())

    with pytest.raises(ArchiveError, match="expected bytes with the sha256 of the name"):
        archive.read(str(one.relative_to(tmp_path)))


def test_unwritable_folder_is_said(tmp_path: Path) -> None:
    """A folder that cannot be made is an error that says what to check."""
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="check PODIUM_HOME"):
        Archive(tmp_path / "file").keep([page()])
