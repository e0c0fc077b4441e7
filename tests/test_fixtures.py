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
from datetime import datetime
from pathlib import Path

import pytest

from cli.recorded import Recorded, recorded_pages, serving
from flows.capturing import capture_all
from flows.visits import Visit
from leaderboard.capture import Capture
from leaderboard.settings import load_settings
from pages.archive import Archive
from pages.fetch import Fetcher
from tests.recorded import BOARDS, visit_of

PAGES = recorded_pages()


def _captured(page: Recorded, archive: Path) -> Capture:
    with serving([page]) as mirrors:
        return asyncio.run(_capture(visit_of(page), mirrors, archive))


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.board}-{page.day}")
def test_a_fixture_is_read_as_expected(page: Recorded, tmp_path: Path) -> None:
    """The page gives exactly the standing, or exactly the error, that stands beside it."""
    name, found = _found(_captured(page, tmp_path))
    path = page.folder / name
    if not any((page.folder / each).exists() for each in ("expected.json", "error.json")):
        path.write_text(_as_text(found), encoding="utf-8")
        pytest.fail(f"{path} was written: read it, and keep it if it is right")

    assert path.read_text(encoding="utf-8") == _as_text(found)


def test_every_board_has_a_fixture() -> None:
    """A site without a page to test it on is not done."""
    assert BOARDS.keys() == {page.board for page in PAGES}


def test_a_fixture_of_an_unverified_channel_says_so() -> None:
    """Where nobody has seen the publisher's own bytes, the page's figures are not passed off."""
    silent = [page.folder for page in PAGES if visit_of(page).channel.unverified != bool(page.note)]

    assert silent == []
