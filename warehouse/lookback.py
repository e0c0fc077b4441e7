"""How it stood at a time, for what waits until then, and for what would have been told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from leaderboard.alert import Event, Look
from leaderboard.words import Change
from warehouse.outbox import told_changes
from warehouse.sql import query
from warehouse.telling import Connection


def changes_between(
    connection: Connection, since: datetime | None, until: datetime, kinds: Collection[str]
) -> Sequence[Change]:
    """The changes of these kinds from one time to another, both included, oldest first."""
    return told_changes(connection, kinds, since=since, until=until)[::-1]


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


def looks(connection: Connection, events: Iterable[Event]) -> dict[str, Look]:
    """How it stands now with changes that wait, by their names."""
    waiting = {event.change_id: event._asdict() for event in events}
    rows = looks_at(connection, [(event, None) for event in waiting.values()])
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
