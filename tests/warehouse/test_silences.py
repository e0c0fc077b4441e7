"""When a source fell silent, and when it spoke again."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from leaderboard.capture import SAME_BYTES, Capture, Cause, Outcome
from leaderboard.source import Source
from tests.record import START, Record, make_capture, make_entries, make_source
from warehouse import record as recording
from warehouse.declaring import declare

FIRST = {f"m{n}": 100.0 - n for n in range(8)}
SECOND = FIRST | {"m7": 92.5}
SILENCES = """
    SELECT kind, observed_at, cause FROM changes WHERE kind LIKE 'source%'
    ORDER BY observed_at, kind
"""
EVIDENCE = "SELECT side, observed_at FROM evidence($1)"
STATE = "SELECT state FROM boards"


def shown(scores: dict[str, float], day: float, cause: Cause = Cause.BACKFILL) -> Capture:
    """A page that shows these scores."""
    return replace(make_capture(make_entries(scores), day), cause=cause)


def empty(day: float, outcome: Outcome, cause: Cause = Cause.SOURCE, reason: str = "") -> Capture:
    """A capture without a standing of its own."""
    bare = make_capture((), day)
    return replace(bare, outcome=outcome, cause=cause, reason=reason, standing=None)


def again(capture: Capture, day: float, outcome: Outcome) -> Capture:
    """The same bytes as an earlier capture."""
    seen = make_capture((), day)
    known = recording.standing_id_of(capture)  # as `known_addresses` gives it
    return replace(
        seen,
        cause=Cause.SOURCE,
        outcome=outcome,
        reason=SAME_BYTES,
        sha256=capture.sha256,
        standing=None,
        standing_id=known,
    )


def on(day: float) -> datetime:
    """The time of that day's capture."""
    return START + timedelta(days=day)


def patient(stale_after: str | None) -> Source:
    """The board with a patience of its own."""
    data = make_source().model_dump(mode="json", exclude={"boards"})
    board = make_source().boards["chess"].model_dump(exclude_none=True)
    return Source.model_validate(
        {**data, "boards": {"chess": {**board, "stale_after": stale_after}}}
    )


@pytest.mark.parametrize(("day", "state"), [(14, "ok"), (14.1, "stale")])
def test_fourteen_cadences_are_patience_enough(record: Record, day: float, state: str) -> None:
    """A source that shows nothing new for longer than that is stale, not a moment before."""
    record.keep(shown(FIRST, 0), shown(FIRST, day))

    assert record.rows(STATE) == [(state,)]
    assert (record.rows(SILENCES) == []) == (state == "ok")


def test_stale_is_told_once_at_the_first_look_that_shows_it(record: Record) -> None:
    """Further looks at the same silence add nothing."""
    record.keep(shown(FIRST, 0), *(shown(FIRST, day) for day in (3, 15, 16, 40)))

    assert record.rows(SILENCES) == [("source_stale", on(15), "backfill")]


@pytest.mark.parametrize(
    ("stale_after", "day", "state"),
    [("2d", 2, "ok"), ("2d", 3, "stale"), ("30d", 20, "ok"), ("30d", 31, "stale")],
)
def test_a_source_file_may_ask_for_another_patience(
    tmp_path: Path, stale_after: str, day: float, state: str
) -> None:
    """`stale_after` takes the place of the 14 cadences."""
    with Record(tmp_path, patient(stale_after)) as record:
        record.keep(shown(FIRST, 0), shown(FIRST, day))

        assert record.rows(STATE) == [(state,)]


def test_another_patience_holds_for_what_is_on_record(tmp_path: Path) -> None:
    """When the source file says otherwise later, silences are those of its last word."""
    with Record(tmp_path, patient("2d")) as record:
        record.keep(shown(FIRST, 0), shown(FIRST, 5))
        declare(record.connection, [patient("30d")])

        assert record.rows(SILENCES) == []
        assert record.rows(STATE) == [("ok",)]


@pytest.mark.parametrize("outcome", [Outcome.UNCHANGED, Outcome.NOT_MODIFIED])
def test_the_same_bytes_again_are_a_look(record: Record, outcome: Outcome) -> None:
    """That nothing was sent, or the same, says that there is nothing new."""
    first = shown(FIRST, 0)
    record.keep(first, again(first, 20, outcome))

    assert record.rows(SILENCES) == [("source_stale", on(20), "source")]


