"""Locks that hold over machines: advisory ones of the Postgres that has the lake's catalog.

DuckLake has no keys and its transactions see the state in which they began, so that two of them may
decide the same thing. Who holds a lock knows that nobody else decides about what it names. A lock
lasts as long as its session: a process that dies lets go.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from leaderboard.errors import WarehouseAwayError, WarehouseBusyError, WarehouseError
from leaderboard.place import Lake
from warehouse.attaching import called, conninfo, masked, needed

# Every unit of work shares this name; one that decides about more than it named holds it alone.
EVERYTHING = "everything"
_PATIENCE_SECONDS = 60.0
# A machine that lost its power says no goodbye: Postgres asks after it this often.
_OPTIONS = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
# What Postgres says of an address that is wrong, and stays wrong however long it is tried.
_WRONG = ("authentication failed", "does not exist", "no pg_hba.conf entry")
_TAKE = """
SELECT CASE WHEN is_shared THEN pg_advisory_lock_shared(key) ELSE pg_advisory_lock(key) END
FROM unnest(%s::bigint[], %s::boolean[]) AS wanted (key, is_shared)
"""


class Session:
    """A session of Postgres, and the locks that it holds until it is closed."""

    def __init__(self, lake: Lake, connection: Any) -> None:  # noqa: ANN401 - of psycopg
        self._lake = lake
        self._connection = connection

    def take(self, alone: Iterable[str] = (), shared: Iterable[str] = ()) -> None:
        """Wait for locks, all in one order so that nobody waits for one who waits for us.

        Raises:
            WarehouseBusyError: somebody else held one of them for too long.
        """
        wanted = sorted({(_key(n), False) for n in alone} | {(_key(n), True) for n in shared})
        keys, kinds = [key for key, _ in wanted], [is_shared for _, is_shared in wanted]
        self._run(_TAKE, (keys, kinds))

    def try_take(self, name: str) -> bool:
        """Take a lock alone if nobody holds it; whether that is so."""
        rows = self._run("SELECT pg_try_advisory_lock(%s)", (_key(name),))
        return bool(rows[0][0])

    def check(self) -> bool:
        """True where the session lives, so that its locks still hold.

        Raises:
            WarehouseAwayError: it does not.
        """
        return bool(self._run("SELECT TRUE", ())[0][0])

    def _run(self, text: str, parameters: tuple[object, ...]) -> list[tuple[Any, ...]]:
        psycopg = needed("psycopg")
        try:
            rows: list[tuple[Any, ...]] = self._connection.execute(text, parameters).fetchall()
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected) as error:
            raise WarehouseBusyError(
                f"another process has been writing to the lake {called(self._lake)} for more than "
                f"{_PATIENCE_SECONDS:.0f} s; try again when it is done"
            ) from error
        except psycopg.Error as error:
            raise WarehouseAwayError(_away(self._lake, error)) from None
        return rows


@contextmanager
def session(lake: Lake, patience_seconds: float = _PATIENCE_SECONDS) -> Iterator[Session]:
    """A session for locks; at the end of the block all of them are let go.

    Raises:
        WarehouseAwayError: Postgres cannot be reached.
        WarehouseError: its address is of another form, or names a user or database it has not.
    """
    psycopg = needed("psycopg")
    conninfo(lake)  # an address of another form is told without a word of it
    options = f"{_OPTIONS} -c lock_timeout={patience_seconds * 1000:.0f}"
    try:
        connection = psycopg.connect(
            lake.catalog, autocommit=True, connect_timeout=10, options=options,
            application_name="podium",
        )  # fmt: skip
    except (psycopg.Error, UnicodeError) as error:
        is_wrong = any(sign in str(error) for sign in _WRONG)
        kind = WarehouseError if is_wrong else WarehouseAwayError
        raise kind(_away(lake, error)) from None
    try:
        yield Session(lake, connection)
    finally:
        connection.close()


def _away(lake: Lake, error: Exception) -> str:
    found = " ".join(masked(str(error), lake).split())
    return f"expected the Postgres of the lake {called(lake)} to answer, found: {found}"


def _key(name: str) -> int:
    """The number of a lock: Postgres names them by 64 bits."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
