"""A Wayback Machine on loopback: its index with resume keys, and raw copies."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from json import dumps
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlsplit

from tests.flows.copies import PAGE, Made, moment, sha1
from tests.servers import Request, answer

ORIGIN = "https://web.archive.org"
_URLKEY = "example,acme)/boards"


@dataclass
class WaybackMachine:
    """Copies of the page, `rows` of which are listed at a time.

    `faults` are answers that come once each in place of those to requests whose path holds a text.
    """

    copies: Sequence[Made]
    rows: int = 100
    faults: list[tuple[str, Callable[[], bytes]]] = field(default_factory=list)

    def answer(self, request: Request) -> bytes:
        """The part of the index, or the copy, that is asked for."""
        for fault in self.faults:
            if fault[0] in request.path:
                self.faults.remove(fault)
                return fault[1]()
        path = request.path
        return self._index(path) if path.startswith("/cdx/search/cdx?") else self._copy(path)

    def _index(self, path: str) -> bytes:
        asked = dict(parse_qsl(urlsplit(path).query, strict_parsing=True))
        assert asked["url"] == PAGE
        assert asked["output"] == "json"
        assert asked["filter"] == "statuscode:200"
        names = asked["fl"].split(",")
        rows = list(self._listed(asked))
        shown, rest = rows[: self.rows], rows[self.rows :]
        table = [[row[name] for name in names] for row in shown]
        if table:
            table.insert(0, names)
        if rest and asked.get("showResumeKey") == "true":
            table += [[], [quote_plus(f"{_URLKEY} {shown[-1]['timestamp']}!")]]
        return answer(dumps(table).encode(), Content_Type="application/json")

    def _listed(self, asked: dict[str, str]) -> Iterator[dict[str, str]]:
        """What the index knows of the days, equal neighbours once, after the resume key."""
        after = unquote_plus(asked.get("resumeKey", "")).rpartition(" ")[2].rstrip("!")
        rows = [
            {"timestamp": moment(made.day), "original": made.url, "digest": sha1(made.body)[5:]}
            for made in sorted(self.copies, key=lambda made: made.day)
            if made.status.startswith("200")
        ]
        rows = [r for r in rows if asked["from"] <= r["timestamp"][:8] <= asked["to"]]
        rows = [row for row in rows if row["timestamp"] > after]
        if asked.get("collapse") == "digest":
            rows = [next(same) for _, same in groupby(rows, lambda row: row["digest"])]
        yield from rows

    def _copy(self, path: str) -> bytes:
        for made in self.copies:
            if path == f"/web/{moment(made.day)}id_/{made.url}":
                headers = {name.replace("-", "_"): value for name, value in made.headers}
                return answer(made.body, **headers)
        return answer(b"not in the archive", 404)
