"""Pages read again: what follows is what would have followed had they been read so at first."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from leaderboard.capture import Capture, Outcome
from leaderboard.source import find_boards
from leaderboard.standing import Standing
from tests.flows.home import Rows
from tests.record import BOARD, START, Record, make_capture, make_entries
from warehouse import record as recording
from warehouse import rereading
from warehouse.rereading import Parsed

# Pages that tell no time of their own, which come again with the same bytes.

NAMES = {f"m{n:02}": 100.0 - n for n in range(20)}
FULL = make_entries(NAMES)
SMALLER = make_entries({name: score for name, score in NAMES.items() if name not in {"m00", "m01"}})


def last_score(score: float) -> Capture:
    """A page on which the last model has that score; its day is to be set."""
    return make_capture(make_entries(NAMES | {"m19": score}), 0)


def at(day: int, like: Capture, sha256: str | None = None) -> Capture:
    """The same standing on another day, from other bytes if nothing else is said."""
    moment = make_capture((), day)
    return replace(
        like,
        url=moment.url,
        attempted_at=moment.attempted_at,
        observed_at=moment.observed_at,
        sha256=sha256 or moment.sha256,
    )


def reread_as(record: Record, reading: Capture) -> None:
    """Read the pages with these bytes as this capture says, each on its own day."""
    pages = [
        (page, on_its_day(reading, page))
        for page in rereading.parsed_pages(record.connection, [BOARD])
        if page.sha256 == reading.sha256
    ]
    boards = find_boards((record.source,))
    rereading.reread(record.connection, pages, boards, START + timedelta(days=50))


def on_its_day(reading: Capture, page: Parsed) -> Capture:
    """The reading of a page that tells no time of its own."""
    return replace(
        reading, url=page.url, attempted_at=page.attempted_at, observed_at=page.attempted_at
    )


def unread(capture: Capture) -> Capture:
    """The capture with bytes that a parser could not read."""
    return replace(capture, outcome=Outcome.REJECTED, reason="broken", standing=None)


def test_bytes_that_came_again_keep_their_own_days(tmp_path: Path) -> None:
    """A page that was shown, replaced and shown again was shown on both days."""
    one, between = at(0, last_score(70.0)), at(1, last_score(71.0))
    pages = [one, between, at(2, one, one.sha256), at(3, last_score(73.0))]
    lower = Standing(make_entries(NAMES | {"m19": 72.0}))
    readings = [replace(p, standing=lower) if p.sha256 == one.sha256 else p for p in pages]
    with made(tmp_path / "reread") as record, made(tmp_path / "at once") as expected:
        record.keep(*pages)
        reread_as(record, replace(one, standing=lower))
        expected.keep(*readings)

        days = record.rows("SELECT observed_at FROM captures ORDER BY attempted_at")
        assert days == [(page.observed_at,) for page in pages]
        assert what_follows(record) == what_follows(expected)


def made(folder: Path) -> Record:
    """An empty record in a folder of its own."""
    folder.mkdir()
    return Record(folder)


def what_follows(record: Record) -> list[Rows]:
    """Captures, snapshots and moves, without what tells that they were read again."""
    return [
        record.rows("SELECT * EXCLUDE (reread_at) FROM record.captures ORDER BY ALL"),
        record.rows(
            "SELECT * EXCLUDE (cause, reread_at, state) FROM record.snapshots ORDER BY ALL"
        ),
        record.rows("SELECT * EXCLUDE (cause) FROM record.moves ORDER BY ALL"),
    ]


def test_a_page_rejected_later_than_read_rightly_is_read_again(tmp_path: Path) -> None:
    """Though the first capture of these bytes says what it always said, another is mended."""
    one = at(0, last_score(70.0))
    broken = unread(at(2, one, one.sha256))
    with Record(tmp_path) as record:
        record.keep(one, at(1, last_score(71.0)), broken, at(3, last_score(72.0)))
        (first, again) = [
            page
            for page in rereading.parsed_pages(record.connection, [BOARD])
            if page.sha256 == one.sha256
        ]

        assert not first.is_read_otherwise(on_its_day(one, first))
        assert again.is_read_otherwise(on_its_day(one, again))


def test_random_readings_make_the_record_they_would_have_made(tmp_path: Path) -> None:
    """Pages that come again, are cut, broken or lack models, read in batches in any order."""
    for seed in (0, 1, 2, 143):
        chance = random.Random(seed)  # noqa: S311 - the same pages every time
        first, second = random_readings(chance), random_readings(chance)
        with made(tmp_path / f"{seed} reread") as record, made(tmp_path / f"{seed} at once") as end:
            record.keep(*(reading(first, day) for day in range(len(first))))
            for days in in_batches(chance.sample(range(len(first)), len(first))):
                reread_days(record, {day: reading(second, day) for day in days})
            end.keep(*(reading(second, day) for day in range(len(second))))

            assert what_follows(record) == what_follows(end), seed


def test_a_page_that_comes_late_settles_what_shorter_ones_left_open(tmp_path: Path) -> None:
    """What became of a model may be told by pages far later, and otherwise by one between."""
    chance = random.Random(156)  # noqa: S311 - the pages by which it was found
    readings = [random_readings(chance) for _ in range(2)][1]
    captures = [reading(readings, day) for day in range(len(readings))]
    with made(tmp_path / "late") as record, made(tmp_path / "at once") as expected:
        for capture in chance.sample(captures, len(captures)):
            record.keep(capture)
        expected.keep(*captures)

        assert what_follows(record) == what_follows(expected)


def random_readings(chance: random.Random) -> list[Standing | None]:
    """What ten pages are read as: some cut, some with models missing, some unreadable."""
    readings: list[Standing | None] = []
    for _ in range(10):
        shown = dict(NAMES) | {"m19": chance.choice((70.0, 71.0, 80.5))}
        for name in chance.sample(sorted(shown), chance.choice((0, 0, 1, 2))):
            del shown[name]
        if chance.random() < 0.3:
            shown[f"n{chance.randrange(3)}"] = 70.0 + chance.randrange(30)
        cut = chance.choice((None, None, 12, 9, 6))
        entries = make_entries(dict(sorted(shown.items(), key=lambda pair: -pair[1])[:cut]))
        readings.append(None if chance.random() < 0.15 else Standing(entries))
    return readings


def reading(readings: list[Standing | None], day: int) -> Capture:
    """The capture of a page whose bytes are those of its day."""
    page = replace(make_capture((), day), standing=readings[day])
    return page if page.standing else unread(page)


def in_batches(days: list[int]) -> Iterator[list[int]]:
    """Three days at a time."""
    return (days[start : start + 3] for start in range(0, len(days), 3))


def reread_days(record: Record, readings: Mapping[int, Capture]) -> None:
    """Read the pages of these days as these captures say."""
    by_time = {capture.attempted_at: capture for capture in readings.values()}
    pages = [
        (page, by_time[page.attempted_at])
        for page in rereading.parsed_pages(record.connection, [BOARD])
        if page.attempted_at in by_time
    ]
    changed = [(page, capture) for page, capture in pages if page.is_read_otherwise(capture)]
    boards = find_boards((record.source,))
    rereading.reread(record.connection, changed, boards, START + timedelta(days=50))


def test_the_same_bytes_seen_again_keep_their_day_through_two_readings(tmp_path: Path) -> None:
    """Rejected by one parser and read by the next, a later look at a page stays a later look."""
    one = at(0, last_score(70.0))
    known = recording.standing_id_of(one)  # as `known_addresses` gives it
    repeat = replace(
        at(1, one, one.sha256),
        outcome=Outcome.NOT_MODIFIED,
        reason="same bytes",
        standing=None,
        standing_id=known,
    )
    with Record(tmp_path) as record:
        record.keep(one)
        record.keep(repeat)
        before = record.rows("FROM captures ORDER BY ALL")
        reread_as(record, unread(one))
        reread_as(record, one)

        assert record.rows("FROM captures ORDER BY ALL") == before


def test_a_page_rejected_wherever_it_was_shown_leaves_no_snapshot(tmp_path: Path) -> None:
    """What followed from the second showing of a page goes with its reading."""
    page = at(1, last_score(71.0))
    with Record(tmp_path) as record:
        record.keep(
            at(0, last_score(70.0)),
            page,
            at(2, last_score(72.0)),
            at(3, page, page.sha256),
            at(4, last_score(73.0)),
        )
        reread_as(record, unread(page))

        assert (
            record.rows("FROM record.snapshots ANTI JOIN record.captures USING (standing_id)") == []
        )
        assert record.rows("SELECT count(*) FROM record.snapshots") == [(3,)]


def test_a_page_that_was_refuted_is_believed_when_the_next_agrees(tmp_path: Path) -> None:
    """What the old reading of the last page spoke against, its new reading can confirm."""
    first, smaller = at(0, make_capture(FULL, 0)), at(1, make_capture(SMALLER, 0))
    wrong = at(2, make_capture(FULL, 0))
    right = replace(wrong, standing=Standing(SMALLER))
    outcomes = "SELECT outcome, reason FROM captures ORDER BY observed_at"
    with Record(tmp_path) as record:
        record.keep(first, smaller, wrong)
        assert record.rows("SELECT outcome FROM captures ORDER BY observed_at") == [
            ("changed",),
            ("rejected",),
            ("unchanged",),
        ]
        reread_as(record, right)

        assert record.rows(outcomes) == [
            ("changed", ""),
            ("changed", ""),
            ("unchanged", "same standing"),
        ]
