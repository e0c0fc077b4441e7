"""The child of `warehouse.sandbox`: `python -m warehouse.confined` with a request on its input.

It takes limits upon itself that it cannot lift again, then runs one reading statement. It answers
in lines of JSON: an object for the header, a list for each row, and text for how it ended, which
is `end` or what went wrong.
"""

import json
import os
import resource
import sys
from typing import Any

import duckdb

_THREADS = 2
_ROWS_AT_A_TIME = 500
_LONGEST_ROW = 16 << 20
# What the interpreter and the engine map of addresses before a query takes anything.
_ENGINE_BYTES = 1 << 30
_READS = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "threads": _THREADS,
}


class RefusedError(Exception):
    """The statement is not one that a reader may run."""


def main() -> None:
    """Run the request and say how it ended."""
    request = json.load(sys.stdin)
    _limit(request["seconds"], request["memory_bytes"])
    try:
        _run(request)
        _say("end")
    except (duckdb.OutOfMemoryException, MemoryError):
        limit = request["memory_bytes"] >> 20
        _say(f"the query went over its memory of {limit} MB; ask for less at a time")
    except (duckdb.Error, RefusedError) as error:
        _say(_in_words(error))
    except (ImportError, ValueError, ArithmeticError, RecursionError) as error:
        _say(f"a value of the result cannot be shown ({error}); cast it to VARCHAR")
    sys.stdout.flush()
    # Without the engine's own end, which may try to write what a query left behind.
    os._exit(0)


def _limit(seconds: float, memory_bytes: int) -> None:
    """No file may grow, no core be dumped, and processor time and memory have an end."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: int(seconds * _THREADS) + 5,
    }
    if sys.platform != "darwin":  # it knows this limit and does not keep it
        limits[resource.RLIMIT_AS] = memory_bytes + _ENGINE_BYTES
    for kind, limit in limits.items():
        _, most = resource.getrlimit(kind)
        least = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (least, least))


def _run(request: dict[str, Any]) -> None:
    config = _CONFIG | {"memory_limit": f"{request['memory_bytes']}B"}
    connection = duckdb.connect(request["file"], read_only=True, config=config)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET lock_configuration = true")
    result = connection.execute(_only_statement(connection, request["sql"]))
    columns = result.description or []
    kinds = [str(column[1]).partition("(")[0] for column in columns]
    _say({"columns": [str(column[0]) for column in columns], "kinds": kinds})
    while rows := result.fetchmany(_ROWS_AT_A_TIME):
        for row in rows:
            _say([_plain(value) for value in row])


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    statements = connection.extract_statements(sql)
    kinds = [statement.type for statement in statements]
    if not kinds:
        raise RefusedError("expected a query, found nothing")
    if len(kinds) == 1 and kinds[0] in _READS:
        return statements[0].query
    found = " and ".join(kind.name for kind in kinds[:5])
    raise RefusedError(
        "expected one statement that reads (SELECT, FROM, WITH, DESCRIBE, SHOW, SUMMARIZE or "
        f"EXPLAIN), found {found}"
    )


def _in_words(error: Exception) -> str:
    """The engine's message without the advice that holds for its owner only."""
    if isinstance(error, duckdb.PermissionException):
        reason = str(error).partition("\n")[0].removeprefix("Permission Error: ")
        return f"a query reads the record and nothing else: {reason}"
    lines = [line.rstrip() for line in str(error).splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("See also"))


def _plain(value: object) -> object:
    """A value as JSON can say it."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _say(message: object) -> None:
    line = json.dumps(message)
    if len(line) > _LONGEST_ROW:
        raise RefusedError(f"a row takes more than {_LONGEST_ROW >> 20} MB; ask for less of it")
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
