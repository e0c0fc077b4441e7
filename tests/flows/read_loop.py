"""A plain DuckDB client that opens the published file again and again, until told to stop.

    python -m tests.flows.read_loop FILE

Prints one JSON line for each state that it saw anew, and ends when its input is closed.
"""

import json
import select
import sys

import duckdb

_PAUSE_SECONDS = 0.02
# What must agree within one state, and what may only grow.
STATE = """
    SELECT
        (SELECT count(*) FROM captures) AS captures,
        (SELECT count(*) FROM changes) AS changes,
        (SELECT count(*) FROM record.snapshots) AS snapshots,
        (SELECT count(*) FROM captures WHERE outcome = 'changed') AS changed,
        (SELECT max(observed_at)::VARCHAR FROM captures) AS newest,
        (SELECT count(*) FROM standings WHERE NOT unseen) AS shown,
        (SELECT any_value(models) FROM boards WHERE models IS NOT NULL) AS models
"""


def state_of(file: str) -> dict[str, object]:
    """Open the file as any client would, and read what is there."""
    with duckdb.connect(file, read_only=True) as connection:
        found = connection.execute(STATE)
        names = [column[0] for column in found.description or ()]
        return dict(zip(names, found.fetchone() or (), strict=True))


def main(file: str) -> None:
    """Read until the input is closed; the number of readings comes last."""
    last, readings = {}, 0
    while not select.select([sys.stdin], [], [], _PAUSE_SECONDS)[0]:
        readings += 1
        if (state := state_of(file)) != last:
            print(json.dumps(last := state), flush=True)  # noqa: T201 - what it is for
    print(json.dumps(readings))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
