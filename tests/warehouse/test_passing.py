"""Which failures of writing are worth another attempt."""

import errno

import duckdb

from leaderboard.errors import RulesError, WarehouseAwayError, WarehouseBusyError, WarehouseError
from leaderboard.place import Lake
from tests.lake import needs_lake
from warehouse.attaching import told as told_of
from warehouse.passing import may_pass


def test_busy_warehouse_and_full_disk_may_pass() -> None:
    """Somebody else ends writing, or makes room: the same may work later."""
    full = OSError(errno.ENOSPC, "No space left on device")
    full_too = duckdb.IOException("IO Error: Could not write file: No space left on device")

    assert may_pass(WarehouseBusyError("another process has been writing"))
    assert may_pass(full)
    assert may_pass(full_too)
    assert may_pass(WarehouseAwayError("the Postgres of the lake does not answer"))


def test_an_error_in_our_words_passes_as_what_it_tells_of_does() -> None:
    """What is said to people has the library's own error behind it."""
    told = WarehouseError("expected it to be written")
    told.__cause__ = duckdb.FatalException("FATAL Error: could not write: No space left on device")
    damaged = WarehouseError("expected it to be written")
    damaged.__cause__ = duckdb.IOException("IO Error: a checksum is wrong")

    assert may_pass(told)
    assert not may_pass(damaged)


@needs_lake
def test_full_disk_of_a_lake_may_pass() -> None:
    """What is said of a lake has no cause, since that may have the address of its catalog."""
    full = duckdb.IOException('IO Error: Could not write file "x.parquet": No space left on device')

    assert may_pass(told_of(full, Lake("postgresql://me:hush@host/db", "data")))


def test_what_somebody_must_mend_does_not_pass() -> None:
    """A missing right, a damaged file or a wrong setting is the same the next time."""
    assert not may_pass(PermissionError(errno.EACCES, "Permission denied"))
    assert not may_pass(WarehouseError("the file cannot be opened"))
    assert not may_pass(duckdb.IOException("IO Error: the file is not a database"))
    assert not may_pass(RulesError("rules.yml: expected a list"))
