"""Archived pages are read again: what a parser says now takes the place of what one said."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.home import TTS, WEBDEV, Home
from tests.flows.made import arena_page, scores, tts_page
from tests.flows.parsing.shorter import OVERLOOKED
from tests.flows.processes import run_podium, start
from tests.flows.readings import read_by, said, whole
from tests.flows.reread_and_die import reread
from tests.flows.test_prefect import last_run
from tests.servers import Request, Server, answer, serve

BROKEN = "tests.flows.broken_parser"
SHORTER = "tests.flows.parsing.shorter"
LOWER = "tests.flows.parsing.lower"
DATED = "tests.flows.parsing.dated"
DAYS = ("2026-05-01", "2026-05-12")
PAGES = 11  # one day is a gap
KILLED = -signal.SIGKILL
UNREAD = """
    SELECT DISTINCT archived FROM record.captures
    WHERE reread_at IS NULL AND outcome <> 'absent'
"""
CAUSES = "SELECT DISTINCT cause FROM changes ORDER BY ALL"


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


@pytest.mark.parametrize(("point", "nth"), [("reread", 1), ("snapshot written", 1), ("copied", 1)])
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
    assert run["tasks"] == ["plan", "read and keep", "publish", "deliver"]
    assert said(rejected) == said(right)
    assert len(made_archives.requests) == asked
