"""A process that keeps a DuckDB file open until its input is closed.

python -m tests.flows.hold read|write FILE
"""

import sys

import duckdb

if __name__ == "__main__":
    with duckdb.connect(sys.argv[2], read_only=sys.argv[1] == "read") as connection:
        print(connection.execute("SELECT count(*) FROM record.captures").fetchone(), flush=True)  # noqa: T201
        sys.stdin.read()
        print(connection.execute("SELECT count(*) FROM record.captures").fetchone(), flush=True)  # noqa: T201
