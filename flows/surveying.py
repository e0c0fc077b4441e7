"""A look at a page that no source names yet: fetched politely, kept, and surveyed."""

import asyncio
from dataclasses import replace
from urllib.parse import urldefrag

from leaderboard.errors import LayoutError
from leaderboard.page import Ask, Page
from leaderboard.settings import Settings
from pages.archive import Archive
from pages.fetch import Fetcher
from parsers.survey import Candidate, survey


async def survey_page(
    url: str, settings: Settings, *, allow_private: bool = False
) -> tuple[Page, list[Candidate]]:
    """The page at the address, archived as it came, and what in it could be a standing.

    robots.txt binds us whatever kind of page it is: nobody has read the publisher's terms yet.

    Raises:
        FetchError: nothing usable came; a BlockedError where it was an interstitial.
        LayoutError: nothing in the page could be a standing.
        ArchiveError: the archive cannot be written.
    """
    fetcher = Fetcher(contact=settings.contact, mirrors=settings.mirrors, cited=settings.sources)
    async with fetcher:
        answer = await fetcher.fetch(
            Ask(urldefrag(url).url, obey_robots=True, allow_private=allow_private)
        )
    assert isinstance(answer, Page)  # it was asked for without conditions
    await asyncio.to_thread(Archive(settings.archive).keep, [answer])
    page = replace(answer, url=url)
    try:
        return page, survey(page)
    except LayoutError as error:
        raise LayoutError(f"{url}: {error}") from error
