"""History from the Wayback Machine: every different copy once, dated by when it was taken."""

import time
from dataclasses import replace

import pytest

from pages.politeness import Manners
from tests.flows.copies import CHESS, GO, PAGE, Made, at, moment, page
from tests.flows.home import QUICK
from tests.flows.wayback_home import WaybackHome
from tests.flows.wayback_machine import ORIGIN, WaybackMachine
from tests.servers import Server, answer
from warehouse.sql import query

COPIES = tuple(Made(day, page(day)) for day in range(20))
ROWS = "SELECT board, channel, url, cause, observed_at, outcome FROM captures ORDER BY ALL"


def raw(day: float) -> str:
    """Where a copy's bytes are."""
    return f"{ORIGIN}/web/{moment(day)}id_/{PAGE}"


def asked_for(copies_server: Server) -> list[str]:
    """The copies that were asked for, in order of time."""
    return sorted(path for path in copies_server.paths if path.startswith("/web/"))


def test_every_copy_is_a_capture(wayback: WaybackHome, copies_server: Server) -> None:
    """Listed in parts, each is dated by when it was taken and says where its bytes came from."""
    tally = wayback.read_copies(CHESS)

    assert wayback.rows(ROWS) == [
        (CHESS, "page", f"{raw(day)}#chess", "backfill", at(day), "changed") for day in range(20)
    ]
    assert len(set(asked_for(copies_server))) == len(asked_for(copies_server)) == 20
    assert [path for path in copies_server.paths if "resumeKey" in path] == copies_server.paths[1:4]
    assert tally.failure() == ""


def test_attempts_are_of_now(wayback: WaybackHome) -> None:
    """When the copy was asked for is on record beside when it was taken."""
    wayback.read_copies(CHESS, days=("2026-05-02", "2026-05-03"))

    assert wayback.rows("""
        SELECT count(*) FROM captures
        WHERE attempted_at > now()::TIMESTAMP - INTERVAL 1 HOUR AND observed_at < '2026-05-04'
    """) == [(2,)]


def test_what_is_on_record_is_not_asked_for_again(
    wayback: WaybackHome, copies_server: Server
) -> None:
    """The same command again asks the index alone; more days ask for what is new."""
    wayback.read_copies(CHESS, days=("2026-05-01", "2026-05-05"))
    asked = asked_for(copies_server)
    again = wayback.read_copies(CHESS, days=("2026-05-01", "2026-05-05"))
    assert (asked_for(copies_server), again.settled, again.done) == (asked, 5, [])
    wayback.read_copies(CHESS, days=("2026-05-01", "2026-05-07"))

    assert len(asked_for(copies_server)) == len(set(asked_for(copies_server))) == 7


def test_two_boards_of_one_page(wayback: WaybackHome) -> None:
    """Each board has its captures, under the copy's address with its own part."""
    wayback.read_copies("acme", days=("2026-05-03", "2026-05-03"))

    assert wayback.rows("SELECT board, url FROM captures ORDER BY board") == [
        (CHESS, f"{raw(2)}#chess"),
        (GO, f"{raw(2)}#go"),
    ]


