"""What stands in a page that could be a standing: tables and lists of objects, in any form.

For people who add a board: `survey` finds, a person chooses, and a parser is written for that one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from parsers import delimited, html, markdown, rows, tables, yaml_rows
from parsers.columns import guess, is_plain
from parsers.documents import embedded
from parsers.roles import Role

_IS_HTML = re.compile(r"\s*(<!--.*?-->\s*)*<(!doctype html|html\b)", re.IGNORECASE | re.DOTALL)
_DEEPEST = 60
_LEAST_COLUMNS = 2
_SHOWN = 50
_NAMES_OF_PART = ("name", "id", "title", "slug", "key", "label")


class Form(StrEnum):
    """How a standing is written down."""

    HTML = "HTML table"
    MARKDOWN = "Markdown table"
    CSV = "CSV"
    YAML = "YAML list"
    JSON = "JSON list"
    EMBEDDED = "JSON list inside the page"
    FRAME = "data frame inside the page"


@dataclass(frozen=True, slots=True)
class Part:
    """What tells a list of objects from others like it: the object it stands in.

    That object has the list in its field `rows`, and its own name `value` in its field `name`.
    """

    rows: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One table or list of objects, each row by the names of its columns.

    `place` says where it stands, for people; `within` is the selector or heading that its reader
    looks in, `part` the object around it, where others like it are told from it by that.
    """

    form: Form
    place: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]
    within: str = ""
    part: Part | None = None

    @property
    def name(self) -> str:
        """What it is called to people: `HTML table 2 within #board`; of a long path the end."""
        place = self.place if len(self.place) <= _SHOWN else f"...{self.place[-_SHOWN:]}"
        return f"{self.form} {place}".rstrip()

    @property
    def is_of_objects(self) -> bool:
        """Whether its rows are objects of JSON or YAML, not cells of text."""
        return self.form in {Form.JSON, Form.EMBEDDED, Form.FRAME, Form.YAML}


def survey(page: Page) -> list[Candidate]:
    """What could be the standing, the likeliest first: that in which most columns are understood.

    Raises:
        LayoutError: nothing is there; the message says what was looked for.
    """
    found = [each for each in _all(page) if each.rows and len(each.columns) >= _LEAST_COLUMNS]
    if not found:
        looked_for = "an HTML or Markdown table, CSV, a YAML list, or a list of objects in JSON"
        begins = " ".join(page.body[:60].decode(errors="replace").split())
        kind = page.header("content-type") or "no content type"
        size = f"{len(page.body)} B of {kind} that begin {begins!r}"
        raise LayoutError(f"expected {looked_for}, in the page or inside it; found none in {size}")
    return sorted(found, key=_promise, reverse=True)


def form_of(page: Page) -> Form:
    """What the document as a whole is, judged by its text before its type and its address."""
    text = page.text()
    if _json(text.encode()) is not None:
        return Form.JSON
    kind = (page.header("content-type") or "").lower()
    path = urlsplit(page.url).path.lower()
    if _IS_HTML.match(text) or ("html" in kind and not path.endswith((".md", ".csv"))):
        return Form.HTML
    if path.endswith((".yml", ".yaml")) or "yaml" in kind:
        return Form.YAML
    return Form.CSV if path.endswith(".csv") or "csv" in kind else Form.MARKDOWN


def title_of(page: Page) -> str:
    """What an HTML page calls itself, empty where it does not say or is none."""
    if form_of(page) is not Form.HTML:
        return ""
    title = html.parse(page).css_first("head title")
    return " ".join(title.text().split()) if title is not None else ""


def _promise(candidate: Candidate) -> tuple[bool, int, int]:
    known = set(guess(candidate.columns, candidate.rows))
    return {Role.MODEL, Role.SCORE} <= known, len(known - {Role.KEY}), len(candidate.rows)


