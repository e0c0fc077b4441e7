"""Records that say "as before": where the bytes are that they stand for."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from leaderboard.errors import ArchiveError
from leaderboard.place import Place
from pages.archive import Archive
from pages.crawl import Crawl
from pages.digests import digests
from pages.records import Head, Response, Revisit, moment_key
from warehouse.copies import kept_pages
from warehouse.units import look


@dataclass(slots=True)
class Revisits:
    """The revisit records of an import, and the places in the archive by what records go by.

    They wait for the end of all files, since the record that one refers to may come later; only
    what they say is held in memory, not pages.
    """

    archive: Archive
    waiting: list[Revisit] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def learn(self, response: Response, place: str) -> None:
        """Remember where a record's page is archived."""
        for key in response.head.keys:
            self.places.setdefault(key, place)

    def place(self, revisit: Revisit) -> str | None:
        """Where the page is that the record stands for; None if nothing known holds it."""
        return next((self.places[k] for k in revisit.refers_to if k in self.places), None)

    def look_in_record(self, record: Place, urls: Iterable[str]) -> None:
        """Learn of the pages on record of these addresses, by their times and digests."""
        if not self._unknown():
            return
        kept = look(record, lambda connection: kept_pages(connection, urls))
        for each in kept:
            self.places.setdefault(moment_key(each.url, each.attempted_at), each.archived)
        for place in dict.fromkeys(each.archived for each in kept):
            if not self._unknown():
                return
            try:
                page = self.archive.read(place)
            except ArchiveError:
                continue  # `podium doctor` and `reparse` tell of damaged files
            for digest in (*digests(page.received), *digests(page.body)):
                self.places.setdefault(str(digest), place)

    def look_again(self, files: Sequence[Path]) -> None:
        """Learn of the records in these files that are of no board and are referred to."""
        for path in files:
            if not (unknown := self._unknown()):
                return
            try:
                for each in Crawl(path, partial(_has_one_of, unknown)).read():
                    if isinstance(each, Response):
                        (place,) = self.archive.keep([each.page]).values()
                        self.learn(each, place)
            except ArchiveError:
                continue  # the fault was noted when the file was first read

    def _unknown(self) -> set[str]:
        """The keys of records that are referred to and not known."""
        lost = [revisit for revisit in self.waiting if self.place(revisit) is None]
        return {key for revisit in lost for key in revisit.refers_to}


def _has_one_of(keys: AbstractSet[str], head: Head) -> bool:
    return not keys.isdisjoint(head.keys)
