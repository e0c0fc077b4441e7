"""Which boards an address is watched for, whatever tool was at it and however it wrote it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from flows.visits import Visit
from leaderboard.capture import Cause
from leaderboard.channel import Channel, Span, written_day
from leaderboard.source import Board
from pages.same import bare

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MARK = "{date}"


class _Watched(NamedTuple):
    board: Board
    channel: Channel
    span: Span


class AddressBook:
    """The addresses of all channels of the boards, those that are off too.

    Who imports a page has it already: no publisher is asked for anything. A file of many days, of
    which the fragment names one, is of no board here: a record does not say which day is meant.
    """

    def __init__(self, boards: Iterable[Board]) -> None:
        self._watched: dict[str, list[_Watched]] = {}
        for board in boards:
            for channel in (each for each in board.channels if each.is_one_document):
                for span in channel.spans:
                    watched = _Watched(board, channel, span)
                    self._watched.setdefault(bare(span.address), []).append(watched)

    def visits(self, address: str, taken_at: datetime) -> list[Visit]:
        """What a page of that address and time is of: one visit for each board and channel."""
        found: dict[object, Visit] = {}
        for watched, day in self._find(bare(address)):
            of_day = day or watched.span.day
            if watched.span.holds(of_day or taken_at.date()):
                url = watched.span.address.replace(_MARK, str(day))
                visit = Visit(watched.board, watched.channel, Cause.BACKFILL, url, of_day)
                found.setdefault((visit.address.board, visit.address.channel), visit)
        return list(found.values())

    def _find(self, place: str) -> Iterator[tuple[_Watched, date | None]]:
        for watched in self._watched.get(place, ()):
            if _MARK not in watched.span.address:
                yield watched, None
        for text in dict.fromkeys(_DAY.findall(place)):
            for watched in self._watched.get(place.replace(text, _MARK), ()):
                if (day := written_day(text)) is not None:
                    yield watched, day
