"""Which deliveries are made again: those somebody names by their keys, or those given up."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from flows.delivering import digest_key
from leaderboard.alert import DeliveryState
from leaderboard.errors import WarehouseError
from warehouse.database import transaction
from warehouse.deliveries import all_deliveries, put_back
from warehouse.telling import Connection

# A key as it stands in a message: of a part, or no more than its beginning.
_PART = re.compile(r"-\d+-of-\d+$")
_SHORTEST_KEY = 8

Row = Mapping[str, Any]


def resend_named(connection: Connection, names: Iterable[str], now: datetime) -> list[str]:
    """Make these deliveries due again; what was a digest is one again. Returns their keys.

    Raises:
        WarehouseError: there is no such delivery, or it is not to be made any more.
    """
    return _put_back(
        connection, lambda rows: [r for name in names for r in _named(rows, name)], now
    )


def resend_dead(connection: Connection, receiver: str | None, now: datetime) -> list[str]:
    """Make what was given up due again: all of it, or what was for one receiver."""

    def is_chosen(row: Row) -> bool:
        return row["state"] == DeliveryState.DEAD and receiver in {
            None,
            row["receiver"],
            row["receiver"].partition(".")[0],
        }

    return _put_back(connection, lambda rows: [row for row in rows if is_chosen(row)], now)


def _put_back(
    connection: Connection, choose: Callable[[Sequence[Row]], list[Row]], now: datetime
) -> list[str]:
    with transaction(connection):
        chosen = choose(all_deliveries(connection))
        keys = list(dict.fromkeys(row["key"] for row in chosen))
        # What is being sent at this moment is left to whoever sends it.
        idle = [row["key"] for row in chosen if row["state"] != DeliveryState.SENDING]
        put_back(connection, idle, now)
    return keys


def _named(rows: Sequence[Row], name: str) -> list[Row]:
    """The deliveries that went out, or would have, under a key."""
    wanted = _PART.sub("", name.strip().removeprefix("id ").lower())
    found = [row for row in rows if _is_of(row, wanted)]
    if not found:
        raise WarehouseError(_unknown(rows, name))
    whole = {_key_of(row) for row in found}
    if len(whole) > 1:
        raise WarehouseError(f"expected one key, found {len(whole)} that begin with {name!r}")
    together = [row for row in rows if _key_of(row) in whole]
    kept = [row for row in together if row["state"] != DeliveryState.CANCELLED]
    if not kept:
        raise WarehouseError(_why_not(found[0]))
    return kept


def _is_of(row: Row, wanted: str) -> bool:
    if len(wanted) < _SHORTEST_KEY:
        return False
    return any(key.startswith(wanted) for key in (row["key"], _key_of(row)))


def _key_of(row: Row) -> str:
    """The key that it goes out under: that of its digest, if it is in one."""
    if row["digest_at"] is None:
        return str(row["key"])
    return digest_key(row["receiver"], row["rule"], row["digest_at"])


def _why_not(row: Row) -> str:
    subject = f"{row['key']} to {row['receiver']}: expected a delivery that can be made"
    if row["error"] == "silenced":
        found = "one of a time when its rule or board was silenced: it was noted, and not sent"
    else:
        found = f"a cancelled one ({row['error']}): its message is not so any more"
    return f"{subject}, found {found}; the feeds and the view `alerts` have what is so now"


def _unknown(rows: Sequence[Row], name: str) -> str:
    keys = [str(row["key"]) for row in rows]
    near = get_close_matches(name, keys, n=3)
    # A message has an id of its own, which its text and the feeds have.
    wanted = name.strip().removeprefix("id ").lower()
    of_message = [f"{r['key']} to {r['receiver']}" for r in rows if r["message_id"] == wanted]
    if of_message:
        hint = f"that is a message, and its deliveries are: {', '.join(of_message)}"
    elif near:
        hint = f"near it: {', '.join(near)}"
    else:
        hint = (
            '`podium sql "SELECT key, receiver, state, headline FROM alerts"` lists those there are'
        )
    return f"expected the key of a delivery, found {name!r}; {hint}"
