"""How it stood at a time, for what waits until then, and for what would have been told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leaderboard.alert import Event, Look
from leaderboard.words import Change
from warehouse.sql import query
from warehouse.telling import Connection

_ALL_OF_IT: dict[str, object] = {
    **dict.fromkeys(("board", "snapshots", "threshold")),
    "headlines": False,
    "limit": 1 << 62,
}


def changes_between(
    connection: Connection, since: datetime | None, until: datetime, kinds: Collection[str]
) -> Sequence[Change]:
    """The changes of these kinds from one time to another, both included, oldest first."""
    if not kinds:
        return []
    asked = {**_ALL_OF_IT, "since": since, "until": until, "kinds": sorted(kinds)}
    result = connection.execute(query("told_changes"), asked)
    columns = [column[0] for column in result.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
    return rows[::-1]


def silences_between(connection: Connection, since: datetime | None, until: datetime) -> list[str]:
    """The snapshots after which a source was silent in that time, and those that ended it."""
    asked: dict[str, Any] = {"since": since, "until": until}
    rows = connection.execute(query("silences_between"), asked).fetchall()
    return [snapshot for (snapshot,) in rows]


def capture_times(
    connection: Connection, since: datetime | None, until: datetime
) -> list[tuple[datetime, str]]:
    """When a board was looked at, whatever came of it, and which: in order."""
    asked: dict[str, Any] = {"since": since, "until": until}
    rows = connection.execute(query("capture_times"), asked).fetchall()
    return [(observed_at, board) for board, observed_at in rows]


def looks(
    connection: Connection, events: Iterable[Event], as_of: datetime | None = None
) -> dict[str, Look]:
    """How it stands with changes that wait, by their names; as of a time, or now."""
    waiting = {event.change_id: event._asdict() for event in events}
    rows = looks_at(connection, [(event, as_of) for event in waiting.values()])
    return {name: look for (name, _), look in rows.items()}


def looks_at(
    connection: Connection, asked: Sequence[tuple[Mapping[str, Any], datetime | None]]
) -> dict[tuple[str, datetime | None], Look]:
    """The same of changes or events, each as of its own time; a name may be asked for often."""
    if not asked:
        return {}
    fields = ("change_id", "board", "channel", "model", "observed_at")
    columns = {field: [about[field] for about, _ in asked] for field in fields}
    times = {"as_of": [as_of for _, as_of in asked]}
    rows = connection.execute(query("looks"), {**columns, **times}).fetchall()
    return {(name, as_of): Look(*look) for name, as_of, *look in rows}
