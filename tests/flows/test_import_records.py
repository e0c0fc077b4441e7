"""Records as tools write them: encoded, referring to others, damaged, in broken files."""

import gzip
import random
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from tests.flows.copies import PAGE, Made, at, chunked, page, revisit, sha1, write_warc
from tests.flows.importer import Importer, check_counts, new_importer

WEEK = tuple(Made(day, page(day)) for day in range(7))


@pytest.fixture
def home(tmp_path: Path) -> Importer:
    """A home without a record."""
    return new_importer(tmp_path)


ENCODED = {
    "chunked": (chunked(page()), (("Transfer-Encoding", "chunked"),)),
    "gzipped": (gzip.compress(page()), (("Content-Encoding", "gzip"),)),
    "both": (
        chunked(gzip.compress(page())),
        (("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")),
    ),
    "said to be chunked": (page(), (("Transfer-Encoding", "chunked"),)),
    "longer than it came": (page(), (("Content-Length", "30"),)),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encoded_bodies(home: Importer, tmp_path: Path, name: str) -> None:
    """Chunks and codings are taken off, also where a tool took them off and left the header."""
    body, headers = ENCODED[name]
    tally = home.take_in(write_warc(tmp_path / "a.warc", [Made(0, body, headers=headers)]))

    assert tally.outcomes == {"changed": 2}


DAMAGED = {
    "cut chunks": (chunked(page())[:-20], (("Transfer-Encoding", "chunked"),), ()),
    "cut body": (page()[:-20], (("Content-Length", str(len(page()))),), ()),
    "cut gzip": (gzip.compress(page())[:-9], (("Content-Encoding", "gzip"),), ()),
    "unknown coding": (b"xyz", (("Content-Encoding", "br"),), ()),
    "cut by its maker": (page(), (), (("WARC-Truncated", "length"),)),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_page_that_is_not_whole_is_not_read(home: Importer, tmp_path: Path, name: str) -> None:
    """It is counted and told, and what stands after it in the file is read."""
    body, headers, fields = DAMAGED[name]
    records = [Made(0, body, headers=headers, fields=fields), Made(1, page(1))]
    tally = home.take_in(write_warc(tmp_path / "a.warc.gz", records))

    assert home.rows("SELECT DISTINCT attempted_at FROM captures") == [(at(1),)]
    assert tally.passed["unreadable"] == 1
    assert tally.notices[0].startswith(f"a.warc.gz: {PAGE} of 2026-05-01 12:00:00: ")
    assert "expected" in tally.notices[0]
    assert tally.faults == []
    check_counts(tally)


def test_damaged_bytes_are_not_read(home: Importer, tmp_path: Path) -> None:
    """In a plain file, where nothing else tells, the record's digest does."""
    file = write_warc(tmp_path / "a.warc", WEEK[:2], gzip=False)
    file.write_bytes(file.read_bytes().replace(b'"beta": 1497.0', b'"beta": 1947.0', 1))
    tally = home.take_in(file)

    assert home.rows("SELECT DISTINCT attempted_at FROM captures") == [(at(0),)]
    assert tally.passed["unreadable"] == 1
    assert "with the digest that the record gives" in tally.notices[0]


REVISITS: Mapping[str, Sequence[Made]] = {
    "by address and date": [Made(0, page(0)), revisit(4, Made(0))],
    "by digest": [Made(0, page(0)), revisit(4, digest=sha1(page(0)))],
    "by digest of another address": [
        Made(0, page(0), "https://elsewhere.example/copy"),
        revisit(4, digest=sha1(page(0))),
    ],
    "by date at another address": [
        Made(0, page(0), "https://elsewhere.example/copy"),
        revisit(4, Made(0, b"", "https://elsewhere.example/copy")),
    ],
    "before its record": [revisit(4, Made(9)), Made(9, page(0))],
}


@pytest.mark.parametrize("name", REVISITS)
@pytest.mark.parametrize("is_split", [True, False], ids=["two files", "one file"])
def test_a_revisit_is_the_page_it_refers_to(
    home: Importer, tmp_path: Path, name: str, *, is_split: bool
) -> None:
    """Wherever its record stands in the files given, and whatever address that is of."""
    records = REVISITS[name]
    parts = [records[:1], records[1:]] if is_split else [records]
    files = [write_warc(tmp_path / f"{n}.warc.gz", part) for n, part in enumerate(parts)]
    tally = home.take_in(*files)

    assert home.rows("SELECT count(*) FROM captures WHERE observed_at = $1", [at(4)]) == [(2,)]
    assert home.rows("SELECT DISTINCT size_bytes FROM captures") == [(len(page(0)),)]
    assert (tally.faults, tally.notices) == ([], [])
    check_counts(tally)


@pytest.mark.parametrize("by", ["date", "digest"])
def test_a_revisit_of_what_is_on_record(home: Importer, tmp_path: Path, by: str) -> None:
    """A record that was imported before resolves what refers to it now."""
    first = Made(0, page(0))
    home.take_in(write_warc(tmp_path / "first.warc.gz", [Made(2, page(2)), first]))
    later = revisit(5, first) if by == "date" else revisit(5, digest=sha1(page(0)))
    file = write_warc(tmp_path / "later.warc.gz", [later])
    tally = home.take_in(file)
    again = home.take_in(file)

    both = "SELECT count(*), count(DISTINCT sha256) FROM captures WHERE attempted_at IN ($1, $2)"
    assert home.rows(both, [at(0), at(5)]) == [(4, 1)]
    assert (len(tally.done), tally.notices, len(again.done), again.settled) == (2, [], 0, 2)


def test_a_revisit_of_nothing_is_told(home: Importer, tmp_path: Path) -> None:
    """What refers to a record that nobody has is counted, and says what to do."""
    records = [revisit(day, Made(99), digest=sha1(b"lost")) for day in (1, 2)]
    tally = home.take_in(write_warc(tmp_path / "a.warc.gz", records))

    assert tally.passed["that refer to a record nobody has"] == 2
    assert "import the file that has it with this one (and 1 more)" in tally.notices[0]
    assert (tally.pages, tally.faults) == (0, [])
    check_counts(tally)


@pytest.mark.parametrize("is_gzipped", [True, False], ids=["gzip", "plain"])
def test_a_file_cut_anywhere(home: Importer, tmp_path: Path, *, is_gzipped: bool) -> None:
    """What stands before the cut is kept, none of it is wrong, and the fault names the file."""
    whole = write_warc(tmp_path / "whole.warc", WEEK[:3], gzip=is_gzipped)
    data, chance = whole.read_bytes(), random.Random(3)  # noqa: S311 - not a secret
    told = 0
    for number in range(12):
        file = tmp_path / f"cut-{number}.warc"
        file.write_bytes(data[: chance.randrange(1, len(data))])
        tally = home.take_in(file)
        told += any(str(file) in fault for fault in tally.faults)
        check_counts(tally)
    home.take_in(whole)
    read = home.rows("SELECT DISTINCT attempted_at, sha256 FROM captures ORDER BY ALL")

    assert told > 9  # a cut between two records cannot be told
    assert read == [(at(n), sha256(made.body).hexdigest()) for n, made in enumerate(WEEK[:3])]


def test_a_broken_file_does_not_stop_the_others(home: Importer, tmp_path: Path) -> None:
    """Rubbish, a folder, files missing, empty or zipped are faults, and the rest is read."""
    crawl = write_warc(tmp_path / "week.warc.gz", WEEK)
    rubbish, empty, packed = (tmp_path / name for name in ("rubbish", "empty", "a.wacz"))
    rubbish.write_bytes(b"no archive at all\r\n" * 99)
    empty.touch()
    packed.write_bytes(b"PK\x03\x04" + bytes(99))
    missing = tmp_path / "missing.warc"
    tally = home.take_in(rubbish, missing, tmp_path, empty, packed, crawl)

    assert [fault.partition(": ")[0] for fault in tally.faults] == [
        str(path) for path in (rubbish, missing, tmp_path, empty, packed)
    ]
    assert "unzip it" in tally.faults[-1]
    assert tally.outcomes.total() == 14
