"""The engine of each lake in this process: made once, and shared by all who write."""

import threading
from collections.abc import Callable

import duckdb

from leaderboard.errors import WarehouseAwayError
from leaderboard.place import Lake
from warehouse.attaching import attach, settle
from warehouse.locks import EVERYTHING, session

_ATTACH = "attach"
_PATIENCE_SECONDS = 30.0
_engines: dict[Lake, duckdb.DuckDBPyConnection] = {}
_guard = threading.Lock()

Connection = duckdb.DuckDBPyConnection


def attached(
    lake: Lake, is_current: Callable[[Connection], bool], migrate: Callable[[Connection], None]
) -> Connection:
    """A connection of its own to the lake, in UTC and migrated, for whoever closes it.

    Raises:
        WarehouseAwayError: Postgres cannot be reached.
        WarehouseError: an extension is missing, or the data cannot be reached.
    """
    with _guard:
        if lake in _engines and not _answers(_engines[lake]):
            _engines.pop(lake).close()
            _wait_for(lake)
        if lake not in _engines:
            _engines[lake] = _begun(lake, is_current, migrate)
        return settle(_engines[lake].cursor())


def detach(lake: Lake) -> None:
    """Forget the engine of a lake, as after its Postgres was away: the next one is made anew."""
    with _guard:
        engine = _engines.pop(lake, None)
    if engine is not None:
        engine.close()


def _answers(engine: Connection) -> bool:
    """Whether what the engine keeps open to Postgres is so there: not once that was restarted."""
    try:
        with settle(engine.cursor()) as connection:
            connection.execute("SELECT count(*) FROM record.migrations").fetchall()
    except duckdb.Error:
        return False
    return True


def _wait_for(lake: Lake) -> None:
    """Wait for a Postgres that was there a moment ago, as while it is restarted.

    Raises:
        WarehouseAwayError: it did not come back.
    """
    import stamina  # noqa: PLC0415 - 15 ms that only a lake pays

    for attempt in stamina.retry_context(
        on=WarehouseAwayError, attempts=None, timeout=_PATIENCE_SECONDS, wait_max=1.0
    ):
        with attempt, session(lake) as held:
            held.check()


def _begun(
    lake: Lake, is_current: Callable[[Connection], bool], migrate: Callable[[Connection], None]
) -> Connection:
    """One process at a time begins or migrates a lake; others find it done."""
    with session(lake) as held:
        held.take(alone=[_ATTACH])
        engine = attach(lake)
        with settle(engine.cursor()) as connection:
            if not is_current(connection):
                held.take(alone=[EVERYTHING])
                migrate(connection)
    return engine
