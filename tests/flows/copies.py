"""Boards whose pages other archives have copies of: their source file, their pages, WARC files."""

import hashlib
import io
import json
from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import yaml
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

CHESS, GO, DAILY = "acme/chess", "acme/go", "acme/daily"
HISTORY = "https://files.example/all.json"
PAGE = "https://acme.example/boards/"
START = datetime(2026, 5, 1, 12, 0, 0)  # noqa: DTZ001 - UTC without zone
SCORES = {"alpha": 1500.0, "beta": 1490.0, "gamma": 1480.0, "delta": 1470.0, "eps": 1460.0}


def write_boards(folder: Path) -> Path:
    """A folder with one source file: two boards on one page that is off, and a daily archive."""
    page = {"name": "page", "kind": "page", "on": False}
    daily = {"name": "files", "kind": "archive", "on": True}
    history = {"name": "history", "kind": "archive", "on": False, "url": f"{HISTORY}#{{date}}"}
    boards = {
        "chess": [page | {"url": f"{PAGE}#chess"}],
        "go": [page | {"url": f"{PAGE}#go"}],
        "daily": [daily | {"url": "https://files.example/{date}/daily.json"}, history],
    }
    fields = {"metric": "Elo", "unit": "points", "higher_is_better": True, "cadence": "1d"}
    parser = {"parser": "tests.flows.parsing.boards"}
    source = {
        "publisher": "acme",
        "title": "Acme",
        "url": "https://acme.example",
        "attribution": "Acme",
        "terms": "No automated access.",
        "boards": {
            name: {
                "title": name,
                "url": PAGE,
                **fields,
                "channels": [channel | parser for channel in channels],
            }
            for name, channels in boards.items()
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "acme.yml").write_text(yaml.safe_dump(source), encoding="utf-8")
    return folder


def page(day: int = 0, **boards: Mapping[str, float]) -> bytes:
    """The page of both boards as it was that many days after the start: beta gains 7 a day."""
    scores = SCORES | {"beta": SCORES["beta"] + 7 * day}
    return json.dumps({"chess": scores, "go": SCORES, **boards}).encode()


def at(day: float) -> datetime:
    """That many days after the start."""
    return START + timedelta(days=day)


@dataclass(frozen=True)
class Made:
    """One record to be written."""

    day: float
    body: bytes = b""
    url: str = PAGE
    kind: str = "response"
    status: str = "200 OK"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def date(self) -> str:
        """As WARC/1.0 writes it."""
        return f"{at(self.day):%Y-%m-%dT%H:%M:%SZ}"


def sha1(payload: bytes) -> str:
    """A payload's digest as most tools write it."""
    return f"sha1:{b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()}"


def revisit(day: float, original: Made | None = None, *, url: str = PAGE, digest: str = "") -> Made:
    """A revisit record that refers to a record by address and date, or by digest alone."""
    fields = [("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")]
    if original is not None:
        fields += [("WARC-Refers-To-Target-URI", original.url)]
        fields += [("WARC-Refers-To-Date", original.date)]
    if digest:
        fields += [("WARC-Payload-Digest", digest)]
    return Made(day, url=url, kind="revisit", fields=tuple(fields))


def chunked(body: bytes, size: int = 40) -> bytes:
    """The body in chunks, as it comes over the wire."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    lines = [b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts]
    return b"".join([*lines, b"0\r\n\r\n"])


def write_warc(path: Path, records: Iterable[Made], *, gzip: bool = True) -> Path:
    """A WARC file of a crawl, with the request and the metadata of each record beside it."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=gzip)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a crawler"}))
        for made in records:
            for kind in ("request", made.kind, "metadata"):
                writer.write_record(_record(writer, made, kind))
    return path


def _record(writer: WARCWriter, made: Made, kind: str) -> object:
    fields = {"WARC-Date": made.date}
    if kind == "request":
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "acme.example")], is_http_request=True)
        return writer.create_warc_record(
            made.url, kind, io.BytesIO(), warc_headers_dict=fields, http_headers=http
        )
    if kind == "metadata":
        text = io.BytesIO(b"fetchTimeMs: 12\r\n")
        return writer.create_warc_record(
            made.url,
            kind,
            text,
            warc_content_type="application/warc-fields",
            warc_headers_dict=fields,
        )
    http = StatusAndHeaders(made.status, list(made.headers), protocol="HTTP/1.1")
    return writer.create_warc_record(
        made.url,
        kind,
        io.BytesIO(made.body),
        warc_headers_dict=fields | dict(made.fields),
        http_headers=http,
    )


def moment(day: float) -> str:
    """The time as the Wayback Machine writes it."""
    return f"{at(day).replace(tzinfo=UTC):%Y%m%d%H%M%S}"
