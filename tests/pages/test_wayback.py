"""Addresses and index of the Wayback Machine."""

import json
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from leaderboard.errors import FetchError
from leaderboard.page import Page
from pages.wayback import Copy, index_address, original, read_index, taken_at
from tests.pages.test_archive import page

COPY = Copy("20260501120000", "http://acme.example:80/boards?a=1", "X" * 32)
HEADER = ["timestamp", "original", "digest"]


def index(rows: object) -> Page:
    """A page of the index."""
    return page(json.dumps(rows).encode(), url="https://web.archive.org/cdx/search/cdx?url=x")


def test_a_copy_has_an_address_that_tells_its_time() -> None:
    """The raw bytes' address leads back to the time and the original, fragment and all."""
    assert COPY.address == (
        "https://web.archive.org/web/20260501120000id_/http://acme.example:80/boards?a=1"
    )
    assert taken_at(f"{COPY.address}#chess") == datetime(2026, 5, 1, 12)  # noqa: DTZ001 - UTC
    assert original(f"{COPY.address}#chess") == "http://acme.example:80/boards?a=1#chess"


@pytest.mark.parametrize(
    "address",
    [
        "https://acme.example/boards",
        "https://web.archive.org/web/20260501120000/https://acme.example/",
        "https://web.archive.org/web/20261301120000id_/https://acme.example/",
        "https://acme.example/web/20260501120000id_/https://acme.example/",
    ],
)
def test_other_addresses_are_no_copies(address: str) -> None:
    """A copy is raw, of a time that there is, and at the archive."""
    assert taken_at(address) is None


def test_the_index_is_asked_for_days_and_the_rest() -> None:
    """The fragment is not asked for; the resume key is encoded once."""
    asked = index_address("https://a.example/b#c", date(2026, 5, 1), date(2026, 5, 9), "a,b)/ 1!")
    pairs = {name: value for name, (value,) in parse_qs(urlsplit(asked).query).items()}

    assert pairs["url"] == "https://a.example/b"
    assert (pairs["from"], pairs["to"]) == ("20260501", "20260509")
    assert (pairs["filter"], pairs["collapse"]) == ("statuscode:200", "digest")
    assert pairs["resumeKey"] == "a,b)/ 1!"


def test_rows_and_resume_key() -> None:
    """The key comes form-encoded after an empty row; without it that was the last part."""
    last = index([HEADER, list(COPY)])
    part = index([HEADER, list(COPY), [], ["example%2Cacme%29%2Fboards+20260501120000%21"]])

    assert read_index(last) == ((COPY,), None)
    assert read_index(part) == ((COPY,), "example,acme)/boards 20260501120000!")
    assert read_index(index([])) == ((), None)


@pytest.mark.parametrize(
    "row",
    [
        ["20260501120000", "https://acme.example/"],
        ["20260501", "https://acme.example/", "X"],
        ["20260531996000", "https://acme.example/", "X"],
        ["20260501120000", "https://acme.example/a b", "X"],
        ["20260501120000", "javascript:alert()", "X"],
    ],
)
def test_a_row_that_is_no_copy(row: list[str]) -> None:
    """It is an error that says what was expected."""
    with pytest.raises(FetchError, match="expected an index of copies, a moment of 14 digits"):
        read_index(index([HEADER, row]))
