"""Reading what was published: the one file that readers open, read-only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaderboard.errors import WarehouseError
from warehouse.sql import query

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a query. Times are UTC without zone."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Each row as a mapping from column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Reader:
    """A connection to one published state, which stays the same however often it is asked.

    Where it is to the record itself, there is no `file`, and who opened it tells of errors.
    """

    def __init__(self, connection: "duckdb.DuckDBPyConnection", file: Path | None = None) -> None:
        self._connection = connection
        self._file = file

    def ask(self, name: str, parameters: dict[str, object] | None = None) -> Table:
        """The rows of `queries/<name>.sql`."""
        return self.run(query(name), parameters)

    def run(self, sql: str, parameters: dict[str, object] | None = None) -> Table:
        """The rows of a query of our own; a user's goes to `warehouse.sandbox`.

        Raises:
            WarehouseError: the file does not hold what the query reads, or is damaged.
        """
        with self.connected() as connection:
            result = connection.execute(sql, parameters)
            columns = tuple(str(column[0]) for column in result.description or ())
            return Table(columns, result.fetchall())

    @contextmanager
    def connected(self) -> Iterator["duckdb.DuckDBPyConnection"]:
        """The connection, for what asks several queries of this room.

        Raises:
            WarehouseError: the file does not hold what is asked for, or is damaged.
        """
        import duckdb  # noqa: PLC0415 - loaded already, by `reading`

        try:
            yield self._connection
        except duckdb.Error as error:
            if self._file is None:
                raise
            raise self._told(error) from error

    def _told(self, error: "duckdb.Error") -> WarehouseError:
        import duckdb  # noqa: PLC0415 - loaded already, by `reading`

        if isinstance(error, duckdb.CatalogException):
            return WarehouseError(
                f"{self._file} was published by another version of podium "
                f"({_first_line(error)}); run `podium publish`"
            )
        return WarehouseError(f"{self._file} cannot be read: {_first_line(error)}")


@contextmanager
def reading(file: Path) -> Iterator[Reader]:
    """Open the published file read-only, in UTC.

    A writer may put another file in its place at any time; this reader keeps the one it opened.

    Raises:
        WarehouseError: nothing was published yet, or the file is not one this version can open.
    """
    import duckdb  # noqa: PLC0415 - the help of a command does not wait for the database

    expect_published(file)
    try:
        connection = duckdb.connect(file, read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(f"{file} cannot be opened: {_first_line(error)}") from error
    try:
        connection.execute("SET TimeZone = 'UTC'")
        yield Reader(connection, file)
    finally:
        connection.close()


def expect_published(file: Path) -> None:
    """Check that there is something to read.

    Raises:
        WarehouseError: nothing was published yet, and what to do.
    """
    if not file.is_file():
        raise WarehouseError(
            f"nothing has been recorded yet at {file}; run `podium demo`, "
            "`podium backfill BOARD --since DAY` or `podium run` first"
        )


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
