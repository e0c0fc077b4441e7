"""A fixture as the suite uses it: its page's documents, its board, and what the page says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urldefrag

from flows.capturing import read
from flows.visits import Visit
from leaderboard.capture import Cause
from leaderboard.page import Page, joined
from leaderboard.settings import load_settings
from leaderboard.source import Source, find_boards, load_sources
from leaderboard.standing import Entry, Standing
from parsers import find_parser
from tests.parsers.pages import make_page

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
# Fixtures without a page are figures in print, which come with the project and do not drift.
FOLDERS = sorted(
    path.parent for path in FIXTURES.glob("*/*/*/expected.json") if any(path.parent.glob("page*"))
)
_LATE = datetime(2027, 1, 1)  # noqa: DTZ001 - UTC without zone; later than any page was taken


@dataclass(frozen=True, slots=True)
class Subject:
    """A fixture: `bodies` are its documents, `standing` what they say, `listed` in page order."""

    folder: Path
    visit: Visit
    urls: tuple[str, ...]
    bodies: tuple[bytes, ...]
    standing: Standing
    listed: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The folder below fixtures/."""
        return "/".join(self.folder.parts[-3:])

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of what format each document is."""
        return tuple(path.suffix for path in _files(self.folder))

    def with_body(self, document: int, body: bytes) -> tuple[bytes, ...]:
        """The documents, one of them with another body."""
        return (*self.bodies[:document], body, *self.bodies[document + 1 :])


def load(folder: Path) -> Subject:
    """The fixture of that folder, read as it is."""
    about = json.loads((folder / "about.json").read_text())
    publisher, board_name, day = folder.parts[-3:]
    (board,) = find_boards(_sources(), (f"{publisher}/{board_name}",))
    taken = date.fromisoformat(day)
    (channel,) = [c for c in board.channels if c.address(taken) == about["url"]]
    dated = taken if channel.is_dated else None
    visit = Visit(board, channel, Cause.SOURCE, about["url"], dated)
    urls = (about["url"], *about.get("beside", ()))
    bodies = tuple(path.read_bytes() for path in _files(folder))
    page = make(visit, urls, bodies)
    listed = find_parser(channel.parser or board.parser)(page).entries
    return Subject(folder, visit, urls, bodies, read(page, visit), listed)


@cache
def _sources() -> tuple[Source, ...]:
    return load_sources(load_settings().sources)


def make(visit: Visit, urls: Sequence[str], bodies: Sequence[bytes]) -> Page:
    """The page that these documents make, under the board's own address."""
    parts = [
        replace(make_page(body, urldefrag(url).url), fetched_at=_LATE)
        for body, url in zip(bodies, urls, strict=True)
    ]
    return replace(joined(parts), url=visit.url)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("page*"), key=lambda path: (len(path.name), path.name))
