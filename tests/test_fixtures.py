"""Every folder under fixtures/: its page is fetched from loopback and read as a cycle reads it.

A folder is `fixtures/<publisher>/<board>/<date>/` with `page.*` (`page-2.*` and so on where a page
is made of several documents; none where a cited file is the page), `about.json` (its address, the
addresses `beside` it, its content type, and a `note` where the page is not after a real one) and
what is expected: `expected.json` (the standing) or `error.json` (which error, and what it says).
Where neither is there, what was found is written, and the test fails and asks for a reader.
"""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flows.capturing import capture_all
from flows.visits import Visit
from leaderboard.capture import Capture, Cause
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from pages.archive import Archive
from pages.fetch import Fetcher
from tests.servers import Request, answer, serve

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
FOLDERS = sorted(path.parent for path in FIXTURES.glob("*/*/*/about.json"))


def _captured(folder: Path, archive: Path) -> Capture:
    about = json.loads((folder / "about.json").read_text())
    urls = [about["url"], *about.get("beside", ())]
    files = sorted(folder.glob("page*"), key=lambda path: (len(path.name), path.name))
    answers = {_path(url): file.read_bytes() for url, file in zip(urls, files, strict=False)}

    def respond(request: Request) -> bytes:
        if request.path == "/robots.txt":  # asked for before a page
            return answer(b"", 404)
        return answer(answers[request.path], Content_Type=about["content_type"])

    name = "/".join(folder.relative_to(FIXTURES).parts[:2])
    (board,) = find_boards(load_sources(load_settings().sources), (name,))
    day = date.fromisoformat(folder.name)
    (channel,) = [c for c in board.channels if c.address(day) == about["url"]]
    dated = day if channel.is_dated else None
    visit = Visit(board, channel, Cause.BACKFILL, about["url"], dated)
    with serve(respond) as server:
        mirrors = {"https://" + url.split("/")[2]: server.url for url in urls}
        return asyncio.run(_capture(visit, mirrors, archive))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


async def _capture(visit: Visit, mirrors: Mapping[str, str], archive: Path) -> Capture:
    async with Fetcher(mirrors=mirrors, cited=load_settings().sources) as fetcher:
        (capture,) = await capture_all([visit], {}, fetcher, Archive(archive))
    return capture


def _found(capture: Capture) -> tuple[str, dict[str, object]]:
    if capture.standing is None:
        return "error.json", {"outcome": capture.outcome, "reason": capture.reason}
    standing = capture.standing._asdict()
    standing["entries"] = [entry._asdict() for entry in capture.standing.entries]
    return "expected.json", standing


def _as_text(value: object) -> str:
    def plain(moment: object) -> str:
        assert isinstance(moment, datetime)
        return moment.isoformat()

    return json.dumps(value, indent=2, ensure_ascii=False, default=plain) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: "-".join(path.parts[-3:]))
def test_a_fixture_is_read_as_expected(folder: Path, tmp_path: Path) -> None:
    """The page gives exactly the standing, or exactly the error, that stands beside it."""
    name, found = _found(_captured(folder, tmp_path))
    path = folder / name
    if not any((folder / each).exists() for each in ("expected.json", "error.json")):
        path.write_text(_as_text(found), encoding="utf-8")
        pytest.fail(f"{path} was written: read it, and keep it if it is right")

    assert path.read_text(encoding="utf-8") == _as_text(found)


def test_every_board_has_a_fixture() -> None:
    """A site without a page to test it on is not done."""
    boards = find_boards(load_sources(load_settings().sources))

    tested = {"/".join(folder.relative_to(FIXTURES).parts[:2]) for folder in FOLDERS}
    assert {board.name for board in boards} == tested


def test_a_fixture_of_an_unverified_channel_says_so() -> None:
    """Where nobody has seen the publisher's own bytes, the page's figures are not passed off."""
    boards = {board.name: board for board in find_boards(load_sources(load_settings().sources))}
    silent = []
    for folder in FOLDERS:
        about = json.loads((folder / "about.json").read_text())
        board = boards["/".join(folder.relative_to(FIXTURES).parts[:2])]
        day = date.fromisoformat(folder.name)
        (channel,) = [c for c in board.channels if c.address(day) == about["url"]]
        if channel.unverified != ("note" in about):
            silent.append(folder.name)

    assert silent == []
