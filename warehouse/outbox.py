"""The outbox on record: what may be told, what was told, and how far each delivery got.

All of it is written in the transaction that changes what is told of.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from leaderboard.alert import (
    Addressed,
    Delivery,
    DeliveryState,
    Event,
    EventState,
    Message,
)
from leaderboard.capture import Cause
from leaderboard.words import OF_SOURCES, Change
from warehouse.sql import insert, query, records
from warehouse.telling import Connection, Happened
from warehouse.units import in_turn

_EVERYTHING: dict[str, object] = {
    **dict.fromkeys(("board", "since", "until", "threshold", "snapshots")),
    "headlines": False,
    "limit": 1 << 62,
}
_NEWS = (Cause.SOURCE, Cause.EPOCH)


class Found(NamedTuple):
    """What a transaction brings: changes that are visible now, by their names.

    `fresh` were not visible before; `events` are those that may have to be told, or taken back.
    """

    changes: Mapping[str, Change]
    fresh: frozenset[str]
    events: list[Event]


class Due(NamedTuple):
    """A delivery to be made now, and its message."""

    delivery: Delivery
    message: Message


def gather(
    connection: Connection, happened: Happened, kinds: Collection[str], depth: int | None
) -> Found:
    """What a transaction did to changes of these kinds, and to events about them.

    Where all these kinds are about the first `depth` of a board, no more is looked at than that.
    """
    replayed = happened.replayed
    boards = {"boards": sorted(happened.boards)}
    touched = {"snapshots": replayed.forgotten, "is_renamed": happened.is_renamed}
    events = _events(connection, "events_of", {**boards, **touched})
    silent = _silent(connection, happened, events)
    live = _stirred(connection, replayed.live if happened.is_news else (), depth)
    asked = {*silent, *live, *(event.to_snapshot for event in events)}
    if any(event.to_snapshot in replayed.forgotten for event in events):
        asked |= {*replayed.added}
    changes = changes_of(connection, asked, {*kinds, *(event.kind for event in events)})
    fresh = {
        name
        for name, change in changes.items()
        if change["cause"] in _NEWS
        and change["version"] not in replayed.known
        and change["to_snapshot"] in (silent if change["kind"] in OF_SOURCES else live)
    }
    return Found(changes, frozenset(fresh), events)


def _silent(connection: Connection, happened: Happened, events: Iterable[Event]) -> set[str]:
    """The standings before silences that are new, and those after silences that were told."""
    if not happened.silent and not any(event.kind in OF_SOURCES for event in events):
        return set()
    asked = {"boards": sorted(happened.boards), "silent": sorted(happened.silent)}
    rows = connection.execute(query("silent_snapshots"), asked).fetchall()
    return {name for (name,) in rows}


def _stirred(connection: Connection, snapshots: Sequence[str], depth: int | None) -> set[str]:
    """Those of the snapshots that may show a change among the first so many of their board."""
    if not snapshots:
        return set()
    columns = {"snapshots": list(snapshots), "depth": depth}
    return {name for (name,) in connection.execute(query("stirred"), columns).fetchall()}


def changes_of(
    connection: Connection, snapshots: Collection[str], kinds: Collection[str]
) -> dict[str, Change]:
    """The changes of these kinds that snapshots show, by their names."""
    if not snapshots:
        return {}
    rows = told_changes(connection, kinds, snapshots=sorted(snapshots))
    return {row["change_id"]: row for row in rows}


def told_changes(
    connection: Connection, kinds: Collection[str], **asked: object
) -> list[dict[str, Any]]:
    """The rows of the query of that name, of these kinds and as they are asked for."""
    if not kinds:
        return []
    parameters = {**_EVERYTHING, **asked, "kinds": sorted(kinds)}
    return records(connection.execute(query("told_changes"), parameters))


def events_of_groups(connection: Connection, groups: Iterable[str]) -> list[Event]:
    """All events of groups, in the order they were told."""
    return _events(connection, "groups_of", {"groups": list(groups)})


def addressed(connection: Connection, groups: Iterable[str]) -> list[Addressed]:
    """The deliveries of groups, in order."""
    rows = connection.execute(query("deliveries_of"), {"groups": list(groups)}).fetchall()
    return [
        Addressed(group, revision, receiver, DeliveryState(state), key)
        for group, revision, receiver, state, key in rows
    ]


def rows_beside(
    connection: Connection, snapshots: Collection[str], deepest: int
) -> dict[str, list[dict[str, Any]]]:
    """The models of snapshots with where they stood before, down to a standing, by snapshot."""
    columns = {"snapshots": sorted(snapshots), "deepest": deepest}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in snapshots}
    for row in records(connection.execute(query("rows_beside"), columns)):
        rows[row["snapshot_id"]].append(row)
    return rows


def captures_behind(
    connection: Connection, snapshots: Collection[str]
) -> dict[str, dict[str, Any]]:
    """When and from where snapshots were read, the hash of their page and where it is kept."""
    rows = connection.execute(query("captures_behind"), {"snapshots": sorted(snapshots)}).fetchall()
    fields = ("observed_at", "url", "sha256", "archived")
    return {name: dict(zip(fields, row, strict=True)) for name, *row in rows}


def boards(connection: Connection, names: Collection[str]) -> dict[str, dict[str, str]]:
    """What boards are called, in what they are measured and where they are."""
    rows = connection.execute(query("boards_named"), {"boards": sorted(names)}).fetchall()
    fields = ("title", "unit", "url")
    return {name: dict(zip(fields, row, strict=True)) for name, *row in rows}


def note(connection: Connection, events: Sequence[Event], replaced: Sequence[Event] = ()) -> None:
    """Write events in place of what stood there of the same rule and change."""
    keys = [*events, *replaced]
    if keys:
        columns = {"rules": [e.rule for e in keys], "change_ids": [e.change_id for e in keys]}
        connection.execute(query("forget_events"), columns)
        insert(connection, "insert_events", [event._asdict() for event in events])


def post(
    connection: Connection, messages: Sequence[Message], deliveries: Sequence[Delivery]
) -> None:
    """Write messages, and their deliveries in the order they are sent."""
    insert(connection, "insert_messages", [_message_row(message) for message in messages])
    if not deliveries:
        return
    with in_turn(connection, "outbox") as readings:
        lasts = [reading.execute(query("last_position")).fetchall() for reading in readings]
    last = max(position for ((position,),) in lasts)
    rows = [{**d._asdict(), "position": at} for at, d in enumerate(deliveries, start=last + 1)]
    insert(connection, "insert_deliveries", rows)


def cancel(connection: Connection, keys: Collection[str], why: str) -> None:
    """Deliveries that are not to be made any more."""
    if keys:
        connection.execute(query("cancel_deliveries"), {"keys": sorted(keys), "why": why})


def due(connection: Connection, now: datetime) -> list[Due]:
    """What is to be sent now, in order."""
    rows = connection.execute(query("due_deliveries"), {"now": now}).fetchall()
    return [
        Due(Delivery(*fields)._replace(state=DeliveryState(fields[4])), _read(body))
        for *fields, body in rows
    ]


def mark(connection: Connection, deliveries: Sequence[Delivery]) -> None:
    """Write how far deliveries are, all of which went out together."""
    first = deliveries[0]
    names = ("state", "due_at", "attempts", "parts_sent", "error", "sent_at")
    fields = {name: getattr(first, name) for name in names}
    keys = {"keys": [delivery.key for delivery in deliveries]}
    connection.execute(query("mark_deliveries"), {**keys, **fields})


def told(connection: Connection, most: int) -> list[Message]:
    """First and latest message of the newest groups of every rule, so many groups at most."""
    rows = connection.execute(query("told_messages"), {"most": most}).fetchall()
    return [_read(body) for (body,) in rows]


def last_messages(connection: Connection, groups: Iterable[str]) -> dict[str, Message]:
    """The last message of each group that has one."""
    rows = connection.execute(query("last_messages"), {"groups": list(groups)}).fetchall()
    return {message.group_id: message for message in (_read(body) for (body,) in rows)}


def messages_of(connection: Connection, keys: Collection[str]) -> dict[str, Message]:
    """What deliveries bring, by their keys."""
    rows = connection.execute(query("messages_of"), {"keys": list(keys)}).fetchall() if keys else []
    return {key: _read(body) for key, body in rows}


def told_so_far(connection: Connection) -> tuple[datetime | None, int]:
    """When the last message was made, by the clocks of those who made them, and how many were."""
    ((last, count),) = connection.execute(query("last_told")).fetchall()
    return last, count


def quieted(connection: Connection, now: datetime) -> dict[str, datetime]:
    """Rules and boards of which nothing is sent, and until when."""
    return dict(connection.execute(query("quieted"), {"now": now}).fetchall())


def _events(connection: Connection, name: str, parameters: dict[str, object]) -> list[Event]:
    rows = connection.execute(query(name), parameters).fetchall()
    return [Event(*row)._replace(state=EventState(row[10])) for row in rows]


def _message_row(message: Message) -> dict[str, object]:
    columns = ("message_id", "rule", "group_id", "revision", "reason", "board")
    times = ("observed_at", "made_at")
    return {
        **{column: getattr(message, column) for column in (*columns, *times)},
        "headline": message.headline,
        "body": msgspec.json.encode(message).decode(),
    }


def _read(body: str) -> Message:
    return msgspec.json.decode(body, type=Message)
