"""A server that misbehaves: each fault has its outcome and its words, and readers see no change."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.phases import final_state
from tests.flows.home import TEXT, TTS, WEBDEV, Home
from tests.flows.made import arena_page, scores, tts_page
from tests.flows.nasty import CONTENT, DAY, NETWORK, Fault, challenge
from tests.flows.sources import write_sources
from tests.servers import Request, Server, answer, serve

GOOD_DAYS = ("2026-05-01", "2026-05-03")
CAPTURES = "SELECT outcome, reason FROM captures WHERE url LIKE '%' || $1 || '%'"


class Archives:
    """Both archives with good days, but for one answer of one board."""

    def __init__(self) -> None:
        self.fault: Fault | None = None

    def answer(self, request: Request) -> object:
        """The day that is asked for, or the fault."""
        _, _, day, name = request.path.split("/")
        if name != "text-to-speech.json":
            return answer(arena_page(day, scores(), leaderboard=name.removesuffix(".json")))
        if self.fault is not None and day == DAY:
            return self.fault.answer()
        return answer(tts_page(day, scores(best=1400.0 + int(day[-2:]))))


@pytest.fixture(scope="session")
def archives() -> Archives:
    """What the server of this room does."""
    return Archives()


@pytest.fixture(scope="session")
def server(archives: Archives) -> Iterator[Server]:
    """A server of both archives."""
    with serve(archives.answer) as server:  # type: ignore[arg-type]
        yield server


@pytest.fixture(scope="session")
def good_days(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with three good days of all boards; to be copied."""
    home = Home(tmp_path_factory.mktemp("good"), server.url)
    home.backfill("", *GOOD_DAYS)
    return home


@pytest.fixture
def home(good_days: Home, tmp_path: Path) -> Home:
    """A home of the test's own with three good days of all boards."""
    return Home(Path(shutil.copytree(good_days.folder, tmp_path / "home")), good_days.url)


def meet(home: Home, archives: Archives, fault: Fault) -> None:
    """Ask for one day that is answered so, and check that it did no harm."""
    before = home.seen(), home.rows("SELECT count(*) FROM captures")[0][0]
    archives.fault = fault
    tally = home.backfill(TTS, DAY, DAY, limits=fault.limits)
    archives.fault = None
    ((_, kept),) = tally.done

    assert kept.outcome == fault.outcome, kept.reason
    assert re.search(fault.says, kept.reason, re.DOTALL), kept.reason
    assert (home.seen(), home.rows("SELECT count(*) FROM captures")[0][0] - 1) == before
    assert home.rows(CAPTURES, [DAY]) == [(kept.outcome, kept.reason)]


@pytest.mark.parametrize("fault", NETWORK, ids=lambda fault: fault.name)
def test_network(home: Home, archives: Archives, fault: Fault) -> None:
    """Nothing usable comes over the network: the attempt is on record, readers see no change."""
    meet(home, archives, fault)


@pytest.mark.parametrize("fault", CONTENT, ids=lambda fault: fault.name)
def test_content(home: Home, archives: Archives, fault: Fault) -> None:
    """What comes is no believable standing: bytes and reason are kept, readers see no change."""
    meet(home, archives, fault)

    assert home.rows(
        "SELECT count(*) FROM captures WHERE url LIKE '%' || $1 || '%' AND archived IS NOT NULL",
        [DAY],
    ) == [(1,)]


def test_challenge(home: Home, archives: Archives, captures: Path) -> None:
    """A real anti-bot interstitial is blocked, never an empty board."""
    meet(home, archives, challenge(captures))


