"""The whole cycle beside the floor: `python -m benchmarks.cycle [--pairs N] [--workload FOLDER]`.

Two days of 200 pages, and the second day again; each figure is a process from its start to its end.
Podium and the floor take turns, and what each finds changed on day 2 is held against the truth.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb

from benchmarks.figures import show, spread
from benchmarks.processes import Run, measure, python
from benchmarks.server import Served, serving
from benchmarks.workload import ORIGIN, Move, Workload, board_of, make_workload

_DAYS = ("day 1: 200 new", "day 2: 20 changed", "day 2 again: none")
_OUTCOMES = ({"changed": 200}, {"changed": 20, "not_modified": 180}, {"not_modified": 200})

Days = list[Run]
OneDay = Callable[[Path], tuple[Run, set[Move]]]


class Bench:
    """What every run needs: the pages, the truth about them, and a server."""

    def __init__(self, workload: Workload, served: Served) -> None:
        self._workload = workload
        self._served = served

    def podium(self, *options: str) -> Days:
        """Three days of Podium in a home of its own."""
        settings = {
            "PODIUM_SOURCES": str(self._workload.sources),
            "PODIUM_MIRRORS": f"{ORIGIN}={self._served.url}",
        }

        def one_day(home: Path) -> tuple[Run, set[Move]]:
            command = python("benchmarks.plain_cycle", *options)
            run = measure(command, {"PODIUM_HOME": str(home), **settings})
            return run, _kept_moves(home / "writer" / "warehouse.duckdb")

        runs = self._days(one_day)
        if not options:
            _check("outcomes", [json.loads(run.output) for run in runs], list(_OUTCOMES))
        return runs

    def floor(self) -> Days:
        """Three days of the floor."""
        moves: set[Move] = set()

        def one_day(home: Path) -> tuple[Run, set[Move]]:
            command = python("benchmarks.floor", str(home / "floor.duckdb"), self._served.url)
            run = measure([*command, str(self._workload.urls)], {})
            moves.update(Move(board_of(url), *move) for url, *move in json.loads(run.output))
            return run, set(moves)

        return self._days(one_day)

    def _days(self, one_day: OneDay) -> Days:
        days = (self._workload.day1, self._workload.day2, self._workload.day2)
        with tempfile.TemporaryDirectory() as home:
            runs = []
            for pages, expected in zip(days, self._expected(), strict=True):
                self._served.change_to(pages)
                run, found = one_day(Path(home))
                _check("moves", found, expected)
                runs.append(run)
        return runs

    def _expected(self) -> tuple[set[Move], ...]:
        """All moves since the beginning, after each day."""
        return set(), set(self._workload.moves), set(self._workload.moves)


def main() -> None:
    """Measure, check, and print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--workload", type=Path, help="where the pages are made once and kept")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workload = make_workload(arguments.workload or Path(folder))
        with serving(workload.day1) as served:
            bench = Bench(workload, served)
            podium, floor, bare = [], [], []
            for _ in range(arguments.pairs):
                podium.append(bench.podium())
                floor.append(bench.floor())
                bare.append(bench.podium("--bare"))
            phases = bench.podium("--phases")
    _show_pairs({"podium": podium, "floor": floor, "without archive and publishing": bare})
    _show_phases(phases)


def _kept_moves(file: Path) -> set[Move]:
    with duckdb.connect(file, read_only=True) as connection:
        rows = connection.execute(
            "SELECT board, key, coalesce(old_rank, old_place), coalesce(new_rank, new_place) "
            "FROM record.moves UNION ALL "  # and the departures that wait for another capture
            "SELECT s.board, u.key, u.standing, NULL "
            "FROM record.unseen AS u JOIN record.snapshots AS s USING (snapshot_id)"
        ).fetchall()
    return {Move(*row) for row in rows}


def _check(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise SystemExit(f"wrong {what}: expected {expected!r:.2000}, found {found!r:.2000}")


def _show_pairs(sides: dict[str, list[Days]]) -> None:
    figures = [
        (name, day, spread([d[i].seconds for d in days]), spread([d[i].megabytes for d in days], 0))
        for name, days in sides.items()
        for i, day in enumerate(_DAYS)
    ]
    show(("process", "day", "seconds, median (range)", "peak MB"), figures)
    floor = sides["floor"]
    ratios = [
        (name, day, spread([a[i].seconds / b[i].seconds for a, b in zip(days, floor, strict=True)]))
        for name, days in sides.items()
        if name != "floor"
        for i, day in enumerate(_DAYS)
    ]
    show(("process", "day", "times the floor, pair by pair"), ratios)


def _show_phases(runs: Sequence[Run]) -> None:
    phases = [json.loads(run.output) for run in runs]
    rows = [(part, *(f"{day.get(part, 0.0):.3f}" for day in phases)) for part in phases[0]]
    total = ("whole process", *(f"{run.seconds:.3f}" for run in runs))
    show(("seconds of one run", *_DAYS), [*rows, total])


if __name__ == "__main__":
    main()
