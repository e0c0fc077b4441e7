"""Names that change: joined where the figures tell, proposed where they may."""

from dataclasses import replace
from pathlib import Path

import pytest

from leaderboard.source import Source
from tests.record import START, Record, make_capture, make_source
from tests.renaming import (
    M05,
    MOVED,
    RENAMES,
    ROWS,
    Row,
    days_of,
    line,
    news,
    page,
    without_votes,
)


def test_a_certain_rename_is_applied_with_a_mark(record: Record) -> None:
    """Same organization, score and votes: it is told as a new name, and nobody left or entered."""
    record.keep(*days_of(page(), page(names=M05)))

    assert news(record) == [("renamed", "new", "alias")]
    assert record.rows(RENAMES) == [("m05", "new", "applied")]


def test_a_renamed_model_has_one_history_under_either_name(record: Record) -> None:
    """Both names find the line from its beginning."""
    record.keep(*days_of(page(), page(names=M05)))

    assert line(record, "m05") == line(record, "new") == [("new", 1450.0)]
    assert record.rows("SELECT valid_from FROM history('acme/chess', 'new')") == [(START,)]


def test_a_model_renamed_twice_keeps_its_line(record: Record) -> None:
    """The last name of a chain finds the days of the first."""
    again = [row._replace(score=1451.0) if row.model == "m05" else row for row in ROWS]
    record.keep(*days_of(page(), page(names=M05), page(again, {"m05": "newest"})))

    assert line(record, "newest") == [("new", 1450.0), ("newest", 1451.0)]
    assert line(record, "m05") == line(record, "newest")


def test_an_uncertain_rename_is_not_told(record: Record) -> None:
    """By its score alone a newcomer may be the one that is gone: nothing is said of either."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05)))

    ((certainty,),) = record.rows("SELECT certainty FROM record.renames")
    assert 0.5 < certainty < 0.98  # type: ignore[operator]
    assert record.rows(RENAMES) == [("m05", "new", "proposed")]
    assert news(record) == []


def test_a_likely_proposal_is_applied_by_the_next_capture(record: Record) -> None:
    """That the new name stays and the old one stays away bears it out, however soon it is seen."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05)))
    record.keep(make_capture(page(rows, M05), 1.01))

    assert record.rows(RENAMES) == [("m05", "new", "applied")]
    assert news(record) == [("renamed", "new", "alias")]
    assert record.rows("SELECT DISTINCT day(observed_at) FROM changes") == [(2,)]


@pytest.mark.parametrize(("day", "state"), [(1.45, "proposed"), (1.5, "applied")])
def test_a_board_may_ask_for_a_longer_wait(tmp_path: Path, day: float, state: str) -> None:
    """With `confirmation` the line must be seen so long afterwards or later, not before."""
    rows = without_votes()
    with Record(tmp_path, patient("12h")) as record:
        record.keep(*days_of(page(rows), page(rows, M05)))
        record.keep(make_capture(page(rows, M05), day))

        assert record.rows(RENAMES) == [("m05", "new", state)]


def patient(confirmation: str) -> Source:
    """The board with a least wait for what bears a rename out."""
    data = make_source().model_dump(mode="json", exclude_none=True)
    data["boards"]["chess"] |= {"cadence": "1d", "gate": {"confirmation": confirmation}}
    return Source.model_validate(data)


@pytest.mark.parametrize(
    ("after", "state"), [({}, "applied"), ({"m05": "other"}, "expired")], ids=["back", "gone too"]
)
def test_a_new_name_that_goes_again(record: Record, after: dict[str, str], state: str) -> None:
    """Where the old name is back it was written otherwise for a day; else two models are gone."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(rows, M05), page(rows, after)))

    assert ("m05", "new", state) in record.rows(RENAMES)


def test_a_name_that_comes_back_beside_the_new_one_is_another_model(record: Record) -> None:
    """The two are then two, and the one was only missing for a day."""
    rows = without_votes()
    both = [*rows, Row("new", 1450.0, None, "Beta")]
    record.keep(*days_of(page(rows), page(rows, M05), page(both)))

    assert record.rows(RENAMES) == [("m05", "new", "expired")]
    assert news(record, "entered", "left", "renamed") == [("entered", "new", "backfill")]


def test_an_expired_proposal_is_a_departure_and_an_entry(record: Record) -> None:
    """A rename that is hardly likely ends with the next capture, as changes of its own day."""
    rows = without_votes()
    record.keep(*days_of(page(rows), page(MOVED, M05)))
    record.keep(make_capture(page(MOVED, M05), 2))

    assert record.rows(RENAMES) == [("m05", "new", "expired")]
    assert news(record) == [
        ("entered", "new", "backfill"),
        ("entered_top", "new", "backfill"),
        ("left", "m05", "backfill"),
        ("left_top", "m05", "backfill"),
    ]
    assert record.rows("SELECT DISTINCT day(observed_at) FROM changes") == [(2,)]


def test_many_renames_at_once_are_assigned_one_to_one(record: Record) -> None:
    """Six models with new names and a newcomer between them: each finds its own."""
    names = {f"m{n:02}": f"n{n:02}" for n in (3, 5, 8, 11, 14, 17)}
    newcomer = Row("newcomer", 1444.0, 31, "Acme")
    record.keep(*days_of(page(), page([*ROWS, newcomer], names)))

    assert record.rows(RENAMES) == [(old, new, "applied") for old, new in names.items()]
    assert news(record, "entered", "left") == [("entered", "newcomer", "backfill")]


def test_two_rows_of_one_name_keep_their_own_history(record: Record) -> None:
    """When their order on the page swaps, each row goes on from the one nearest to it."""
    strong, weak = Row("twin", 1433.0, 900, "Acme"), Row("twin", 1366.0, 800, "Acme")
    later = weak._replace(score=1367.0, votes=810), strong._replace(score=1434.0, votes=910)
    record.keep(*days_of(page([*ROWS, strong, weak]), page([*ROWS, *later])))

    moved = "SELECT old_score, new_score FROM changes WHERE model = 'twin' ORDER BY ALL"
    assert record.rows("SELECT count(*) FROM standings WHERE model = 'twin'") == [(2,)]
    assert record.rows(moved) == [(1366.0, 1367.0), (1433.0, 1434.0)]
    assert news(record) == []
    assert line(record, "twin#2") == [("twin", 1366.0), ("twin", 1367.0)]


def test_the_same_bytes_bear_out_nothing(record: Record) -> None:
    """The page that proposed a rename, seen again, says no more than it did."""
    rows = without_votes()
    first, proposing = days_of(page(rows), page(rows, M05))
    record.keep(
        first, proposing, replace(make_capture(page(rows, M05), 2), sha256=proposing.sha256)
    )

    assert record.rows(RENAMES) == [("m05", "new", "proposed")]
    assert news(record) == []
