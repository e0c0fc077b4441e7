"""Many writers of one lake at once: the record is as if one had written a file."""

import random
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from leaderboard.capture import Capture
from leaderboard.place import Lake
from tests.lake import needs_lake, new_lake
from tests.record import make_capture, make_entries
from tests.warehouse.lakes import FIVE, Seen, begin, history, keep, seen
from warehouse.database import writing
from warehouse.telling import Connection
from warehouse.units import carry_out, go_alone, in_turn

pytestmark = needs_lake
_TABLES = ("captures", "entries", "names", "snapshots", "moves", "tops", "boards", "channels")


def test_workers_in_any_order_make_the_record_of_one_writer(tmp_path: Path) -> None:
    """Three workers share captures of the same boards, in no order; some are given to two."""
    captures = history(1)
    file, lake = tmp_path / "w.duckdb", new_lake(tmp_path)
    for place in (file, lake):
        begin(place)
    keep(file, *captures)
    rng = random.Random(1)  # noqa: S311 - no secret
    shuffled = rng.sample(captures, k=len(captures))
    work = deque([*(shuffled[n : n + 4] for n in range(0, len(shuffled), 4)), shuffled[:3]])
    _at_once(lambda: _work_off(lake, work), times=3)

    assert _seen(file) == _seen(lake)
    assert _counts(file) == _counts(lake)


def test_one_standing_that_two_bring_is_stored_once(tmp_path: Path) -> None:
    """Two boards may show the same rows; there are no keys that would tell."""
    lake = new_lake(tmp_path)
    begin(lake)
    rows = make_entries(FIVE | {"brand new": 5.0})
    boards = iter(("acme/chess", "acme/go", "acme/shogi"))
    _at_once(lambda: keep(lake, make_capture(rows, 0, next(boards))), times=3)

    counts = dict(zip(_TABLES, _counts(lake), strict=True))
    assert (6,) == counts["entries"] == counts["names"]
    assert (3,) == counts["captures"] == counts["snapshots"]


def test_numbers_are_given_in_turn(tmp_path: Path) -> None:
    """Positions of deliveries go on from what others committed meanwhile."""
    lake = new_lake(tmp_path)

    def number(connection: Connection) -> None:
        connection.execute("FROM record.thresholds").fetchall()
        with in_turn(connection, "numbers") as readings:
            lasts = [_last(reading) for reading in readings]
        connection.execute("INSERT INTO record.thresholds VALUES ($1)", [max(lasts) + 1])

    _at_once(lambda: carry_out(lake, number), times=4)

    with writing(lake) as connection:
        found = connection.execute("SELECT threshold FROM record.thresholds ORDER BY 1").fetchall()
    assert [number for (number,) in found] == [1, 3, 5, 10, 11, 12, 13, 14]


def test_what_two_rewrite_is_done_again(tmp_path: Path) -> None:
    """The second of two that change what both read is not lost, and not done on an old state."""
    lake = new_lake(tmp_path)

    def count(connection: Connection) -> None:
        connection.execute("UPDATE record.thresholds SET threshold = threshold + 100")

    _at_once(lambda: carry_out(lake, count), times=4)

    with writing(lake) as connection:
        rows = connection.execute("SELECT threshold FROM record.thresholds ORDER BY 1").fetchall()
    assert [threshold for (threshold,) in rows] == [401, 403, 405, 410]


def test_a_unit_that_goes_alone_starts_anew(tmp_path: Path) -> None:
    """It sees what others committed before it was alone, and nobody writes beside it."""
    lake, seen_by = new_lake(tmp_path), list[int]()

    def alone(connection: Connection) -> None:
        seen_by.append(_last(connection))
        go_alone()
        connection.execute("INSERT INTO record.thresholds VALUES ($1)", [_last(connection) + 1])

    _at_once(lambda: carry_out(lake, alone), times=3)

    with writing(lake) as connection:
        assert _last(connection) == 13
    assert len(seen_by) == 6


def _at_once(work: Callable[[], object], times: int) -> None:
    """The same work in so many threads, which begin together."""
    ready = threading.Barrier(times)

    def started() -> object:
        ready.wait()
        return work()

    with ThreadPoolExecutor(times) as pool:
        for future in [pool.submit(started) for _ in range(times)]:
            future.result()


def _work_off(lake: Lake, work: deque[list[Capture]]) -> None:
    while True:
        try:
            batch = work.popleft()
        except IndexError:
            return
        keep(lake, *batch)


def _last(connection: Connection) -> int:
    ((last,),) = connection.execute("SELECT max(threshold) FROM record.thresholds").fetchall()
    return int(last)


def _seen(place: Path | Lake) -> Seen:
    with writing(place) as connection:
        return seen(connection)


def _counts(place: Path | Lake) -> list[object]:
    """How many rows the tables have: a view may hide what is there twice."""
    with writing(place) as connection:
        rows = (connection.execute(f"SELECT count(*) FROM record.{n}") for n in _TABLES)  # noqa: S608
        return [each.fetchone() for each in rows]
