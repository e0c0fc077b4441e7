"""Archived pages are read again: what a parser says now takes the place of what one said."""

import random
import shutil
import signal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from leaderboard.capture import Capture, Outcome
from leaderboard.source import find_boards
from leaderboard.standing import Standing
from tests.flows.home import TTS, WEBDEV, Home, Rows
from tests.flows.made import arena_page, scores, tts_page
from tests.flows.parsing.shorter import OVERLOOKED
from tests.flows.processes import run_podium, start
from tests.flows.reread_and_die import reread
from tests.flows.sources import write_sources
from tests.flows.test_prefect import last_run
from tests.record import BOARD, START, Record, make_capture, make_entries
from tests.servers import Request, Server, answer, serve
from warehouse import record as recording
from warehouse import rereading
from warehouse.rereading import Parsed

BROKEN = "tests.flows.broken_parser"
SHORTER = "tests.flows.parsing.shorter"
LOWER = "tests.flows.parsing.lower"
DATED = "tests.flows.parsing.dated"
DAYS = ("2026-05-01", "2026-05-12")
PAGES = 11  # one day is a gap
KILLED = -signal.SIGKILL
# All that is on record but when it was attempted and read, and the causes that follow from that.
SAID = {
    "captures": """
        SELECT * EXCLUDE (attempted_at, capture_id) FROM captures WHERE outcome <> 'absent'
        ORDER BY ALL
    """,
    "changes": "SELECT * EXCLUDE (cause) FROM changes ORDER BY ALL",
    "snapshots": """
        SELECT * EXCLUDE (capture_id, cause, reread_at, state) FROM record.snapshots ORDER BY ALL
    """,
    "unseen": "FROM record.unseen ORDER BY ALL",
    "standings": "FROM standings ORDER BY ALL",
    "leaders": "FROM leaders ORDER BY ALL",
    "boards": "SELECT * EXCLUDE (last_attempt_at) FROM boards ORDER BY ALL",
}
UNREAD = """
    SELECT DISTINCT archived FROM record.captures
    WHERE reread_at IS NULL AND outcome <> 'absent'
"""
CAUSES = "SELECT DISTINCT cause FROM changes ORDER BY ALL"
WHOLE = ("captures", "changes", "standings", "record.snapshots", "record.moves", "record.entries")


def said(home: Home) -> Mapping[str, Rows]:
    """What the record says, however it came to say it."""
    return {name: home.rows(sql) for name, sql in SAID.items()}


def whole(home: Home) -> Mapping[str, Rows]:
    """Every row, to the byte."""
    return {table: home.writer_rows(f"FROM {table} ORDER BY ALL") for table in WHOLE}


def read_by(home: Home, parser: str, board: str = WEBDEV) -> Home:
    """The same home with another parser of the board."""
    folder = home.folder.parent / f"sources-{parser}-{board.replace('/', '-')}"
    return Home(home.folder, home.url, write_sources(folder, {board: {"parser": parser}}))


