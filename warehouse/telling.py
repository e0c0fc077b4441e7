"""Where whoever tells of changes hears of them: inside the transaction that makes them."""

from collections.abc import Callable
from typing import NamedTuple

import duckdb

from warehouse.timeline import Replayed

Connection = duckdb.DuckDBPyConnection


class Happened(NamedTuple):
    """What a transaction did: to which boards, with which snapshots derived.

    `silent` are the snapshots after which a source fell silent with it. It `is_news` what captures
    or people brought; all else can only correct what was told. It `is_renamed` where other names
    are known of who made what. `standings` are those that were read, None where it may be any.
    """

    boards: frozenset[str]
    replayed: Replayed
    silent: frozenset[str]
    is_news: bool
    is_renamed: bool = False
    standings: frozenset[str] | None = None


Tell = Callable[[Connection, Happened], object]


def say_nothing(_: Connection, __: Happened) -> None:
    """Nobody is told."""
