"""A run through the Wayback Machine as a whole: killed, repeated, read again, and by command."""

import signal
from pathlib import Path

from tests.flows.copies import CHESS, DAILY
from tests.flows.importer import DERIVED
from tests.flows.processes import run_podium, start
from tests.flows.reread_and_die import reread
from tests.flows.wayback_home import WaybackHome
from tests.servers import Server

KILLED = -signal.SIGKILL
CAPTURED = "SELECT board, url, observed_at, outcome FROM captures ORDER BY ALL"


def test_killed_in_the_middle_it_goes_on(
    wayback: WaybackHome, copies_server: Server, tmp_path: Path
) -> None:
    """Kill -9 at several points: the same command ends where an undisturbed one would."""
    other = WaybackHome(tmp_path / "other", copies_server.url, wayback.sources)
    other.read_copies("acme")
    for point in (["committed", "1"], ["keeping", "2"], ["archived", "2"], []):
        process = start(wayback, "-m", "tests.flows.wayback_home", *point)
        _, errors = process.communicate(timeout=60)
        assert process.returncode == (KILLED if point else 0), errors

    for table in DERIVED:
        query = f"FROM {table} ORDER BY ALL"
        if table == "record.snapshots":
            query = "SELECT * EXCLUDE (capture_id) FROM record.snapshots ORDER BY ALL"
        assert wayback.writer_rows(query) == other.writer_rows(query)
    assert wayback.rows("SELECT count(*), count(DISTINCT (board, url)) FROM captures") == [(40, 40)]


def test_read_again_a_copy_keeps_its_time(wayback: WaybackHome) -> None:
    """`reparse` takes the time from the copy's address."""
    wayback.read_copies("acme")
    before = wayback.rows(CAPTURED)
    tally = reread(wayback.settings)

    assert (tally.asked, tally.done) == (40, [])
    assert wayback.rows(CAPTURED) == before


def test_the_command(wayback: WaybackHome, prefect_api: str) -> None:
    """`--via wayback` reads a board whose channel is off, at the archive's pace."""
    asked = ("backfill", CHESS, "--since", "2026-05-01", "--until", "2026-05-02")
    code, out, errors = run_podium(wayback, *asked, "--via", "wayback", api=prefect_api)

    assert (code, errors) == (0, "")
    assert out.splitlines()[0] == "2 copies kept: 2 changed"


def test_a_board_without_a_page(wayback: WaybackHome) -> None:
    """A daily archive is not for it: the error names the boards that are."""
    code, _, errors = run_podium(
        wayback, "backfill", DAILY, "--since", "2026-05-01", "--via", "wayback", api=None
    )

    assert code == 1
    assert "leave --via out. Boards with a page: acme/chess, acme/go" in errors