@pytest.fixture(scope="module")
def right(made_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Twelve days of the code board, read rightly from the start; read only."""
    home = Home(tmp_path_factory.mktemp("right"), made_archives.url)
    home.backfill(WEBDEV, *DAYS)
    return home


@pytest.fixture(scope="module")
def wrong(made_archives: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The same days, met by a parser that is broken; to be copied."""
    home = Home(tmp_path_factory.mktemp("wrong") / "home", made_archives.url)
    read_by(home, BROKEN).backfill(WEBDEV, *DAYS)
    return home


@pytest.fixture
def kept(right: Home, tmp_path: Path) -> Home:
    """A home of the test's own with the days that were read rightly."""
    return Home(Path(shutil.copytree(right.folder, tmp_path / "home")), right.url)


@pytest.fixture
def rejected(wrong: Home, tmp_path: Path) -> Home:
    """A home of the test's own with the days that were rejected."""
    return Home(Path(shutil.copytree(wrong.folder, tmp_path / "home")), wrong.url)


@pytest.fixture
def archive() -> Iterator[Server]:
    """Both archives with a page for every day that never shows anything else."""

    def day_of(request: Request) -> bytes:
        _, folder, day, _ = request.path.split("/")
        if folder == "arena-daily":
            return answer(arena_page(day, scores()))
        is_copy = day > "2026-05-03"
        copied = {"gated": True, "original_date": "2026-05-03"} if is_copy else {}
        return answer(tts_page(day, scores(), **copied))

    with serve(day_of) as server:
        yield server


def test_the_same_parser_changes_nothing(kept: Home) -> None:
    """What is read as before leaves every row as it was, to the byte."""
    before = whole(kept)

    tally = reread(kept.settings, (WEBDEV,))
    assert whole(kept) == before
    assert (tally.asked, tally.settled, tally.done, tally.faults) == (PAGES, PAGES, [], [])


def test_a_broken_parser_is_made_good(rejected: Home, right: Home, made_archives: Server) -> None:
    """Pages that were rejected make the record they would have made, and nothing is fetched."""
    outcomes = rejected.rows("SELECT DISTINCT outcome FROM captures ORDER BY ALL")
    assert outcomes == [("absent",), ("rejected",)]
    asked = len(made_archives.requests)

    reread(rejected.settings)
    assert len(made_archives.requests) == asked
    assert said(rejected) == said(right)
    assert rejected.rows(CAUSES) == [("parser",)]


def test_a_parser_that_breaks_later_is_made_good(kept: Home, right: Home) -> None:
    """Read again by a broken parser and by the right one, the record is what it was."""
    broken = reread(read_by(kept, BROKEN).settings)
    assert kept.rows("SELECT count(*) FROM standings") == [(0,)]

    reread(kept.settings)
    assert dict(broken.outcomes) == {"rejected": PAGES}
    assert said(kept) == said(right)


@pytest.mark.parametrize("parser", [SHORTER, LOWER])
def test_another_reading_takes_the_place_of_the_first(
    kept: Home, made_archives: Server, tmp_path: Path, parser: str
) -> None:
    """The record becomes that of the new reading; changes that come of it are no news."""
    before = said(kept)
    other = read_by(kept, parser)
    reread(other.settings)
    from_the_start = read_by(Home(tmp_path / "start", made_archives.url), parser)
    from_the_start.backfill(WEBDEV, *DAYS)

    assert said(other) == said(from_the_start)
    assert said(other)["standings"] != before["standings"]
    assert other.rows(CAUSES) == [("parser",)]


def test_rows_that_are_read_no_more_are_gone_from_history(kept: Home) -> None:
    """A model that the new parser does not see was never there."""
    reread(read_by(kept, SHORTER).settings)

    for model in OVERLOOKED:
        assert kept.rows(f"FROM history('{WEBDEV}', '{model}')") == []


def test_another_date_of_the_publisher_is_another_reading(kept: Home) -> None:
    """A page that says the same of its models and more of itself is kept as it is read now."""
    reread(read_by(kept, DATED).settings)

    dated = "SELECT count(*) FROM captures WHERE published_at IS NULL AND outcome <> 'absent'"
    assert kept.rows(dated) == [(0,)]


def test_what_comes_after_is_news_again(kept: Home) -> None:
    """A day captured after the reading has its own cause, beside days that were read again."""
    lower = read_by(kept, LOWER)
    reread(lower.settings)
    lower.backfill(WEBDEV, "2026-05-13", "2026-05-20")

    causes = lower.rows(
        "SELECT DISTINCT observed_at > '2026-05-13', cause FROM changes ORDER BY ALL"
    )
    assert causes == [(False, "parser"), (True, "backfill")]


def test_copies_that_were_carried_over_are_read_again(archive: Server, tmp_path: Path) -> None:
    """A rejected page that repeats an older copy becomes what it would have been."""
    home = Home(tmp_path / "home", archive.url)
    read_by(home, BROKEN, TTS).backfill(TTS, *DAYS)
    fresh = Home(tmp_path / "fresh", archive.url)
    fresh.backfill(TTS, *DAYS)

    reread(home.settings)
    assert home.rows("SELECT DISTINCT outcome FROM captures WHERE outcome = 'rejected'") == []
    assert said(home) == said(fresh)


def test_only_the_boards_named_are_read(archive: Server, tmp_path: Path) -> None:
    """Another board keeps what its first parser said."""
    home = Home(tmp_path / "home", archive.url)
    home.backfill("", *DAYS[:1], DAYS[0])
    before = home.rows(f"FROM standings WHERE board = '{WEBDEV}' ORDER BY ALL")

    tally = reread(read_by(home, LOWER).settings, (TTS,))
    assert tally.asked == 1
    assert home.rows(f"FROM standings WHERE board = '{WEBDEV}' ORDER BY ALL") == before


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "foreign"])
def test_a_damaged_file_is_named_and_the_others_are_read(kept: Home, damage: str) -> None:
    """One archived page that cannot be read is a fault; it keeps its reading, others get theirs."""
    (place,), (other,) = kept.rows(
        "SELECT archived FROM captures WHERE outcome = 'changed' ORDER BY observed_at LIMIT 2"
    )
    spoil(kept.settings.archive / str(place), damage, kept.settings.archive / str(other))

    tally = reread(read_by(kept, LOWER).settings)
    (fault,) = tally.faults
    assert fault.startswith(f"{WEBDEV}: {place}")
    assert fault in tally.failure()
    assert len(tally.done) == PAGES - 1
    assert kept.rows(UNREAD) == [(place,)]


