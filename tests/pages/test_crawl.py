"""Records of WARC files, as far as one file tells."""

import gzip
from pathlib import Path

import pytest

from leaderboard.errors import ArchiveError
from pages.crawl import Crawl, Unreadable
from pages.digests import digest_of
from pages.records import Head, Response


def record(kind: str, block: bytes, url: str = "https://a.example/", **fields: str) -> bytes:
    """One record as WARC/1.0 has it."""
    lines = {
        "WARC-Type": kind,
        "WARC-Target-URI": url,
        "WARC-Date": "2026-05-28T12:00:00Z",
        "WARC-Record-ID": "<urn:uuid:1>",
        "Content-Type": f"application/http; msgtype={kind}",
        "Content-Length": str(len(block)),
    }
    lines |= {name.replace("_", "-"): value for name, value in fields.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


PAGE = record("response", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nabc")


def crawl(path: Path, data: bytes) -> Crawl:
    """A file with these bytes, all of whose records are wanted."""
    path.write_bytes(data)
    return Crawl(path, bool)


def bodies(made: Crawl) -> list[bytes]:
    """The bodies of the pages in the file."""
    return [each.page.body for each in made.read() if isinstance(each, Response)]


@pytest.mark.parametrize(
    "data",
    [
        PAGE * 2,
        gzip.compress(PAGE, mtime=0) * 2,
        gzip.compress(PAGE * 2, mtime=0),
        record("response", b"HTTP/2 200\r\n\r\nabc") + PAGE,
        record("response", b"HTTP/1.0 200 OK\n\nabc", url="<https://a.example/>") + PAGE,
    ],
    ids=["plain", "a member a record", "one member", "HTTP/2", "wget"],
)
def test_ways_to_write_a_file(tmp_path: Path, data: bytes) -> None:
    """Gzipped as a whole or by the record, and with other status lines and line ends."""
    assert bodies(crawl(tmp_path / "a.warc", data)) == [b"abc", b"abc"]


def test_only_what_is_wanted_is_decoded(tmp_path: Path) -> None:
    """What else a crawl holds cannot hurt."""
    bad = record(
        "response", b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nx", "https://b.example/"
    )

    def is_wanted(head: Head) -> bool:
        return head.url == "https://a.example/"

    wanted = crawl(tmp_path / "a.warc", bad + PAGE)
    wanted.is_wanted = is_wanted
    assert bodies(wanted) == [b"abc"]
    (told, _) = crawl(tmp_path / "a.warc", bad + PAGE).read()

    assert isinstance(told, Unreadable)
    assert "Content-Encoding 'br'" in told.reason


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"rubbish\r\n" * 9, "Unknown archive format"),
        (gzip.compress(b"rubbish\r\n" * 9, mtime=0), "Unknown archive format"),
        (b"", "an empty file"),
        (b"\x28\xb5\x2f\xfd" + bytes(9), "zstd"),
        (record("response", b"x", Content_Length=""), "without its Content-Length"),
        (PAGE + PAGE[:-12], "cut short by 8 bytes after 2"),
        (gzip.compress(PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)[:20], "cut short after 1"),
        (
            gzip.compress(PAGE, mtime=0) + b"rubbish" * 9,
            "Not a gzipped file .* after 1; what stands before",
        ),
        (b"filedesc://a.arc 0.0.0.0 20260528120000 text/plain 9\n1 0 X\nURL IP\n\n", "ARC"),
    ],
)
def test_what_is_no_warc_file_to_its_end(tmp_path: Path, data: bytes, told: str) -> None:
    """The error names the file and says what was found."""
    with pytest.raises(ArchiveError, match=told) as error:
        bodies(crawl(tmp_path / "a.warc", data))

    assert str(error.value).startswith(str(tmp_path / "a.warc"))


def test_a_record_without_date_or_address(tmp_path: Path) -> None:
    """It is passed over: nobody can say what and when it was."""
    nameless = record("response", b"HTTP/1.1 200 OK\r\n\r\nabc", url="")
    undated = record("response", b"HTTP/1.1 200 OK\r\n\r\nabc", WARC_Date="yesterday")
    made = crawl(tmp_path / "a.warc", nameless + undated + PAGE)
    made.is_wanted = lambda head: bool(head.url)

    assert bodies(made) == [b"abc"]
    assert made.passed == {"of addresses nobody watches": 2}


def test_digests_in_any_base() -> None:
    """Base 32 and base 16, in either case, are one digest; what cannot be read is none."""
    texts = [
        "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5",
        "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d",
    ]

    assert {str(digest_of(text)) for text in texts} == {
        "sha1:a9993e364706816aba3e25717850c26c9cd0d89d"
    }
    assert [digest_of(text) for text in (None, "sha1:", "sha1:xyz", "crc:12", "")] == [None] * 5
