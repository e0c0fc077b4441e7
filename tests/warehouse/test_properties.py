"""What holds for every board: no damage to a page is told as news, and no order of equals is."""

import random
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaderboard.standing import Entry
from tests.record import Record, make_capture, make_source
from tests.warehouse.live import alerts, as_listed, derive, live, rerank

Day = tuple[Entry, ...]
_WIDELY = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
_TOLD = """
    SELECT kind, threshold, model FROM changes
    WHERE kind IN ('entered_top', 'left_top', 'new_leader')
"""


def _entry(name: str, score: float, votes: int) -> Entry:
    return Entry(name, name, "Acme", None, score, score - 8, score + 8, votes)


def _moved(entry: Entry, by: float, more: int) -> Entry:
    score = (entry.score or 0) + by
    votes = (entry.votes or 0) + more
    return entry._replace(score=score, score_low=score - 8, score_high=score + 8, votes=votes)


@st.composite
def two_days(draw: st.DrawFn) -> tuple[Day, Day]:
    """A board of 12 to 30 models, and the same after an update: moves and newcomers.

    No two scores are equal; what becomes of equals is tested by itself.
    """
    size, spread = draw(st.integers(12, 30)), draw(st.sampled_from([30, 100]))
    chance = draw(st.randoms(use_true_random=False))
    scores = [1200 + 5 * step for step in chance.sample(range(spread), size)]
    before = [_entry(f"model-{n:02}", score, 1000 + 37 * n) for n, score in enumerate(scores)]
    after = [_moved(e, chance.choice([0, 0, 0, -9, 7]), chance.randrange(200)) for e in before]
    steps = chance.sample(range(spread + 10), draw(st.integers(0, 2)))
    after += [
        _entry(f"new-{n}", 1203 + 5 * step, 700 + n)._replace(organization="B")
        for n, step in enumerate(steps)
    ]
    return rerank(before), rerank(after)


def _unmoved(before: Day, after: Day) -> list[Entry]:
    """The rows whose score an update did not change, best first.

    A row that is new, or moved, on the very day it is missing cannot be told from none.
    """
    scores = {entry.key: entry.score for entry in before}
    return [entry for entry in after if scores.get(entry.key) == entry.score]


def _next_day(day: Day) -> Day:
    return tuple(entry._replace(votes=(entry.votes or 0) + 11) for entry in day)


@_WIDELY
@given(days=two_days(), share=st.floats(0.1, 0.9), seed=st.integers(0, 10**6))
def test_a_page_that_lost_rows_tells_nothing_new(
    days: tuple[Day, Day], share: float, seed: int
) -> None:
    """Whichever tenth or nine tenths of the rows are missing, the full page would say as much."""
    before, after = days
    unmoved = _unmoved(before, after)
    chance = random.Random(seed)  # noqa: S311 - which rows is all that is random
    lost = chance.sample(unmoved, min(len(unmoved), max(1, round(len(after) * share))))

    told, _ = live([before, rerank(e for e in after if e not in lost), _next_day(after)])
    expected, _ = live([before, after, _next_day(after)])
    assert told <= expected


@_WIDELY
@given(days=two_days(), rows=st.integers(1, 30))
def test_a_page_that_was_cut_tells_nothing_new(days: tuple[Day, Day], rows: int) -> None:
    """Wherever a page ends, the whole one would say as much."""
    before, after = days

    told, _ = live([before, after[:rows], _next_day(after)])
    expected, _ = live([before, after, _next_day(after)])
    assert told <= expected


@_WIDELY
@given(days=two_days(), place=st.integers(0, 9))
def test_one_leading_model_that_is_missing_by_mistake_changes_nothing(
    days: tuple[Day, Day], place: int
) -> None:
    """Nothing false is told while it is missing, and nothing true is lost once it is back."""
    before, after = days
    leading = [entry for entry in _unmoved(before, after) if (entry.rank or 0) <= 10]
    assume(leading)
    missing = leading[place % len(leading)]
    without = rerank(entry for entry in after if entry is not missing)

    told, _ = live([before, without, _next_day(after)])
    expected, _ = live([before, after, _next_day(after)])
    assert told == expected


@_WIDELY
@given(days=two_days(), place=st.integers(0, 9))
def test_one_leading_model_that_left_is_told_with_the_next_capture(
    days: tuple[Day, Day], place: int
) -> None:
    """A departure waits for a second capture and no longer; what follows from it as well."""
    before, after = days
    left = before[place].key
    without = rerank(entry for entry in after if entry.key != left)

    _, (_, at_once, later) = live([before, without, _next_day(without)])
    assert at_once <= later
    assert not any(model == left for _, _, model in at_once)
    assert ("left_top", 10, left) in later


@_WIDELY
@given(days=two_days(), names=st.integers(1, 8))
def test_names_that_change_in_mass_are_no_news(days: tuple[Day, Day], names: int) -> None:
    """Models that go on under other names, in numbers, neither left nor entered."""
    before, _ = days
    spread = [_moved(e, 17 * n, 911 * n) for n, e in enumerate(reversed(before))]
    renamed = [e._replace(key=f"{e.key}-high", model=f"{e.model}-high") for e in spread[:names]]

    told, _ = live([rerank(spread), rerank([*renamed, *spread[names:]])])
    assert told == set()


@_WIDELY
@given(days=two_days())
def test_the_same_page_again_adds_nothing(days: tuple[Day, Day]) -> None:
    """However often a page is seen, it is told once."""
    before, after = days

    once, again = derive([before, after]), derive([before, before, after, after, after])
    assert len(again.rows["snapshots"]) == len(once.rows["snapshots"])
    assert alerts(again) == alerts(once)


@_WIDELY
@given(
    scores=st.lists(st.integers(1, 4), min_size=3, max_size=14),
    orders=st.lists(st.randoms(use_true_random=False), min_size=10, max_size=10),
)
def test_equals_in_any_order_change_nothing(scores: list[int], orders: list[random.Random]) -> None:
    """Ten days on which the publisher ranks equal scores by chance are one standing."""
    models = [_entry(f"m{number}", score, 500) for number, score in enumerate(scores)]
    days = [
        as_listed(sorted(chance.sample(models, len(models)), key=lambda e: -(e.score or 0)))
        for chance in orders
    ]

    assert derive(days).rows["moves"] == []


@_WIDELY
@given(days=st.lists(two_days(), min_size=1, max_size=3))
def test_standings_agree_with_scores(days: list[tuple[Day, Day]]) -> None:
    """Whatever came before, a better score never stands below a worse one."""
    flat = [day for pair in days for day in pair]

    for count in range(1, len(flat) + 1):
        known = derive(flat[:count]).state.known.values()
        shown = [(t.standing, t.entry) for t in known if not t.is_unseen]
        for standing, entry in shown:
            better = [other for place, other in shown if place < standing]
            assert all((other.score or 0) >= (entry.score or 0) for other in better)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(days=two_days(), rows=st.integers(5, 30))
def test_the_view_says_the_same(tmp_path_factory: object, days: tuple[Day, Day], rows: int) -> None:
    """What these tests read off the rows is what readers see in `changes`."""
    before, after = days
    folder: Path = tmp_path_factory.mktemp("view")  # type: ignore[attr-defined]
    history = [before, after[:rows], _next_day(after)]
    with Record(folder, make_source()) as record:
        for day, entries in enumerate(history):
            record.keep(make_capture(entries, day))
        seen = set(record.rows(_TOLD))

    assert seen == alerts(derive(history))
