"""Pages made of several documents, pages with a key, and figures that are only in print."""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from leaderboard.errors import FetchError, TooLargeError
from leaderboard.page import Ask, Page, Parts, joined
from pages.archive import Archive
from pages.cited import read_cited
from tests.pages.asking import BOARD, fetch
from tests.parsers.pages import make_page
from tests.servers import Request, answer, serve

PAGING = Parts("offset", 100, "num_rows_total")


def _rows(request: Request) -> bytes:
    offset = int(parse_qs(urlsplit(request.path).query)["offset"][0])
    rows = list(range(offset, min(offset + 100, 250)))
    return answer(json.dumps({"num_rows_total": 250, "rows": rows}).encode())


def _fetched(ask: Ask, url: str) -> Page:
    page = fetch(ask, mirrors={BOARD: url})
    assert isinstance(page, Page)
    return page


def test_an_answer_in_parts_is_asked_for_until_it_is_whole() -> None:
    """250 rows at 100 a part are three requests, whose bodies are the page's parts in order."""
    with serve(_rows) as server:
        page = _fetched(Ask(f"{BOARD}/rows?config=a&offset=0", paging=PAGING), server.url)

    assert server.paths == [f"/rows?config=a&offset={offset}" for offset in (0, 100, 200)]
    assert [len(json.loads(part.body)["rows"]) for part in page.parts] == [100, 100, 50]
    assert page.body == b"".join(part.body for part in page.parts)


def test_a_part_that_is_refused_is_asked_for_again_when_the_host_says_so() -> None:
    """Deep paging draws 429: the Retry-After is waited for, and nothing is asked twice besides."""
    refused = []

    def respond(request: Request) -> bytes:
        if "offset=200" in request.path and not refused:
            refused.append(request)
            return answer(b"slow down", 429, Retry_After="0")
        return _rows(request)

    with serve(respond) as server:
        page = _fetched(Ask(f"{BOARD}/rows?offset=0", paging=PAGING), server.url)

    assert len(page.parts) == 3
    assert [path.endswith("=200") for path in server.paths] == [False, False, True, True]


@pytest.mark.parametrize("body", [b"[]", b"{}", b"{", b'{"num_rows_total": "many"}'])
def test_an_answer_that_does_not_count_its_rows_is_no_page(body: bytes) -> None:
    """Without the total nobody knows whether the answer is whole."""
    with serve(lambda _: answer(body)) as server, pytest.raises(FetchError, match="num_rows_total"):
        _fetched(Ask(f"{BOARD}/rows?offset=0", paging=PAGING), server.url)


def test_a_count_of_rows_that_no_board_has_is_no_page() -> None:
    """Of a count that is wrong by far no list of addresses is made."""
    body = answer(b'{"num_rows_total": 1000000000000000}')
    with serve(lambda _: body) as server, pytest.raises(TooLargeError, match="at most 20000 rows"):
        _fetched(Ask(f"{BOARD}/rows?offset=0", paging=PAGING), server.url)

    assert len(server.paths) == 1


def test_the_rest_of_the_address_stays_as_it_is() -> None:
    """A parameter without a value is asked for with every part."""
    with serve(_rows) as server:
        _fetched(Ask(f"{BOARD}/rows?where=&offset=0", paging=PAGING), server.url)

    assert server.paths == [f"/rows?where=&offset={offset}" for offset in (0, 100, 200)]


def test_a_part_that_fails_fails_the_page() -> None:
    """Half of a table is not a table."""

    def respond(request: Request) -> bytes:
        return answer(b"gone", 404) if "offset=100" in request.path else _rows(request)

    with serve(respond) as server, pytest.raises(FetchError, match="404"):
        _fetched(Ask(f"{BOARD}/rows?offset=0", paging=PAGING), server.url)


def test_a_page_of_several_documents_is_kept_and_read_back(tmp_path: Path) -> None:
    """The archive holds a record for each; what is read back has the same parts and digest."""
    with serve(lambda request: answer(request.path.encode())) as server:
        ask = Ask(f"{BOARD}/table.csv", beside=(f"{BOARD}/categories.json",))
        page = _fetched(ask, server.url)
    archive = Archive(tmp_path)

    (place,) = archive.keep([page]).values()
    back = archive.read(place)
    assert [part.body for part in back.parts] == [b"/table.csv", b"/categories.json"]
    assert (back.sha256, back.body) == (page.sha256, page.body)


def test_how_bytes_are_divided_is_part_of_what_a_page_is() -> None:
    """`ab` + `c` is another page than `a` + `bc`."""
    one, other = (
        joined([make_page(body, BOARD) for body in bodies])
        for bodies in ((b"ab", b"c"), (b"a", b"bc"))
    )

    assert one.body == other.body
    assert one.sha256 != other.sha256


def test_a_key_goes_to_the_host_that_wants_it_and_to_no_other() -> None:
    """A redirect elsewhere, and the documents beside, come without; no message shows it."""
    other = "https://files.example"

    def respond(request: Request) -> bytes:
        moved = request.path == "/api"
        return answer(b"", 302, Location=f"{other}/file") if moved else answer(b"{}")

    with serve(respond) as here, serve(respond) as there:
        ask = Ask(f"{BOARD}/api", key=("x-api-key", "s3cret"), beside=(f"{other}/more",))
        page = fetch(ask, mirrors={BOARD: here.url, other: there.url})

    assert [request.headers.get("x-api-key") for request in here.requests] == ["s3cret"]
    assert [request.headers.get("x-api-key") for request in there.requests] == [None, None]
    assert "s3cret" not in repr(ask) + repr(page)


def test_a_key_that_is_no_header_is_not_told() -> None:
    """The library's own error quotes the header that it refuses: the record must not hold it."""
    with serve(lambda _: answer(b"{}")) as server, pytest.raises(FetchError) as caught:
        fetch(Ask(f"{BOARD}/api", key=("x-api-key", "s3cret\n")), mirrors={BOARD: server.url})

    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "key" in str(caught.value)


def test_figures_in_print_are_read_from_the_file_that_cites_them(tmp_path: Path) -> None:
    """The page has the address of the print, and the bytes of the file."""
    (tmp_path / "report.yml").write_bytes(b"rows: []\n")

    page = read_cited(tmp_path, f"{BOARD}/report.pdf", "report.yml")
    assert (page.url, page.body) == (f"{BOARD}/report.pdf", b"rows: []\n")
    assert page.header("Podium-Cited-File") == "report.yml"


@pytest.mark.parametrize("file", ["missing.yml", "../outside.yml", "folder"])
def test_a_cited_file_that_is_not_there_is_named(tmp_path: Path, file: str) -> None:
    """A file that is missing, or lies outside the folder, is told with what to do."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(FetchError, match=r"expected the file .* restore it"):
        read_cited(tmp_path, f"{BOARD}/report.pdf", file)
