"""How it stood with what waits, at each later look at its board: asked for many times at once."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from alerts.rules import Rules
from leaderboard.alert import Event, Look
from leaderboard.words import Change
from warehouse.lookback import capture_times, looks_at
from warehouse.telling import Connection

# How many looks at a board are asked for from a change on, and again when it waits for longer.
_AHEAD = 16
_SEEN = Look(standing=None, looks=0, last_seen_at=None, is_sick=False)

About = Mapping[str, object]


class Foreseen:
    """What is known beforehand in a preview; `moments` are looks at boards for which some may wait.

    Where no rule waits for anything, nothing is asked.
    """

    def __init__(
        self,
        connection: Connection,
        rules: Rules,
        changes: Mapping[str, Change],
        until: datetime,
    ) -> None:
        self._connection = connection
        self._waiting = {rule.name: rule for rule in rules.active if rule.waits}
        self._changes = changes
        self._looks: dict[tuple[str, datetime | None], Look] = {}
        self._asked: dict[str, int] = {}
        self._times: dict[str, list[datetime]] = defaultdict(list)
        self.moments: list[tuple[datetime, str]] = []
        awaited = [c for c in changes.values() if self._is_awaited(c, rules)]
        if awaited:
            self._plan(awaited, until)

    def looks(self, events: Sequence[Event], at: datetime) -> dict[str, Look]:
        """How it stands with events that wait, by their changes, as of a look at their board."""
        patient = [event for event in events if event.rule in self._waiting]
        missing = {e.change_id for e in patient if (e.change_id, at) not in self._looks}
        if missing:
            self._ask(missing, at)
        found = {event.change_id: self._looks[event.change_id, at] for event in patient}
        return {event.change_id: found.get(event.change_id, _SEEN) for event in events}

    def _is_awaited(self, change: Change, rules: Rules) -> bool:
        if change["kind"] == "source_stale":
            return any(rule.repeat_every for rule in rules.active)
        return any(rule.speaks_of(change) for rule in self._waiting.values())

    def _plan(self, awaited: Sequence[Change], until: datetime) -> None:
        boards = {change["board"] for change in awaited}
        begin = min(change["observed_at"] for change in awaited)
        times = capture_times(self._connection, begin, until)
        self.moments = [(at, board) for at, board in times if board in boards]
        for at, board in self.moments:
            self._times[board].append(at)
        self._ask({change["change_id"] for change in awaited}, None)

    def _ask(self, names: Iterable[str], at: datetime | None) -> None:
        """Ask for the next looks from a time on, or from when each was seen; ever more of them."""
        asked = [pair for name in names for pair in self._ahead(name, at)]
        self._looks.update(looks_at(self._connection, asked))

    def _ahead(self, name: str, at: datetime | None) -> Iterator[tuple[About, datetime]]:
        change = self._changes[name]
        begin = at or change["observed_at"]
        many = self._asked[name] = 2 * self._asked.get(name, _AHEAD // 2)
        times = self._times[change["board"]]
        first = bisect_left(times, begin)
        for time in dict.fromkeys([begin, *times[first : first + many]]):
            yield change, time
