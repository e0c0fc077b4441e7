"""What is told of real days is true and complete, and the counting that says so counts right."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks import fatigue, precision
from benchmarks.precision import (
    TRUTH,
    Event,
    Replay,
    Told,
    every_telling,
    judge,
    plain_diff,
    replay,
    truths,
)
from leaderboard.alert import Reason
from leaderboard.capture import Capture
from leaderboard.standing import Entry
from tests.flows.home import TEXT, TTS, WEBDEV
from tests.record import make_capture

DAYS = (date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 4))
UP = Event(DAYS[1], "entered", 5, "up")
DOWN = Event(DAYS[1], "left", 5, "down")

# A model that vanished from a complete board has left for sure only when the next page agrees.
VANISHED, VANISHED_VOICE = date(2026, 4, 22), date(2026, 6, 2)
LATE = {
    TEXT: {},
    WEBDEV: {
        Event(VANISHED, "entered", 10, "gpt-5.4-high (codex-harness)"): 1,
        Event(VANISHED, "left", 10, "qwen3.6-plus-preview"): 1,
    },
    TTS: {Event(VANISHED_VOICE, "left", 10, "Fun-Realtime-TTS-Preview"): 1},
}


@pytest.mark.parametrize("board", [TEXT, WEBDEV, TTS])
def test_real_days_as_if_live(captures: Path, board: str) -> None:
    """All that is true is told and nothing else, at once but for models that vanished."""
    found = replay(board, captures)
    verdict = judge(truths()[board], found.podium, found.days)

    assert verdict.false == []
    assert verdict.missing == []
    assert {event: delay for event, delay in verdict.delays.items() if delay} == LATE[board]
    days = {event.day for event in truths()[board] if event.top == fatigue.TOP}
    assert len(found.messages) == len(days) > 0
    assert fatigue.wrong(days, found.messages) == []


def test_every_truth_table_is_replayed() -> None:
    """Each table belongs to a board, and each of these boards stands in the test above."""
    assert set(LATE) == set(truths())
    assert len(LATE) == len(list(TRUTH.glob("*.csv")))


def test_what_is_told_at_once_is_right() -> None:
    """Told after the capture of its own day: nothing false, nothing missing, no delay."""
    verdict = judge([UP, DOWN], [Told(UP, 1), Told(DOWN, 1)], DAYS)

    assert (verdict.precision, verdict.recall) == (1.0, 1.0)
    assert verdict.delays == {UP: 0, DOWN: 0}


def test_a_false_alert_counts_against_precision() -> None:
    """Of two events told one is not so."""
    verdict = judge([UP], [Told(UP, 1), Told(DOWN, 1)], DAYS)

    assert (verdict.precision, verdict.recall) == (0.5, 1.0)
    assert verdict.false == [DOWN]


def test_what_is_not_told_counts_against_recall() -> None:
    """Of two events one is not told."""
    verdict = judge([UP, DOWN], [Told(UP, 1)], DAYS)

    assert (verdict.precision, verdict.recall) == (1.0, 0.5)
    assert verdict.missing == [DOWN]


def test_the_right_event_of_the_wrong_day_is_false_and_missing() -> None:
    """An event told with another date is not the one that was true."""
    verdict = judge([UP], [Told(UP._replace(day=DAYS[2]), 2)], DAYS)

    assert (verdict.precision, verdict.recall) == (0.0, 0.0)


def test_a_retracted_alert_counts_though_nothing_of_it_is_left() -> None:
    """What was visible once was told, even if it is gone after the next capture."""
    told = every_telling([{}, {"a": UP, "b": DOWN}, {"a": UP}])
    verdict = judge([UP], told, DAYS)

    assert told == [Told(UP, 1), Told(DOWN, 1, stands=False)]
    assert (verdict.precision, verdict.false) == (0.5, [DOWN])


def test_a_true_event_that_is_taken_back_is_false_and_missing() -> None:
    """Who was told so and then that it is not so was not told the truth."""
    verdict = judge([UP], every_telling([{}, {"a": UP}, {}]), DAYS)

    assert (verdict.false, verdict.missing) == ([UP], [UP])


def test_a_second_alert_of_one_event_is_false() -> None:
    """Told again under another identity: the reader hears of it twice."""
    verdict = judge([UP], every_telling([{}, {"a": UP}, {"a": UP, "b": UP}]), DAYS)

    assert (verdict.precision, verdict.recall, verdict.false) == (0.5, 1.0, [UP])
    assert verdict.delays == {UP: 0}


def test_a_delay_counts_captures_not_days() -> None:
    """Told after the capture of 4 May what was so on 2 May: there is none between them."""
    verdict = judge([UP], every_telling([{}, {}, {"a": UP}]), DAYS)

    assert (verdict.precision, verdict.recall) == (1.0, 1.0)
    assert verdict.delays == {UP: 1}


def test_a_plain_diff_believes_every_page() -> None:
    """A page without its leader makes it leave, and enter again with the next."""
    pages = [_page("a", "b"), _page("b"), _page("a", "b")]
    firsts = [told for told in plain_diff(DAYS, pages) if told.event.top == 1]

    assert set(firsts) == {
        Told(Event(DAYS[1], "entered", 1, "b"), 1),
        Told(Event(DAYS[1], "left", 1, "a"), 1),
        Told(Event(DAYS[2], "entered", 1, "a"), 2),
        Told(Event(DAYS[2], "left", 1, "b"), 2),
    }


def test_without_the_real_days_the_benchmark_says_what_it_expects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line with the missing folder, and a failure."""
    monkeypatch.setattr(precision, "CAPTURES", tmp_path)

    with pytest.raises(SystemExit, match=f"expected the folder {tmp_path}"):
        precision.main()


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ([Told(UP, 1), Told(DOWN, 1)], "false"),
        ([], "missing"),
        ([Told(UP, 3)], "late"),
    ],
)
def test_the_benchmark_fails_where_anything_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: list[Told],
    wrong: str,
) -> None:
    """The wrong row is printed after the tables, and the process fails."""
    for folder in ("aa-daily", "arena-daily"):
        (tmp_path / folder).mkdir()
    sent = [fatigue.Sent(UP.day, Reason.FIRST)]
    made = Replay((*DAYS, date(2026, 5, 5)), told, [], sent, 0.0)
    monkeypatch.setattr(precision, "truths", lambda: {"acme/chess": [UP]})
    monkeypatch.setattr(precision, "replay", lambda *_: made)
    monkeypatch.setattr(precision, "CAPTURES", tmp_path)

    with pytest.raises(SystemExit, match=r"not at all: 1$"):
        precision.main()
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.split()[:3] == [wrong, "acme/chess", "2026-05-02"]


def _page(*models: str) -> Capture:
    entries = [Entry(model, model, rank=rank) for rank, model in enumerate(models, start=1)]
    return make_capture(entries, day=0)
