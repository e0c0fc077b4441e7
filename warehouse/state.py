"""What is known of a line after a snapshot: all that judging and comparing the next one needs."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import msgspec

from leaderboard.standing import Entry
from warehouse.line import Snapshot


class Tracked(NamedTuple):
    """A model that is on the board, as a page last showed it.

    `standing` is what comparisons go by. `seen_in` is the snapshot that shows it so; it `is_unseen`
    where that is an earlier one: it stands below a cut, or its absence is not believed.
    """

    entry: Entry
    standing: int
    seen_in: str
    is_unseen: bool = False


@dataclass(slots=True)
class State:
    """A line after its snapshot `head`; before the first one there is none.

    `known` maps identities to models, `identities` keys on pages to identities where the two
    differ; `departed` are the identities that ever left. `method` is how the page says its scores
    are made, `most_moved` the largest share of scores that moved at once so far. `was_cut` tells
    whether a page ever showed the top only; `widest` is how many rows that page has which shows
    most since figures are made as now, None where one shows all. `published_at` is the last date a
    page stated.
    """

    head: Snapshot | None = None
    known: dict[str, Tracked] = field(default_factory=dict)
    identities: dict[str, str] = field(default_factory=dict)
    departed: set[str] = field(default_factory=set)
    method: str | None = None
    most_moved: float | None = None
    was_cut: bool = False
    widest: int | None = None
    published_at: datetime | None = None

    def identity(self, key: str) -> str:
        """Whom a key on a page means."""
        return self.identities.get(key, key)

    def digest(self) -> str:
        """A name of all that follows from this state: equal where everything later is."""
        renamed = sorted((k, i) for k, i in self.identities.items() if k != i)
        parts = (
            [(identity, *_plain(self.known[identity])) for identity in sorted(self.known)],
            renamed,
            sorted(self.departed),
            (self.method, self.most_moved, self.was_cut, self.widest, self.published_at),
            None if self.head is None else self.head.reread_at,
        )
        return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]


def _plain(tracked: Tracked) -> tuple[object, ...]:
    """The same whether a figure was just read, as a whole number, or comes from the record."""
    entry = tracked.entry
    figures = (entry.score, entry.score_low, entry.score_high)
    return (
        *(None if figure is None else float(figure) for figure in figures),
        *(entry.key, entry.model, entry.organization, entry.rank, entry.place, entry.votes),
        *tracked[1:],
    )
