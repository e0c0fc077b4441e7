"""What other web-archive tools captured is taken in: matched by address, dated by the record."""

import json
import random
from pathlib import Path

import pytest

from tests.flows.copies import (
    CHESS,
    DAILY,
    GO,
    HISTORY,
    PAGE,
    SCORES,
    Made,
    at,
    page,
    revisit,
    write_warc,
)
from tests.flows.importer import Importer, check_counts, new_importer
from tests.flows.processes import run_podium
from tests.flows.reread_and_die import reread

WEEK = tuple(Made(day, page(day)) for day in range(7))
CAPTURES = """
    SELECT board, channel, url, cause, attempted_at, observed_at, outcome
    FROM captures ORDER BY ALL
"""


@pytest.fixture
def home(tmp_path: Path) -> Importer:
    """A home without a record."""
    return new_importer(tmp_path)


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A week of the page, a record a day."""
    return write_warc(tmp_path / "week.warc.gz", WEEK)


@pytest.mark.parametrize("is_gzipped", [True, False], ids=["gzip", "plain"])
def test_a_page_is_a_capture_of_each_of_its_boards(
    home: Importer, tmp_path: Path, *, is_gzipped: bool
) -> None:
    """Two boards are read from one record, under their own addresses, at the record's time."""
    made = Made(3, page(3))
    tally = home.take_in(write_warc(tmp_path / "a.warc", [made], gzip=is_gzipped))

    assert home.rows(CAPTURES) == [
        (board, "page", f"{PAGE}#{board[5:]}", "backfill", at(3), at(3), "changed")
        for board in (CHESS, GO)
    ]
    assert home.rows("SELECT DISTINCT sha256, archived FROM captures WHERE archived IS NOT NULL")
    assert (tally.records, tally.pages, tally.asked, tally.faults) == (4, 1, 2, [])
    check_counts(tally)


def test_a_file_of_many_days_is_passed_over(home: Importer, tmp_path: Path) -> None:
    """The record does not say which of its days is meant, and none is made up."""
    made = [Made(3, page(3), url=HISTORY), Made(3, page(3))]
    tally = home.take_in(write_warc(tmp_path / "a.warc", made))

    assert home.rows("SELECT DISTINCT board FROM captures ORDER BY ALL") == [(CHESS,), (GO,)]
    check_counts(tally)


