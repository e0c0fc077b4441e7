"""The child of `parsers.parquet`: `python -m parsers.parquet_child COLUMN ...`, a file as input.

It takes limits upon itself, reads the columns, and prints them as one JSON object: `columns`, the
names of all that the file has, and `rows`, objects of those asked for.
"""

import io
import resource
import sys
from collections.abc import Iterator

import msgspec
from arro3.core import RecordBatch
from arro3.io import read_parquet

_SECONDS = 30
_MEMORY_BYTES = 2 << 30


def main(wanted: list[str]) -> None:
    """Read the file and print it."""
    _limit()
    batches = read_parquet(io.BytesIO(sys.stdin.buffer.read()))
    columns = batches.schema.names
    if len(set(columns)) != len(columns):
        sys.exit(f"expected every column once, found {', '.join(columns)}")
    names = [name for name in columns if name in wanted]
    rows = [row for batch in batches for row in _rows(batch, names)]
    sys.stdout.buffer.write(msgspec.json.encode({"columns": columns, "rows": rows}))


def _limit() -> None:
    """No file may grow, no core be dumped, and processor time and memory have an end."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: _SECONDS,
    }
    if sys.platform != "darwin":  # it knows this limit and does not keep it
        limits[resource.RLIMIT_AS] = _MEMORY_BYTES
    for kind, limit in limits.items():
        _, most = resource.getrlimit(kind)
        least = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (least, least))


def _rows(batch: RecordBatch, names: list[str]) -> Iterator[dict[str, object]]:
    values = [batch.column(name).to_pylist() for name in names]
    for row in zip(*values, strict=True) if names else [()] * batch.num_rows:
        yield dict(zip(names, row, strict=True))


if __name__ == "__main__":
    main(sys.argv[1:])