def test_copy_carried_over(home: Home, archives: Archives, captures: Path) -> None:
    """A real copy that repeats an older one is on record; the board was not seen by it."""
    (file,) = captures.glob("aa-daily-after-gating/2026-08-21/text-to-speech.json")
    before = home.seen()
    archives.fault = Fault("copy", answer(file.read_bytes()), "unchanged", "")
    home.backfill(TTS, DAY, DAY)
    archives.fault = None

    repeats = ("unchanged", "the archive repeats its copy of 2026-08-20")
    assert home.rows(CAPTURES, [DAY]) == [repeats]
    assert {**home.seen(), "changes": ()} == {**before, "changes": ()}
    news = home.rows("SELECT kind FROM changes WHERE observed_at > '2026-05-04'")
    assert news == [("source_stale",)]
    assert home.rows(
        "SELECT observed_at::DATE::VARCHAR FROM captures WHERE reason = $1", [repeats[1]]
    ) == [("2026-08-21",)]


@pytest.mark.parametrize("fault", [NETWORK[0], CONTENT[1]], ids=lambda fault: fault.name)
def test_board_tells_how_it_stands_with_it(home: Home, archives: Archives, fault: Fault) -> None:
    """`boards` tells that the last attempt went wrong; the other boards are well."""
    meet(home, archives, fault)

    states = home.rows("SELECT board, state FROM boards ORDER BY board")
    assert states == [(TEXT, "ok"), (WEBDEV, "ok"), (TTS, fault.outcome)]


def test_day_is_asked_for_again_until_it_is_well(home: Home, archives: Archives) -> None:
    """After the fault the same command fills the gap, and the record is as if nothing had been."""
    meet(home, archives, CONTENT[2])
    tally = home.backfill(TTS, "2026-05-01", "2026-05-05")

    assert dict(tally.outcomes) == {"changed": 2}
    assert tally.settled == 3
    assert home.rows("SELECT count(*) FROM record.snapshots WHERE board = $1", [TTS]) == [(5,)]


def test_baseline_is_the_last_accepted(home: Home, archives: Archives) -> None:
    """A day after a rejected one is compared with the last that was believed."""
    meet(home, archives, CONTENT[8])
    home.backfill(TTS, "2026-05-05", "2026-05-05")

    chain = home.rows(
        "SELECT p.observed_at::DATE::VARCHAR, s.observed_at::DATE::VARCHAR "
        "FROM record.snapshots AS s JOIN record.snapshots AS p ON p.snapshot_id = s.previous_id "
        "WHERE s.board = $1 ORDER BY ALL",
        [TTS],
    )
    assert chain[-1] == ("2026-05-03", "2026-05-05")


def test_one_broken_board_does_not_stop_the_other(home: Home, archives: Archives) -> None:
    """The other board's day is kept; the run as a whole fails and names the broken one only."""
    archives.fault = CONTENT[1]
    tally = home.backfill("", DAY, DAY)
    archives.fault = None

    state = final_state(tally)
    assert {v.board.name: str(k.outcome) for v, k in tally.done} == {
        WEBDEV: "unchanged",
        TEXT: "unchanged",
        TTS: "rejected",
    }
    assert state.is_failed()
    assert state.message is not None
    assert state.message.startswith(f"{TTS}: rejected: expected a JSON object, found a body")
    assert WEBDEV not in state.message


@pytest.mark.parametrize(
    ("parser", "says"),
    [
        ("tests.flows.broken_parser", "the parser tests.flows.broken_parser failed: KeyError"),
        ("parsers.sites.nowhere", "nowhere"),
    ],
)
def test_broken_parser(home: Home, tmp_path: Path, parser: str, says: str) -> None:
    """A parser that fails, or is not there, costs its own board's day and nothing else."""
    sources = write_sources(tmp_path / "sources", {TTS: {"parser": parser}})
    broken = Home(home.folder, home.url, sources)
    before = broken.seen()
    tally = broken.backfill("", DAY, DAY)
    ends = {visit.board.name: kept for visit, kept in tally.done}

    assert ends[WEBDEV].outcome == "unchanged"
    assert ends[TTS].outcome == "rejected"
    assert says in ends[TTS].reason
    assert broken.rows("SELECT archived IS NOT NULL FROM captures WHERE outcome = 'rejected'") == [
        (True,)
    ]
    assert broken.seen()["changes"] == before["changes"]
