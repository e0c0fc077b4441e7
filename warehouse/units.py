"""Units of work: what is read, decided and written belongs together, all or nothing.

On a file one process at a time writes, so that nothing changes between reading and writing. On a
lake many do, each on the state in which its transaction began. There a unit names what it decides
about and holds those locks from before it begins until after it is committed; where another one was
first in spite of that, or Postgres was away, all of it is done again. A commit may be durable
though nobody said so, so that a unit is one that may be done twice.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count

import duckdb

from leaderboard.place import Lake, Place
from warehouse.attaching import settle
from warehouse.database import transaction, writing
from warehouse.locks import EVERYTHING, Session, session
from warehouse.patience import Done, patiently

# Who was beaten to it so often writes alone, so that nobody is beaten for ever.
_BEATEN = 2

Work = Callable[[duckdb.DuckDBPyConnection], Done]


class _NotAloneError(Exception):
    """The unit must be done alone, and was begun beside others."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of work on a lake: the session of its locks, and whether it is done alone."""

    session: Session
    is_alone: bool


_unit: ContextVar[_Unit | None] = ContextVar("_unit", default=None)


def carry_out(place: Place, work: Work[Done], touching: Iterable[str] = ()) -> Done:
    """Do a unit of work in one transaction; it decides about what it is `touching`, by name.

    On a lake it may be done more than once before it is committed.

    Raises:
        WarehouseBusyError: others were writing for too long.
        WarehouseAwayError: the Postgres of the lake did not answer for too long.
    """
    if not isinstance(place, Lake):
        with writing(place) as connection, transaction(connection):
            return work(connection)
    lake, names, tries = place, frozenset(touching), count()
    return patiently(lake, lambda: _tried(lake, work, names, is_alone=next(tries) >= _BEATEN))


def look(place: Place, ask: Work[Done]) -> Done:
    """What is on record, of a question that changes nothing.

    Raises:
        WarehouseBusyError: another process was writing for too long.
        WarehouseAwayError: the Postgres of the lake did not answer for too long.
    """

    def asked() -> Done:
        with writing(place) as connection:
            return ask(connection)

    return patiently(place, asked)


def go_alone() -> None:
    """From here on the unit decides about more than it named: it is done anew, by itself.

    On a file, where everybody writes alone, and in a unit that is done alone, nothing happens.
    """
    unit = _unit.get()
    if unit is not None and not unit.is_alone:
        raise _NotAloneError


@contextmanager
def in_turn(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[list["Reading"]]:
    """Where to read what is on record by now, while nobody else takes the same turn.

    The turn lasts until the unit is committed; a unit takes one turn at most, and the last of its
    locks.
    """
    unit = _unit.get()
    if unit is None:
        yield [connection]
        return
    unit.session.take(alone=[name])
    with closing(settle(connection.cursor())) as latest:
        yield [connection, latest]


Reading = duckdb.DuckDBPyConnection


def _tried(lake: Lake, work: Work[Done], names: frozenset[str], *, is_alone: bool) -> Done:
    try:
        return _once(lake, work, names, is_alone=is_alone)
    except _NotAloneError:
        return _once(lake, work, names, is_alone=True)


def _once(lake: Lake, work: Work[Done], names: frozenset[str], *, is_alone: bool) -> Done:
    with writing(lake) as connection, session(lake) as held:
        if is_alone:
            held.take(alone=[EVERYTHING])
        else:
            held.take(alone=names, shared=[EVERYTHING])
        begun = _unit.set(_Unit(held, is_alone))
        try:
            with transaction(connection):
                done = work(connection)
                held.check()
            return done
        finally:
            _unit.reset(begun)