def test_a_copy_that_the_source_carried_over_is_a_look(record: Record) -> None:
    """The archive answered, and what it had was old."""
    record.keep(
        shown(FIRST, 0), empty(20, Outcome.UNCHANGED, reason="the archive repeats its copy")
    )

    assert record.rows(SILENCES) == [("source_stale", on(20), "source")]
    assert record.rows(STATE) == [("stale",)]


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.BLOCKED, Outcome.REJECTED])
def test_our_own_failures_are_no_silence(record: Record, outcome: Outcome) -> None:
    """That we failed to look says nothing of the source."""
    record.keep(shown(FIRST, 0), empty(20, outcome), empty(40, outcome))

    assert record.rows(SILENCES) == []
    assert record.rows(STATE) == [(outcome.value,)]


@pytest.mark.parametrize(
    ("cause", "told"),
    [(Cause.SOURCE, [("source_stale", on(20), "source")]), (Cause.BACKFILL, [])],
)
def test_a_missing_day_counts_as_it_goes_by(
    record: Record, cause: Cause, told: list[tuple[object, ...]]
) -> None:
    """An archive without today's file has nothing new; a gap in its past is another matter."""
    record.keep(shown(FIRST, 0), empty(20, Outcome.ABSENT, cause))

    assert record.rows(SILENCES) == told


def test_a_new_standing_ends_the_silence(record: Record) -> None:
    """The source recovered when it showed something new, and the board is well."""
    record.keep(shown(FIRST, 0), shown(FIRST, 15), shown(SECOND, 18))

    assert record.rows(SILENCES) == [
        ("source_stale", on(15), "backfill"),
        ("source_recovered", on(18), "backfill"),
    ]
    assert record.rows(STATE) == [("ok",)]


def test_what_nobody_looked_at_was_no_silence(record: Record) -> None:
    """Between two new standings far apart nobody saw the source show nothing."""
    record.keep(shown(FIRST, 0), shown(SECOND, 60))

    assert record.rows(SILENCES) == []


def test_silences_have_the_causes_of_their_captures(record: Record) -> None:
    """The look that found the silence and the page that ended it each have their own cause."""
    record.keep(shown(FIRST, 0), shown(FIRST, 15), shown(SECOND, 18, Cause.SOURCE))

    assert [cause for *_, cause in record.rows(SILENCES)] == ["backfill", "source"]


def test_a_page_of_the_past_that_was_looked_at_now_is_a_look_now(record: Record) -> None:
    """What the source shows today may be old: it is today that it shows nothing newer."""
    late = replace(shown(FIRST, 3, Cause.SOURCE), attempted_at=on(20))
    record.keep(shown(FIRST, 0), late)

    assert record.rows(SILENCES) == [("source_stale", on(20), "source")]


def test_any_order_of_loading_gives_the_same_silences(tmp_path: Path) -> None:
    """Captures loaded one by one in any order tell the same, to the byte."""
    captures = [
        shown(FIRST, 0),
        empty(20, Outcome.UNCHANGED, reason="the archive repeats its copy"),
        shown(SECOND, 25),
        empty(45, Outcome.ABSENT),
        shown(FIRST | {"m7": 92.0}, 50),
    ]
    told = []
    for number, order in enumerate([*list(permutations(captures))[19::40], captures]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with Record(folder) as record:
            for capture in order:
                record.keep(capture)
            told.append(record.rows("FROM changes ORDER BY ALL"))

    assert len(told[-1]) > 4
    assert all(each == told[-1] for each in told)


def test_a_new_standing_that_comes_late_undoes_the_silence(record: Record) -> None:
    """A day loaded afterwards shows that the source had spoken."""
    record.keep(shown(FIRST, 0), shown(SECOND, 20))
    record.keep(shown(FIRST, 15))
    stale = record.rows(SILENCES)
    record.keep(shown(FIRST | {"m7": 92.0}, 10))

    assert [kind for kind, *_ in stale] == ["source_stale", "source_recovered"]
    assert record.rows(SILENCES) == []


def test_a_board_that_was_never_seen_is_not_stale(record: Record) -> None:
    """There is no last standing to grow old."""
    record.keep(empty(0, Outcome.ABSENT), empty(40, Outcome.ABSENT))

    assert record.rows(SILENCES) == []
    assert record.rows(STATE) == [("empty",)]


def test_evidence_leads_to_the_pages(record: Record) -> None:
    """The silence to the last new standing, its end to that and to the page that came."""
    record.keep(shown(FIRST, 0), shown(FIRST, 15), shown(SECOND, 18))

    found = {
        kind: record.connection.execute(EVIDENCE, [change_id]).fetchall()
        for kind, change_id in record.rows("SELECT kind, change_id FROM changes")
    }
    assert found["source_stale"] == [("after", on(0))]
    assert found["source_recovered"] == [("before", on(0)), ("after", on(18))]
