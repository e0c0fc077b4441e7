"""Answers that no board should give: each with the outcome and the words that it must get."""

import gzip
import json
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pages.politeness import MB, Limits
from tests.flows.made import NAMES, scores, tts_page
from tests.servers import answer

DAY = "2026-05-04"
GOOD = json.loads(tts_page(DAY, scores()))


@dataclass(frozen=True)
class Fault:
    """What a server answers for the day, and what must be made of it."""

    name: str
    raw: bytes | Iterable[bytes]
    outcome: str
    says: str
    limits: Limits | None = None

    def answer(self) -> bytes | Iterable[bytes]:
        """The raw answer; pieces are begun anew for each request."""
        return self.raw if isinstance(self.raw, bytes) else iter(self.raw)


class Pieces:
    """An answer in pieces that can be sent more than once."""

    def __init__(self, *pieces: bytes, times: int = 1, pause_seconds: float = 0.0) -> None:
        self._start, self._pieces, self._times = pieces[0], pieces[1:], times
        self._pause_seconds = pause_seconds

    def __iter__(self) -> Iterator[bytes]:
        yield self._start
        for _ in range(self._times):
            time.sleep(self._pause_seconds)
            yield from self._pieces


def page(body: bytes, **headers: str) -> bytes:
    """The body with status 200."""
    return answer(body, **headers)


def changed(**meta: object) -> bytes:
    """The good page with other words about itself."""
    return page(tts_page(DAY, scores(), **meta))


def with_rows(*rows: object) -> bytes:
    """The good page with other rows."""
    meta = {**GOOD["meta"], "model_count": len(rows)}
    return page(json.dumps({"meta": meta, "models": rows}).encode())


def with_first(**fields: object) -> bytes:
    """The good page with other fields in its first row."""
    first, *others = GOOD["models"]
    return with_rows({**first, **fields}, *others)


def bomb() -> bytes:
    """A few hundred kilobytes that unpack to 300 MB."""
    packer = zlib.compressobj(1, wbits=31)
    block = bytes(10 * MB)
    return b"".join(packer.compress(block) for _ in range(30)) + packer.flush()


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
MEGABYTE = b"f4240\r\n" + bytes(MB) + b"\r\n"
SHORT = Limits(read_seconds=0.2, total_seconds=2.0)
BODY = tts_page(DAY, scores())

NETWORK = (
    Fault("500s", answer(b"oops", 500), "failed", "expected status 200, found 500 .*2 attempts"),
    Fault(
        "hangs",
        Pieces(b"", b"", pause_seconds=1.0),  # type: ignore[arg-type]
        "failed",
        "expected an HTTP answer, found ReadTimeout",
        SHORT,
    ),
    Fault(
        "2 GB",
        Pieces(CHUNKED, MEGABYTE, times=2000),  # type: ignore[arg-type]
        "failed",
        "expected at most 32000000 bytes, found more",
    ),
    Fault(
        "gzip bomb",
        page(bomb(), Content_Encoding="gzip"),
        "failed",
        "expected at most 128000000 bytes, found more after decompression",
    ),
    Fault(
        "redirect to a private address",
        answer(b"", 302, Location="http://169.254.169.254/latest/meta-data/"),
        "failed",
        "expected a redirect that stays on https, found http://169.254.169.254",
    ),
    Fault(
        "redirect to a private address over TLS",
        answer(b"", 302, Location="https://169.254.169.254/latest/meta-data/"),
        "failed",
        "public address.*169.254.169.254|169.254.169.254.*public",
    ),
    Fault("empty body", page(b""), "failed", "expected a page, found an empty body"),
    Fault(
        "cut off in the middle",
        Pieces(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + BODY[:500]),  # type: ignore[arg-type]
        "failed",
        "expected an HTTP answer, found RemoteProtocolError",
    ),
    Fault(
        "compressed and cut short",
        page(gzip.compress(BODY)[:200], Content_Encoding="gzip"),
        "failed",
        "expected a whole compressed body, found it cut short",
    ),
    Fault("refused", answer(b"no", 403), "blocked", "expected status 200, found 403"),
    Fault("not there", answer(b"no", 404), "absent", "expected status 200, found 404"),
)

CONTENT = (
    Fault("not UTF-8", page(b'{"meta": "\xff\xfe"}'), "rejected", "expected UTF-8 .* 0xff"),
    Fault(
        "HTML",
        page(b"<!doctype html><html><body>Sign in to go on</body></html>"),
        "rejected",
        "expected a JSON object, found a body that begins '<!doctype html>",
    ),
    Fault("cut JSON", page(BODY[:700]), "rejected", "expected a JSON object.*truncated"),
    Fault("a list", page(b"[1, 2]"), "rejected", "expected a JSON object"),
    Fault(
        "deep nesting",
        page(b'{"meta": ' + b"[" * 200_000),
        "rejected",
        "recursion",
    ),
    Fault(
        "another board",
        changed(endpoint="text-to-video"),
        "rejected",
        "expected the board 'text-to-speech' at this address, found 'text-to-video'",
    ),
    Fault("no meta", page(b'{"models": []}'), "rejected", "meta: expected"),
    Fault("another type", with_first(elo="1200 or so"), "rejected", "elo|models: expected `float`"),
    Fault("0 models", with_rows(), "rejected", "expected a standing, found 0 rows"),
    Fault(
        "a tenth", with_rows(*GOOD["models"][:2]), "rejected", "expected 10 to 200 rows, found 2"
    ),
    Fault(
        "under half",
        with_rows(*({**row, "rank": row["rank"] - 13} for row in GOOD["models"][13:])),
        "suspect",
        "10 of the leading 10 are missing: model-00, model-01, model-02 and 7 more; .*; held",
    ),
    Fault("wrong count", changed(model_count=99), "rejected", "declares 99 rows, found 24"),
    Fault(
        "same key", with_first(id=f"id-{NAMES[1]}"), "rejected", "every key once, found .* twice"
    ),
    Fault(
        "score out of bounds", with_first(elo=9e9), "rejected", "expected scores from 400 to 2000"
    ),
    Fault("ranks apart", with_first(rank=3), "rejected", "expected ranks without a gap, found"),
    Fault("scores upside down", with_first(elo=900.0), "rejected", "in the order of ranks"),
    Fault(
        "vast number of votes", with_first(appearances=2**70), "rejected", "expected 0 to .* votes"
    ),
    Fault("negative votes", with_first(appearances=-5), "rejected", "votes, found -5"),
    Fault("no name", with_first(name=""), "rejected", "every row to name its model"),
    Fault(
        "year one",
        changed(fetched_at="0001-01-01T00:00:00+14:00"),
        "rejected",
        "OverflowError|expected an ISO 8601 time",
    ),
    Fault(
        "not yet",
        changed(fetched_at="2999-01-01T00:00:00+00:00"),
        "rejected",
        "found one of 2999-01-01",
    ),
    Fault(
        "no such day",
        changed(fetched_at="yesterday"),
        "rejected",
        "OverflowError|expected an ISO 8601 time",
    ),
    Fault("lone surrogate", page(BODY.replace(b"model-00", b"\\ud800")), "rejected", "expected"),
)


def challenge(captures: Path) -> Fault:
    """A real interstitial, as it was met."""
    (file,) = captures.glob("blocked-page-html/*/*.html")
    return Fault("challenge", page(file.read_bytes()), "blocked", "expected the page, found a")