def spoil(file: Path, damage: str, other: Path) -> None:
    """Damage an archived file in one of the ways that files are damaged."""
    body = {
        "empty": b"",
        "cut": file.read_bytes()[:-20],
        "foreign": other.read_bytes(),
        "missing": None,
    }[damage]
    file.unlink()
    if body is not None:
        file.write_bytes(body)


@pytest.mark.parametrize(("point", "nth"), [("reread", 1), ("captures written", 3), ("copied", 1)])
def test_death_in_the_middle_is_made_good(
    rejected: Home, right: Home, point: str, nth: int
) -> None:
    """Killed (-9) and given again, the reading ends as if nothing had been."""
    before = rejected.seen()
    ended, errors = read_and_die(rejected, point, str(nth))
    assert ended == KILLED, errors
    assert rejected.seen() == before

    reread(rejected.settings, (WEBDEV,))
    assert said(rejected) == said(right)
    assert rejected.rows(CAUSES) == [("parser",)]


def read_and_die(home: Home, point: str, nth: str) -> tuple[int, str]:
    """Read the board again in a process that dies at that point: how it ended and what it said."""
    process = start(home, "-m", "tests.flows.reread_and_die", WEBDEV, point, nth)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def test_the_command_mends_and_names_what_it_cannot_read(
    rejected: Home, right: Home, made_archives: Server, prefect_api: str
) -> None:
    """A damaged file fails the run and is named; given back, the rest is found to be as before."""
    ((place,),) = rejected.rows("SELECT archived FROM captures WHERE url LIKE '%/2026-05-10/%'")
    page = rejected.settings.archive / str(place)
    page.rename(page.with_suffix(".away"))
    asked = len(made_archives.requests)
    ended, out, errors = run_podium(rejected, "reparse", api=prefect_api)

    assert last_run(prefect_api, "reparse all boards")["state"] == "Failed"
    assert (ended, errors.startswith(f"podium: {WEBDEV}: {place}")) == (1, True)
    assert out.startswith(f"{WEBDEV}: 10 pages read otherwise\n11 pages read again, 0 as before\n")

    page.with_suffix(".away").rename(page)
    ended, out, errors = run_podium(rejected, "reparse", WEBDEV, api=prefect_api)

    run = last_run(prefect_api, f"reparse {WEBDEV}")
    assert (ended, errors) == (0, "")
    assert out.startswith(f"{WEBDEV}: 1 page read otherwise\n11 pages read again, 10 as before\n")
    assert run["state"] == "Completed"
    assert run["tasks"] == ["plan", "read and keep", "publish"]
    assert said(rejected) == said(right)
    assert len(made_archives.requests) == asked


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
