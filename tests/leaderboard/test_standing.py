"""Places and keys: computed the same way whatever the order of the rows."""

from hypothesis import given
from hypothesis import strategies as st

from leaderboard.standing import Entry, keyed_by_name, ranked

SCORES = st.lists(st.integers(0, 9).map(float) | st.none(), max_size=30)


def _entries(scores: list[float | None]) -> list[Entry]:
    return [Entry(key=f"m{i}", model=f"m{i}", score=s) for i, s in enumerate(scores)]


def test_equals_share_a_place_and_the_next_counts_them() -> None:
    """Places are standard competition ranking: 1, 2, 2, 4."""
    placed = ranked(_entries([5.0, 7.0, 5.0, 1.0, None]), higher_is_better=True)

    assert [entry.place for entry in placed] == [1, 2, 2, 4, None]


def test_lower_can_be_better() -> None:
    """An error rate ranks from the smallest up."""
    placed = ranked(_entries([0.3, 0.1, 0.2]), higher_is_better=False)

    assert [entry.key for entry in placed] == ["m1", "m2", "m0"]


@given(SCORES, st.randoms())
def test_places_do_not_depend_on_the_order_of_rows(scores, random) -> None:  # noqa: ANN001
    """Rows shuffled give the same entries in the same order, each counting those before it."""
    entries = _entries(scores)
    placed = ranked(entries, higher_is_better=True)
    random.shuffle(entries)

    assert ranked(entries, higher_is_better=True) == placed
    for entry in placed:
        if entry.score is not None:
            better = [s for s in scores if s is not None and s > entry.score]
            assert entry.place == 1 + len(better)


def test_one_name_twice_gets_two_keys() -> None:
    """A name that stands twice is two entries, the second numbered."""
    entries = keyed_by_name([Entry("", "a"), Entry("", "b"), Entry("", "a")])

    assert [entry.key for entry in entries] == ["a", "b", "a#2"]
