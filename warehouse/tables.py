"""The tables of a record from one database to another, both attached to one engine."""

from collections.abc import Callable, Iterator

import duckdb

from warehouse.database import transaction

_TABLES = """
SELECT table_name
FROM duckdb_tables()
WHERE database_name = $database AND schema_name = 'record' AND table_name <> 'migrations'
ORDER BY table_name
"""


def tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """The names of the tables of a record, but for that of its migrations."""
    rows = connection.execute(_TABLES, {"database": database}).fetchall()
    return [name for (name,) in rows]


def copy_tables(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    target: str,
    tell: Callable[[str, int], None] = lambda _, __: None,
) -> None:
    """Put all rows of one state of a record in place of what another has, in one transaction.

    Both have the same migrations. `tell` hears of each table and how many rows it has.
    """
    with transaction(connection):
        for table in tables_of(connection, source):
            connection.execute(f"DELETE FROM {target}.record.{table}")  # noqa: S608 - our own names
            ((rows,),) = connection.execute(
                f"INSERT INTO {target}.record.{table} BY NAME FROM {source}.record.{table}"
            ).fetchall()
            tell(table, rows)


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    """The columns of a table, by its full name."""
    for name, *_ in connection.execute(f"DESCRIBE {table}").fetchall():
        yield str(name)
