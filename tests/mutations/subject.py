"""A fixture as the suite uses it: its page's documents, its board, and what the page says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urldefrag

from cli.recorded import Recorded, recorded_pages
from flows.capturing import read
from flows.visits import Visit
from leaderboard.capture import Cause
from leaderboard.page import Page, joined
from leaderboard.standing import Entry, Standing
from parsers import find_parser
from tests.parsers.pages import make_page
from tests.recorded import visit_of

# Fixtures without a page are figures in print, which come with the project and do not drift.
PAGES = [page for page in recorded_pages() if page.is_right and page.documents]
_LATE = datetime(2027, 1, 1)  # noqa: DTZ001 - UTC without zone; later than any page was taken


@dataclass(frozen=True, slots=True)
class Subject:
    """A fixture: `bodies` are its documents, `standing` what they say, `listed` in page order."""

    page: Recorded
    visit: Visit
    bodies: tuple[bytes, ...]
    standing: Standing
    listed: tuple[Entry, ...]

    @property
    def name(self) -> str:
        """The folder below fixtures/."""
        return f"{self.page.board}/{self.page.day}"

    @property
    def urls(self) -> tuple[str, ...]:
        """The address of each document."""
        return tuple(self.page.documents)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of what format each document is."""
        return tuple(path.suffix for path in self.page.documents.values())

    def with_body(self, document: int, body: bytes) -> tuple[bytes, ...]:
        """The documents, one of them with another body."""
        return (*self.bodies[:document], body, *self.bodies[document + 1 :])


def load(recorded: Recorded) -> Subject:
    """The fixture, read as it is."""
    visit = visit_of(recorded, Cause.SOURCE)
    bodies = tuple(path.read_bytes() for path in recorded.documents.values())
    page = make(visit, tuple(recorded.documents), bodies)
    listed = find_parser(visit.channel.parser or visit.board.parser)(page).entries
    return Subject(recorded, visit, bodies, read(page, visit), listed)


def make(visit: Visit, urls: Sequence[str], bodies: Sequence[bytes]) -> Page:
    """The page that these documents make, under the board's own address."""
    parts = [
        replace(make_page(body, urldefrag(url).url), fetched_at=_LATE)
        for body, url in zip(bodies, urls, strict=True)
    ]
    return replace(joined(parts), url=visit.url)