def test_a_catalogue_that_is_wrong_loses_no_page(
    home: Importer, crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told once; the pages are kept, and get their names when it is right again."""
    (tmp_path / "organizations.yml").write_text("organizations: [")
    (tmp_path / "models.yml").write_text("models: []")
    monkeypatch.setenv("PODIUM_CATALOGUE", str(tmp_path))
    tally = home.take_in(crawl, batch=2)

    assert [fault[:18] for fault in tally.faults] == ["organizations.yml:"]
    assert home.rows("SELECT count(*) FROM captures") == [(14,)]

    monkeypatch.delenv("PODIUM_CATALOGUE")
    home.take_in(crawl)
    assert home.rows("SELECT count(*) > 0 FROM names") == [(True,)]


def test_what_follows_is_told(home: Importer, crawl: Path) -> None:
    """Changes are derived from imported captures, and are no news."""
    home.take_in(crawl)

    assert home.rows("SELECT observed_at, model, cause FROM changes WHERE kind = 'new_leader'") == [
        (at(2), "beta", "backfill")
    ]


def test_importing_again_adds_nothing(home: Importer, crawl: Path) -> None:
    """The same file twice, at once or later, leaves the record as it was."""
    home.take_in(crawl, crawl)
    before = home.rows(CAPTURES), home.derived()
    again = home.take_in(crawl)

    assert (home.rows(CAPTURES), home.derived()) == before
    assert (again.pages, again.asked, again.settled, again.done) == (7, 14, 14, [])


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_gives_the_same_changes(home: Importer, tmp_path: Path, seed: int) -> None:
    """A week in one file, or shuffled over three in batches of two: the same to the byte."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    other = Importer(tmp_path / "other", "", home.sources)
    home.take_in(write_warc(tmp_path / "whole.warc.gz", WEEK))
    shuffled = chance.sample(WEEK, len(WEEK))
    for part in range(3):
        file = write_warc(tmp_path / f"{part}.warc.gz", shuffled[part::3])
        other.take_in(file, batch=2)

    assert other.derived() == home.derived()


@pytest.mark.parametrize(
    "url",
    [
        "http://acme.example/boards",
        "https://ACME.example:443/boards/",
        "http://acme.example:80/boards/#top",
        "https://acme.example/%62oards",
    ],
)
def test_the_same_address_written_otherwise(home: Importer, tmp_path: Path, url: str) -> None:
    """Scheme, default port, a slash at the end, case of the host and fragment do not matter."""
    tally = home.take_in(write_warc(tmp_path / "a.warc", [Made(0, page(), url)]))

    assert tally.pages == 1
    assert {url for (url,) in home.rows("SELECT url FROM captures")} == {
        f"{PAGE}#chess",
        f"{PAGE}#go",
    }


def test_a_day_file_has_the_day_of_its_address(home: Importer, tmp_path: Path) -> None:
    """An address with a day in it is that day's, whenever it was taken; no day is no address."""
    body = json.dumps({"daily": SCORES}).encode()
    addresses = ["2026-05-03/daily.json", "2026-05-33/daily.json", "latest/daily.json"]
    records = [Made(9, body, f"https://files.example/{address}") for address in addresses]
    tally = home.take_in(write_warc(tmp_path / "a.warc", records))

    assert home.rows("SELECT board, url, attempted_at FROM captures") == [
        (DAILY, "https://files.example/2026-05-03/daily.json", at(9))
    ]
    assert [visit.day.isoformat() for visit, _ in tally.done if visit.day] == ["2026-05-03"]


def test_what_is_no_page_of_a_board_is_counted(home: Importer, tmp_path: Path) -> None:
    """Other statuses, addresses and kinds of records are passed over, by reason."""
    records = [
        Made(0, page()),
        Made(1, b"gone", status="404 Not Found"),
        Made(2, b"", status="301 Moved", headers=(("Location", f"{PAGE}new"),)),
        Made(3, page(), "https://elsewhere.example/"),
        Made(4, b"one", "dns:acme.example", kind="resource"),
        revisit(5, Made(3, b"", "https://elsewhere.example/"), url="https://elsewhere.example/"),
    ]
    tally = home.take_in(write_warc(tmp_path / "a.warc.gz", records))

    assert tally.passed == {
        "of another type": 1 + 2 * 6 + 1,
        "of addresses nobody watches": 2,
        "with another status than 200": 2,
    }
    assert (tally.records, tally.pages, tally.faults) == (19, 1, [])
    check_counts(tally)


def test_a_challenge_and_a_strange_page_are_kept_as_such(home: Importer, tmp_path: Path) -> None:
    """A blocked and a rejected page are on record with their bytes, and are no failure."""
    challenge = b"<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
    html = (("Content-Type", "text/html"),)
    records = [
        *WEEK[:2],
        Made(2, challenge, headers=html),
        Made(3, b"<html>A new layout</html>", headers=html),
    ]
    tally = home.take_in(write_warc(tmp_path / "a.warc.gz", records))

    strange = """
        SELECT outcome, archived IS NOT NULL FROM captures
        WHERE board = $1 AND observed_at >= $2 ORDER BY observed_at
    """
    assert home.rows(strange, [CHESS, at(2)]) == [("blocked", True), ("rejected", True)]
    assert tally.failure() == ""
    assert [line.split(": ")[:2] for line in tally.setbacks()] == [
        [CHESS, "blocked"],
        [GO, "blocked"],
    ]


def test_our_own_archive_can_be_imported(home: Importer, crawl: Path, tmp_path: Path) -> None:
    """The files of one home are WARC files for another."""
    home.take_in(crawl)
    other = Importer(tmp_path / "other", "", home.sources)
    files = sorted(home.settings.archive.glob("*/*.warc.gz"))
    tally = other.take_in(*files)

    assert (len(files), tally.pages) == (7, 7)
    assert other.derived()["changes"] == home.derived()["changes"]


def test_reading_again_leaves_imported_pages_as_they_are(home: Importer, crawl: Path) -> None:
    """`reparse` reads them under the board's address and dates them as they were."""
    home.take_in(crawl)
    before = home.derived()
    tally = reread(home.settings)

    assert (tally.asked, tally.done) == (14, [])
    assert home.derived() == before


def test_the_command(home: Importer, crawl: Path, tmp_path: Path, prefect_api: str) -> None:
    """`podium import` sums up; a file that is no WARC makes it fail, and the other is kept."""
    rubbish = tmp_path / "rubbish.warc"
    rubbish.write_bytes(b"rubbish")
    code, out, errors = run_podium(home, "import", str(crawl), api=prefect_api)
    again = run_podium(home, "import", str(rubbish), str(crawl), api=prefect_api)

    assert (code, errors) == (0, "")
    assert out.splitlines() == [
        "22 records, 7 pages of boards; passed over: 15 of another type",
        "14 captures kept: 8 changed, 6 unchanged",
        "`podium changes` tells what changed",
    ]
    assert again[0] == 1
    assert "14 of 14 captures were on record already\nnothing was added" in again[1]
    assert again[2].startswith(f"podium: {rubbish}: expected WARC records, found")
