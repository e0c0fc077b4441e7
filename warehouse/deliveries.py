"""Deliveries as people look at them: what is open, what is made again, and what is silenced."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from warehouse.database import transaction
from warehouse.sql import query, records
from warehouse.telling import Connection

Row = dict[str, Any]


def open_deliveries(connection: Connection) -> list[Row]:
    """What is not sent yet, and what is given up."""
    return _rows(connection, "open_deliveries")


def all_deliveries(connection: Connection) -> list[Row]:
    """Every delivery, newest first."""
    return _rows(connection, "all_deliveries")


def waiting_events(connection: Connection) -> list[Row]:
    """How many facts of each rule wait, and since when."""
    return _rows(connection, "waiting_events")


def count_put_off(connection: Connection) -> int:
    """How many snapshots nobody told of yet, for want of rules that can be read."""
    ((count,),) = connection.execute(query("put_off_snapshots")).fetchall()
    return int(count)


def put_back(connection: Connection, keys: Collection[str], now: datetime) -> None:
    """Make deliveries due again, as if they had never been tried."""
    connection.execute(query("put_back"), {"keys": sorted(keys), "now": now})


def board_names(connection: Connection) -> list[str]:
    """The boards on record."""
    return [name for (name,) in connection.execute(query("board_names")).fetchall()]


def silence(connection: Connection, pattern: str, until: datetime, now: datetime) -> None:
    """From now until then nothing is sent of what the pattern fits, whatever was said before."""
    with transaction(connection):
        connection.execute(query("forget_quieted"), {"pattern": pattern})
        decided = {"pattern": pattern, "until": until, "decided_at": now}
        connection.execute(query("insert_quieted"), decided)


def end_silence(connection: Connection, pattern: str) -> None:
    """From now on what the pattern fits is sent."""
    connection.execute(query("forget_quieted"), {"pattern": pattern})


def _rows(connection: Connection, name: str) -> list[Row]:
    return records(connection.execute(query(name)))