def _all(page: Page) -> Iterator[Candidate]:
    form = form_of(page)
    if form is Form.JSON:
        yield from _lists(_json(page.body), Form.JSON, "")
    elif form is Form.HTML:
        for number, (within, table) in enumerate(tables.every_table(page), start=1):
            place = f"{number} within {within}" if within else str(number)
            yield Candidate(Form.HTML, place, table.headers, _texts(table), within)
        yield from _embedded(page)
    else:
        for number, (within, found) in enumerate(markdown.every_table(page), start=1):
            place = f"{number} below {within!r}" if within else str(number)
            yield Candidate(Form.MARKDOWN, place, found.headers, _texts(found), within)
        yield from _delimited(page, is_named=form is Form.CSV)
        yield from _yaml(page, is_named=form is Form.YAML)


def _texts(found: rows.Table[rows.Row]) -> tuple[Mapping[str, object], ...]:
    return tuple(row.texts for row in found.rows)


def _delimited(page: Page, *, is_named: bool) -> Iterator[Candidate]:
    """The file as CSV; where it does not call itself so, it need not be."""
    with suppress(*(() if is_named else (LayoutError,))):
        table = delimited.read_csv(page, (), ends_open=True)
        yield Candidate(Form.CSV, "", table.headers, _texts(table))


def _yaml(page: Page, *, is_named: bool) -> Iterator[Candidate]:
    """The file as YAML; where it does not call itself so, it need not be."""
    with suppress(*(() if is_named else (LayoutError,))):
        yield from _lists(yaml_rows.document(page, ends_open=True), Form.YAML, "")


def _embedded(page: Page) -> Iterator[Candidate]:
    documents: list[bytes] = []
    with suppress(LayoutError):  # one damaged payload hides only what comes after it
        documents.extend(embedded(page))
    seen: set[bytes] = set()
    for number, raw in enumerate(documents, start=1):
        if raw not in seen:
            seen.add(raw)
            yield from _lists(_json(raw), Form.EMBEDDED, f"document {number}: ")


def _json(raw: bytes) -> object:
    """The object or list that the text is, None where it is none."""
    if raw.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        value: object = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    return value


def _lists(
    value: object, form: Form, place: str, part: Part | None = None, depth: int = 0
) -> Iterator[Candidate]:
    """The lists of objects in a document; what stands in the rows of a standing is its detail."""
    if isinstance(value, dict) and depth < _DEEPEST:
        yield from _frame(value, form, place)
        for name, member in value.items():
            below = f"{place}.{name}" if place[-1:].strip() else f"{place}{name}"
            yield from _lists(member, form, below, _part(value, str(name)), depth + 1)
    elif isinstance(value, list) and depth < _DEEPEST:
        objects = [item for item in value if isinstance(item, dict)]
        candidate = Candidate(form, place, _fields(objects), tuple(objects), part=part)
        if objects and len(objects) == len(value):
            yield candidate
            if _promise(candidate)[0]:
                return
        for number, item in enumerate(value):
            yield from _lists(item, form, f"{place}[{number}]", None, depth + 1)


def _frame(value: Mapping[str, object], form: Form, place: str) -> Iterator[Candidate]:
    """A table that is written as the names of its columns and lists of cells."""
    headers, data = value.get("headers"), value.get("data")
    if form is not Form.EMBEDDED or not isinstance(headers, list) or not isinstance(data, list):
        return
    names = tuple(str(header) for header in headers)
    lines = [cells for cells in data if isinstance(cells, list) and len(cells) == len(names)]
    if lines and len(lines) == len(data):
        objects = tuple(dict(zip(names, cells, strict=True)) for cells in lines)
        yield Candidate(Form.FRAME, place, names, objects)


def _fields(objects: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(name) for each in objects for name in each))


def _part(parent: Mapping[str, object], rows: str) -> Part | None:
    """How the object that a list stands in is told from others, if it has a name."""
    for name in _NAMES_OF_PART:
        value = parent.get(name)
        if isinstance(value, str) and value and is_plain(rows):
            return Part(rows, name, value)
    return None