def test_equal_copies_are_read_once(wayback: WaybackHome, machine: WaybackMachine) -> None:
    """Neighbours with one digest are one copy, also where the index is cut between them."""
    machine.copies = [replace(made, body=page(n // 6)) for n, made in enumerate(COPIES)]
    machine.rows = 1
    wayback.read_copies(CHESS)

    assert wayback.rows("SELECT observed_at FROM captures ORDER BY ALL") == [
        (at(day),) for day in (0, 6, 12, 18)
    ]


def test_the_days_asked_for(wayback: WaybackHome) -> None:
    """Copies of other days are left alone, and none at all is said."""
    wayback.read_copies(CHESS, days=("2026-05-04", "2026-05-06"))
    none = wayback.read_copies(CHESS, days=("2024-01-01", "2024-12-31"))

    assert wayback.rows("SELECT observed_at FROM captures ORDER BY ALL") == [
        (at(day),) for day in (3, 4, 5)
    ]
    assert none.failure() == (
        "the Wayback Machine has no copy of acme/chess from 2024-01-01 to 2024-12-31"
    )


def test_a_copy_that_is_gone(wayback: WaybackHome, machine: WaybackMachine) -> None:
    """A listed copy that is not there, or is only there of another time, is a gap and no fault."""
    elsewhere = f"/web/{moment(9)}id_/{PAGE}"
    machine.faults = [
        (moment(3), lambda: answer(b"gone", 404)),
        (moment(8), lambda: answer(b"", 302, Location=elsewhere)),
    ]
    tally = wayback.read_copies(CHESS)

    assert wayback.rows("SELECT url FROM captures WHERE outcome = 'absent' ORDER BY ALL") == [
        (f"{raw(day)}#chess",) for day in (3, 8)
    ]
    assert tally.outcomes == {"changed": 18, "absent": 2}
    assert tally.failure() == ""


def test_quiet_is_kept_when_asked_for(
    wayback: WaybackHome, machine: WaybackMachine, copies_server: Server
) -> None:
    """After 429 with Retry-After nothing is asked for that long, and then the copy comes."""
    times: list[float] = []

    def busy() -> bytes:
        times.append(time.monotonic())
        return answer(b"slow down", 429, Retry_After="1")

    machine.faults = [(moment(3), busy), ("resumeKey", busy)]
    started = time.monotonic()
    tally = wayback.read_copies(CHESS)

    assert tally.outcomes == {"changed": 20}
    assert len(times) == 2
    assert time.monotonic() - started >= 2.0
    assert len(asked_for(copies_server)) == 21


def test_requests_are_spaced(wayback: WaybackHome) -> None:
    """The archive is asked for one thing at a time, so far apart as the manners say."""
    manners = Manners(at_once=1, spacing_seconds=0.2)
    started = time.monotonic()
    wayback.read_copies(CHESS, days=("2026-05-01", "2026-05-05"), manners=manners)

    assert time.monotonic() - started >= 4 * 0.2


def test_a_strange_copy_is_rejected_once(
    wayback: WaybackHome, machine: WaybackMachine, copies_server: Server
) -> None:
    """An old layout and a challenge are kept as such, are no failure, and not asked for again."""
    challenge = b"<html><title>Just a moment...</title>"
    machine.copies = [*COPIES[:3], Made(3.5, b"<html>old</html>"), Made(4.5, challenge)]
    tally = wayback.read_copies(CHESS)
    asked = asked_for(copies_server)
    again = wayback.read_copies(CHESS)

    assert tally.outcomes == {"changed": 3, "rejected": 1, "blocked": 1}
    assert (tally.failure(), len(tally.setbacks())) == ("", 1)
    assert (asked_for(copies_server), again.done) == (asked, [])


def test_a_strange_copy_is_no_state_of_the_board(
    wayback: WaybackHome, machine: WaybackMachine
) -> None:
    """The last copy in a layout that no parser knows does not make the board a problem."""
    machine.copies = [*COPIES[:3], Made(3.5, b"<html>old</html>")]
    wayback.read_copies(CHESS)

    assert wayback.rows("SELECT state FROM boards WHERE board = 'acme/chess'") == [("ok",)]
    health = wayback.rows(query("health"))
    assert [outcome for board, _, _, outcome, *_ in health if board == CHESS] == ["changed"]


def test_a_copy_that_failed_is_asked_for_again(
    wayback: WaybackHome, machine: WaybackMachine
) -> None:
    """A server error is a failure of the run, and the same command mends it."""
    machine.faults = [(moment(3), lambda: answer(b"", 502))] * QUICK.attempts
    first = wayback.read_copies(CHESS)
    again = wayback.read_copies(CHESS)

    assert first.outcomes == {"changed": 19, "failed": 1}
    assert first.failure().startswith(f"{CHESS}: failed: ")
    assert (again.outcomes, again.failure()) == ({"changed": 1}, "")


def test_it_gives_up_where_nothing_comes(wayback: WaybackHome, machine: WaybackMachine) -> None:
    """Shut out in the middle, it stops asking and says that the same command goes on."""
    machine.faults = [("/web/", lambda: answer(b"", 503))] * 100
    tally = wayback.read_copies(CHESS)

    assert tally.outcomes == {"failed": 8}
    assert "12 copies are left; the same command goes on later" in tally.failure()


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>Offline</html>", "expected an index of copies, JSON"),
        (b'{"copies": []}', "a list of rows of text"),
        (b'[["urlkey"], ["x"]]', "rows of timestamp, original, digest"),
        (b'[["timestamp", "original", "digest"], ["2026", "https://a.example", "X"]]', "14 digits"),
    ],
)
def test_an_index_that_is_none(
    wayback: WaybackHome, machine: WaybackMachine, body: bytes, told: str
) -> None:
    """It is a fault of that board, and the others are read."""
    machine.faults = [("/cdx/", lambda: answer(body))]
    tally = wayback.read_copies("acme", days=("2026-05-01", "2026-05-02"))

    assert [visit.board.name for visit, _ in tally.done] == [GO, GO]
    assert told in tally.failure()
    assert tally.failure().startswith(f"{CHESS}: ")
