"""kill -9 of a process that is backfilling: the same command again ends where it should have."""

import random
import time
from collections.abc import Sequence

from tests.flows.forks import KILLED, Forks
from tests.flows.home import TTS, WEBDEV, Home, environment
from tests.flows.made import SINCE, UNTIL
from tests.flows.processes import start

DAYS = (WEBDEV, SINCE, UNTIL)
# Captures without their entries, moves without their snapshot, changes without their snapshot.
HALF_KEPT = """
    SELECT standing_id FROM record.captures ANTI JOIN record.entries USING (standing_id)
    WHERE standing_id IS NOT NULL
    UNION ALL
    SELECT to_snapshot FROM record.moves
    ANTI JOIN record.snapshots ON snapshot_id = to_snapshot
    UNION ALL
    SELECT capture_id FROM record.captures ANTI JOIN record.snapshots USING (capture_id)
    WHERE outcome = 'changed'
"""
SEEN_TWICE = """
    SELECT url, count(*) FROM captures WHERE outcome <> 'absent' GROUP BY url HAVING count(*) > 1
"""


def check_opens(home: Home, after: str) -> None:
    """Both files open, if they are there, and hold nothing half."""
    if home.settings.writer_file.exists():
        tables = home.writer_rows("SELECT table_name FROM duckdb_tables()")
        assert ("captures",) not in tables or home.writer_rows(HALF_KEPT) == [], after
    if home.settings.published_file.exists():
        assert home.rows("SELECT count(*) FROM standings") > [(0,)], after


def check_undisturbed(home: Home, undisturbed: Home) -> None:
    """Readers see what they would see had nobody killed anything, and every day is there once."""
    assert home.seen() == undisturbed.seen()
    assert home.rows(SEEN_TWICE) == []
    assert home_without_parts(home) == []


def drive(forks: Forks, home: Home, *days: str, **task: object) -> int:
    """Backfill in a process of its own: how it ended."""
    env = environment(home.folder, home.url, home.sources)
    return forks.run(env, "backfill", days=days or DAYS, **task)


def die_at_each(forks: Forks, home: Home, points: Sequence[tuple[str, int]]) -> None:
    """Run the command once for each point, and die there."""
    for point, nth in points:
        assert drive(forks, home, point=point, nth=nth) == KILLED, f"{point} was never reached"
        check_opens(home, after=point)


def test_death_while_it_is_set_up(forks: Forks, made_home: Home, undisturbed: Home) -> None:
    """Killed between the first migration, the views and the plan, it begins anew."""
    die_at_each(forks, made_home, [("migrating", 1), ("migrating", 2), ("declared", 1)])

    assert drive(forks, made_home) == 0
    check_undisturbed(made_home, undisturbed)


def test_death_while_it_archives(forks: Forks, made_home: Home, undisturbed: Home) -> None:
    """Killed among the files of a batch, the batch is fetched again and archived once."""
    die_at_each(
        forks,
        made_home,
        [("half a page archived", 3), ("naming a page", 5), ("archived", 2), ("named a page", 20)],
    )

    assert drive(forks, made_home) == 0
    assert home_without_parts(made_home) == []
    assert made_home.seen() == undisturbed.seen()


def test_death_while_it_keeps(forks: Forks, made_home: Home, undisturbed: Home) -> None:
    """Killed at any point of a transaction, all of it is on record or nothing."""
    points = ("keeping", "captures written", "snapshot written", "committing", "committed")
    die_at_each(forks, made_home, [(point, 2) for point in points])

    assert drive(forks, made_home) == 0
    check_undisturbed(made_home, undisturbed)


def test_death_while_it_publishes(forks: Forks, made_home: Home, undisturbed: Home) -> None:
    """Killed when all is kept and not yet published, the next run publishes it."""
    die_at_each(forks, made_home, [(point, 1) for point in ("publishing", "copying", "copied")])
    assert not made_home.settings.published_file.exists()
    assert len(made_home.litter()) == 1

    assert drive(forks, made_home) == 0
    check_undisturbed(made_home, undisturbed)


def test_readers_keep_the_old_state_until_the_new_is_whole(
    forks: Forks, made_home: Home, undisturbed: Home
) -> None:
    """Killed between copy and rename, readers see the state before; then the whole new one."""
    made_home.backfill(WEBDEV, SINCE, "2026-04-25")
    before = made_home.seen()
    die_at_each(forks, made_home, [("copied", 1), ("publishing", 1), ("copied", 1)])
    assert made_home.seen() == before
    assert len(made_home.litter()) == 1
    die_at_each(forks, made_home, [("published", 1)])

    assert drive(forks, made_home) == 0
    check_undisturbed(made_home, undisturbed)


def test_nothing_left_to_ask_and_still_to_publish(forks: Forks, made_home: Home) -> None:
    """Killed with every day on record and readers behind, the same command brings them up."""
    made_home.backfill(TTS, SINCE, "2026-04-12")
    days = (TTS, SINCE, "2026-04-20")
    assert drive(forks, made_home, *days, point="publishing", nth=1) == KILLED
    assert made_home.rows("SELECT count(*) FROM captures") == [(3,)]

    assert drive(forks, made_home, *days) == 0
    assert made_home.rows("SELECT count(*) FROM captures") == [(11,)]


def test_death_at_random(made_home: Home, undisturbed: Home) -> None:
    """Killed from outside again and again at random moments, it still comes to the same end."""
    chance = random.Random(2)  # noqa: S311 - not a secret
    kills = 0
    while (ended := run_and_kill(made_home, chance)) != 0:
        assert ended == KILLED
        kills += 1
        check_opens(made_home, after=f"kill {kills}")

    assert kills >= 3
    assert home_without_parts(made_home) == []
    assert made_home.seen() == undisturbed.seen()
    assert made_home.rows(SEEN_TWICE) == []


def run_and_kill(home: Home, chance: random.Random) -> int:
    """Run the command; kill it some time after one of its next batches, if it gets there."""
    process = start(home, "-m", "tests.flows.drive", *DAYS)
    assert process.stdout is not None
    for _ in range(chance.randint(1, 3)):
        process.stdout.readline()
    time.sleep(chance.uniform(0.0, 0.1))
    process.kill()
    _, errors = process.communicate(timeout=60)
    assert process.returncode in (0, KILLED), errors
    return process.returncode


def home_without_parts(home: Home) -> list[str]:
    """What lies around, but for pages half written: those are swept a day later."""
    return [file for file in home.litter() if not file.startswith("archive/")]
