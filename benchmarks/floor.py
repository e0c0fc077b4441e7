"""The floor: the least that fetches, reads, stores and compares the same pages, written by hand.

`python -m benchmarks.floor DATABASE ORIGIN URLS` asks for the pages (conditionally, where it has
seen them), reads the rows with what is fastest, inserts them, and prints as JSON what moved. It
archives nothing, checks nothing, publishes nothing, retries nothing, obeys no robots.txt, believes
every page, and knows the place and form of all it reads.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path
from typing import NamedTuple

import duckdb
import httpx
import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

_CONNECTIONS = 4  # httpx slows with more of them
_NOT_MODIFIED = 304
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # as Podium has it; the usual one takes 20 ms

Row = tuple[str, str, str, int, float, float, float, int]
_FIELDS = ("key", "model", "organization", "rank", "score", "low", "high", "votes")

_CUT = b'"])</script><script>self.__next_f.push([1,"'
_ENTRIES = rb"\"entries\":["
_AFTER = rb"]}]\n"

_TABLES = """
CREATE TABLE IF NOT EXISTS pages (url VARCHAR, etag VARCHAR, day INTEGER);
CREATE TABLE IF NOT EXISTS entries (
    url VARCHAR, day INTEGER, key VARCHAR, model VARCHAR, organization VARCHAR, rank INTEGER,
    score DOUBLE, low DOUBLE, high DOUBLE, votes BIGINT
);
"""
_INSERT = f"""
INSERT INTO entries
SELECT unnest($url), $day, {", ".join(f"unnest(${name})" for name in _FIELDS)}
"""
_DIFF = """
WITH now AS (FROM entries WHERE day = $day),
before AS (
    FROM entries
    WHERE day < $day AND url IN (SELECT url FROM now)
    QUALIFY rank() OVER (PARTITION BY url ORDER BY day DESC) = 1
)
SELECT coalesce(n.url, b.url), coalesce(n.key, b.key), b.rank, n.rank
FROM before AS b
FULL JOIN now AS n USING (url, key)
WHERE b.rank IS DISTINCT FROM n.rank
"""


class _Organization(msgspec.Struct):
    name: str


class _Reach(msgspec.Struct):
    low: float
    high: float


class _Sent(msgspec.Struct):
    rank: int
    slug: str
    name: str
    organization: _Organization
    score: float
    ci: _Reach
    votes: int


class _Listed(msgspec.Struct):
    rank: int
    model: str
    display_name: str
    organization: str
    score: float
    ci_low: float
    ci_high: float
    votes: int


class _Api(msgspec.Struct):
    entries: list[_Listed]


class Answer(NamedTuple):
    """A page that is new or has changed."""

    url: str
    etag: str
    rows: list[Row]


_SENT = msgspec.json.Decoder(list[_Sent])
_API = msgspec.json.Decoder(_Api)


def _read(url: str, body: bytes) -> list[Row]:
    if url.startswith("/a/"):
        rows = LexborHTMLParser(body).css("#leaderboard .lb-row")
        return [_of_table(row.attributes["data-slug"], row.css("td")) for row in rows]
    if url.startswith("/b/"):
        return [
            (
                *(m.slug, m.name, m.organization.name, m.rank, m.score),
                *(m.score - m.ci.low, m.score + m.ci.high, m.votes),
            )
            for m in _SENT.decode(_entries(body))
        ]
    return [
        (
            *(m.model, m.display_name, m.organization, m.rank, m.score),
            *(m.score - m.ci_low, m.score + m.ci_high, m.votes),
        )
        for m in _API.decode(body).entries
    ]


def _of_table(key: str | None, cells: list[LexborNode]) -> Row:
    rank, model, score_text, reach, votes, organization, *_ = (cell.text() for cell in cells)
    above, _, below = reach.partition("/")
    score = float(score_text)
    named = (key or "", model, organization, int(rank), score)
    return (*named, score + float(below), score + float(above), int(votes.replace(",", "")))


def _entries(body: bytes) -> str:
    payload = body.replace(_CUT, b"")
    start = payload.index(_ENTRIES) + len(_ENTRIES) - 1
    text: str = msgspec.json.decode(
        b'"%b"' % payload[start : payload.index(_AFTER, start) + 1], type=str
    )
    return text


async def _fetch(client: httpx.AsyncClient, url: str, etag: str | None) -> Answer | None:
    answer = await client.get(url, headers={"If-None-Match": etag} if etag else None)
    if answer.status_code == _NOT_MODIFIED:
        return None
    answer.raise_for_status()
    return Answer(url, answer.headers["etag"], _read(url, answer.content))


async def _fetch_all(origin: str, known: dict[str, str | None]) -> list[Answer]:
    limits = httpx.Limits(max_connections=_CONNECTIONS)
    async with httpx.AsyncClient(
        base_url=origin, limits=limits, timeout=30, verify=_NO_TLS
    ) as client:
        answers = await asyncio.gather(*(_fetch(client, url, known.get(url)) for url in known))
    return [answer for answer in answers if answer is not None]


def _keep(connection: duckdb.DuckDBPyConnection, day: int, answers: list[Answer]) -> None:
    rows = [(answer.url, *row) for answer in answers for row in answer.rows]
    columns = dict(zip(("url", *_FIELDS), map(list, zip(*rows, strict=True)), strict=True))
    connection.begin()
    connection.execute(_INSERT, {"day": day, **columns})
    pages = {"url": [a.url for a in answers], "etag": [a.etag for a in answers], "day": day}
    connection.execute("INSERT INTO pages SELECT unnest($url), unnest($etag), $day", pages)
    connection.commit()


def main(database: str, origin: str, urls: str) -> None:
    """Do one day."""
    connection = duckdb.connect(database)
    connection.execute(_TABLES)
    etags = dict(
        connection.execute("SELECT url, arg_max(etag, day) FROM pages GROUP BY url").fetchall()
    )
    day = connection.execute("SELECT coalesce(max(day), 0) + 1 FROM pages").fetchall()[0][0]
    known = {url: etags.get(url) for url in Path(urls).read_text().split()}
    answers = asyncio.run(_fetch_all(origin, known))
    moves = []
    if answers:
        _keep(connection, day, answers)
        moves = connection.execute(_DIFF, {"day": day}).fetchall() if etags else []
    connection.close()
    print(json.dumps(moves))


if __name__ == "__main__":
    main(*sys.argv[1:])
