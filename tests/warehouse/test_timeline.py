"""Order of loading: late, early, twice or at random, the record is the same."""

import random
import tempfile
from dataclasses import replace
from itertools import permutations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.capture import Address, Capture
from tests.record import BOARD, Record, make_capture, make_entries, make_source
from warehouse.record import known_addresses

NAMES = "abcdefgh"
SCORES = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 6).map(float), min_size=2)
DERIVED = "SELECT * FROM changes ORDER BY ALL", "FROM standings", "FROM leaders ORDER BY ALL"


def _captures(days: list[dict[str, float]]) -> list[Capture]:
    return [make_capture(make_entries(s, half_width=1.0), day) for day, s in enumerate(days)]


def _derived(captures: list[list[Capture]]) -> list[list[tuple[object, ...]]]:
    source = make_source(partial=True)
    with tempfile.TemporaryDirectory() as folder, Record(Path(folder), source) as record:
        for batch in captures:
            record.keep(*batch)
        return [record.rows(sql) for sql in DERIVED]


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SCORES, min_size=1, max_size=7), st.randoms())
def test_any_order_of_days_gives_the_same_table(days, rng: random.Random) -> None:  # noqa: ANN001
    """One by one in any order, or all at once: the same rows to the byte."""
    captures = _captures(days)
    shuffled = rng.sample(captures, len(captures))

    assert _derived([captures]) == _derived([[capture] for capture in shuffled])


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(SCORES, min_size=2, max_size=8), st.randoms(), st.integers(1, 3))
def test_any_batches_give_the_same_table(days, rng: random.Random, size: int) -> None:  # noqa: ANN001
    """How captures are batched does not show."""
    captures = _captures(days)
    shuffled = rng.sample(captures, len(captures))
    batches = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]

    assert _derived([captures]) == _derived(batches)


def test_two_pages_of_one_moment_have_an_order_of_their_own() -> None:
    """Captures taken at the same time are both kept, and their order does not depend on ours."""
    days: list[dict[str, float]] = [{"a": float(i), "b": 3.0, "c": float(-i)} for i in range(1, 5)]
    first, one, other, last = _captures(days)
    other = replace(other, observed_at=one.observed_at)
    captures = [first, one, other, last]
    orders = [[[each] for each in order] for order in permutations(captures)]
    known = [[[first, one, last], [other, one]], [[first, other, last], [one, other]]]

    expected = _derived([captures])
    assert all(_derived(batches) == expected for batches in [*orders[::5], *known])


def test_one_url_can_hold_several_boards(record: Record) -> None:
    """What is on record of a page for one board is not taken for what it says of another."""
    capture = make_capture(make_entries({"a": 2.0, "b": 1.0}), 0)
    record.keep(capture)

    known = known_addresses(record.connection, [capture.url])
    assert list(known) == [Address(BOARD, "archive", capture.url)]


def test_the_same_content_again_adds_no_snapshot(record: Record) -> None:
    """It was seen again, and that is all there is to say."""
    entries = make_entries({"a": 2.0, "b": 1.0})

    outcomes = [record.keep(make_capture(entries, day)) for day in range(3)]
    assert outcomes == [["changed"], ["unchanged"], ["unchanged"]]
    assert record.rows("SELECT count(*) FROM record.snapshots") == [(1,)]
    assert record.rows("SELECT count(*) FROM record.entries") == [(2,)]


def test_a_late_day_moves_the_beginning_of_what_it_shows(record: Record) -> None:
    """The same standing seen a day earlier began a day earlier."""
    first, second = make_entries({"a": 2.0, "b": 1.0}), make_entries({"a": 2.0, "b": 3.0})
    record.keep(make_capture(first, 0), make_capture(second, 5))
    record.keep(make_capture(second, 3))

    days = "SELECT DISTINCT day(observed_at) FROM changes"
    assert record.rows(days) == [(4,)]
    outcomes = "SELECT outcome FROM captures ORDER BY observed_at"
    assert record.rows(outcomes) == [("changed",), ("changed",), ("unchanged",)]


def test_a_late_day_that_breaks_a_run_makes_two_of_it(record: Record) -> None:
    """A standing that went and came back is two snapshots, whenever the middle is learnt of."""
    first, other = make_entries({"a": 2.0, "b": 1.0}), make_entries({"a": 2.0, "b": 3.0})
    record.keep(make_capture(first, 0), make_capture(first, 4), make_capture(first, 5))
    record.keep(make_capture(other, 2))

    leaders = record.rows("SELECT model, day(valid_from), day(valid_to) FROM leaders")
    assert leaders == [("a", 1, 3), ("b", 3, 5), ("a", 5, None)]


def test_what_is_not_believed_may_be_believed_later(tmp_path: Path) -> None:
    """A page that lacks the leaders is held, until what came between explains it."""
    before = make_entries({f"m{i}": float(i) for i in range(20)})
    smaller = make_entries({f"m{i}": float(i) for i in range(10)})
    smallest = make_entries({f"m{i}": float(i) for i in range(5)})
    with Record(tmp_path, make_source()) as record:
        outcomes = record.keep(make_capture(before, 0), make_capture(smallest, 4))
        assert outcomes == ["changed", "suspect"]
        assert record.rows("SELECT count(*) FROM standings") == [(20,)]

        record.keep(make_capture(smaller, 1), make_capture(smaller, 2))
        record.keep(make_capture(smallest, 5))
        outcomes = record.rows("SELECT outcome FROM captures ORDER BY observed_at")
    assert outcomes == [("changed",), ("changed",), ("unchanged",), ("changed",), ("unchanged",)]
