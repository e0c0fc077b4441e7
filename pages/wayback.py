"""The Wayback Machine: how its index is asked, and where it gives the bytes of a copy."""

import json
import re
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import quote_plus, unquote_plus, urlencode

from leaderboard.errors import FetchError
from leaderboard.page import Page
from pages.wording import printable, shown

# As much of the index as is asked for at once; its own limit is higher.
ROWS = 5_000

_HOST = "https://web.archive.org"
_COPY = re.compile(r"https?://web\.archive\.org/web/(\d{14})id_/(https?://.+)")
_ORIGINAL = re.compile(r"https?://[^\s#]+")
_FIELDS = ["timestamp", "original", "digest"]
_MOMENT = "%Y%m%d%H%M%S"


class Copy(NamedTuple):
    """One copy in the index: 14 digits of UTC, the address it was taken of, the bytes' digest."""

    timestamp: str
    original: str
    digest: str

    @property
    def address(self) -> str:
        """Where its bytes are, as the publisher sent them: `id_` leaves out the archive's own."""
        return f"{_HOST}/web/{self.timestamp}id_/{self.original}"


class Index(NamedTuple):
    """A part of the index, and the key to ask for the next with, None at the end."""

    copies: tuple[Copy, ...]
    resume_key: str | None


def index_address(
    address: str, since: date, until: date, resume_key: str | None = None, rows: int = ROWS
) -> str:
    """Where the copies of an address are listed, both days included, equal neighbours once."""
    asked = {
        "url": address.partition("#")[0],
        "output": "json",
        "fl": ",".join(_FIELDS),
        "from": f"{since:%Y%m%d}",
        "to": f"{until:%Y%m%d}",
        "filter": "statuscode:200",
        "collapse": "digest",
        "limit": str(rows),
        "showResumeKey": "true",
    }
    if resume_key is not None:
        asked["resumeKey"] = resume_key
    return f"{_HOST}/cdx/search/cdx?{urlencode(asked, quote_via=quote_plus)}"


def read_index(page: Page) -> Index:
    """The copies that a part of the index lists, in its order.

    It is a JSON list of rows, the names of the fields first; where more is to come, an empty row
    and a row with the key, form-encoded, end it.

    Raises:
        FetchError: it is something else.
    """
    rows = _rows(page)
    key = None
    if len(rows) > 1 and rows[-2] == [] and len(rows[-1]) == 1:
        key = unquote_plus(rows[-1][0])
        rows = rows[:-2]
    if not rows:
        return Index((), key)
    if rows[0] != _FIELDS:
        raise _unexpected(page, f"rows of {', '.join(_FIELDS)}", str(rows[0]))
    return Index(tuple(_copy(page, row) for row in rows[1:]), key)


def taken_at(address: str) -> datetime | None:
    """When the copy at that address was taken, in UTC without zone; None if it is no copy's."""
    found = _COPY.fullmatch(address)
    return None if found is None else _moment(found[1])


def original(address: str) -> str:
    """The address that a copy is of; any other address is its own."""
    found = _COPY.fullmatch(address)
    return address if found is None else found[2]


def _rows(page: Page) -> list[list[str]]:
    try:
        rows = json.loads(page.body)
    except ValueError as error:
        raise _unexpected(page, "JSON", str(error)) from error
    if not isinstance(rows, list) or not all(map(_is_row, rows)):
        raise _unexpected(page, "a list of rows of text", str(rows))
    return rows


def _is_row(row: object) -> bool:
    return isinstance(row, list) and all(isinstance(cell, str) for cell in row)


def _copy(page: Page, row: list[str]) -> Copy:
    if len(row) != len(_FIELDS) or not _ORIGINAL.fullmatch(row[1]) or _moment(row[0]) is None:
        raise _unexpected(page, "a moment of 14 digits, an address and a digest", str(row))
    return Copy(*row)


def _moment(digits: str) -> datetime | None:
    try:
        moment = datetime.strptime(digits, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment.replace(tzinfo=None) if moment.strftime(_MOMENT) == digits else None


def _unexpected(page: Page, expected: str, found: str) -> FetchError:
    message = f"{shown(page.url)}: expected an index of copies, {expected}"
    return FetchError(f"{message}, found {printable(found, 100)}", page.status)
