"""`podium doctor` on settings, and on whether what is kept is whole."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.cli.conftest import Ask
from tests.cli.looking import about, findings
from tests.flows.home import WEBDEV, Home
from tests.flows.made import SINCE, write_history
from tests.servers import serve_folder


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of archives with made weeks."""
    with serve_folder(write_history(tmp_path_factory.mktemp("made"))) as server:
        yield server.url


@pytest.fixture
def made_home(archives: str, tmp_path: Path) -> Home:
    """A home with five made days of a board."""
    made = Home(tmp_path / "home", archives)
    made.backfill(WEBDEV, SINCE, "2026-04-14")
    return made


def test_settings_are_shown_without_secrets_and_slips_are_named(ask: Ask) -> None:
    """Each variable is told with its value; of one that nothing reads, what is near it."""
    secret = {
        "PODIUM_LAKE": "",
        "PODIUM_RECEIVER_TEAM": "json://127.0.0.1:9/hidden-token",
        "PODIUM_ARTIFICIAL_ANALYSIS_KEY": "hidden-key",
        "PODIUM_CONTACT": "me@example.org",
        "PODIUM_RECIEVERS": "/etc/receivers.yml",
    }
    found = findings(ask, **secret)

    assert about(found, "settings", "PODIUM_CONTACT is")[1] == (
        "PODIUM_CONTACT is 'me@example.org', from the environment"
    )
    assert about(found, "settings", "PODIUM_RECEIVER_TEAM is")[1].startswith(
        "PODIUM_RECEIVER_TEAM is '****'"
    )
    assert about(found, "settings", "_ANALYSIS_KEY is")[0] == "ok"
    slip = about(found, "settings", "PODIUM_RECIEVERS")
    assert slip[0] == "note"
    assert "PODIUM_RECEIVERS" in slip[1]
    assert "hidden" not in str(found)


def test_a_whole_record_is_whole_and_a_damaged_page_is_found(made_home: Home, ask: Ask) -> None:
    """Readers have what the writer has; `--deep` reads every page of the archive."""
    here = {"PODIUM_HOME": str(made_home.folder), "PODIUM_SOURCES": str(made_home.sources)}
    sound = findings(ask, "--deep", **here)
    page = next(made_home.settings.archive.glob("*/*.warc.gz"))
    page.write_bytes(page.read_bytes()[:100])
    damaged = findings(ask, "--deep", **here)

    assert about(sound, "whole", "readers have all that is on record")[0] == "ok"
    assert about(sound, "whole", "nothing half")[0] == "ok"
    assert about(sound, "archive", "are whole")[0] == "ok"
    assert about(damaged, "archive", page.name)[0] == "problem"


def test_what_is_half_kept_or_behind_is_found(made_home: Home, ask: Ask) -> None:
    """A record that something tampered with is told of with an example."""
    with duckdb.connect(made_home.settings.published_file) as connection:
        connection.execute("DELETE FROM record.snapshots")
        connection.execute("DELETE FROM record.captures WHERE observed_at < '2026-04-12'")
        connection.execute("INSERT INTO record.entries FROM record.entries LIMIT 1")
    found = findings(ask, PODIUM_HOME=str(made_home.folder))

    assert about(found, "whole", "changed captures without their snapshot")[0] == "problem"
    assert about(found, "whole", "entries kept twice")[0] == "problem"
    assert about(found, "whole", "readers lack something")[0] == "note"


def test_failures_since_a_board_was_seen_are_told(made_home: Home, ask: Ask) -> None:
    """The first since then with its reason; what failed before the board was seen is read."""
    published = made_home.settings.published_file
    with duckdb.connect(published) as connection:
        connection.execute(
            """
            INSERT INTO record.captures BY NAME
            SELECT 'x' || n AS capture_id, 'arena/webdev' AS board, 'archive' AS channel,
                'https://acme.example' AS url, 'failed' AS outcome, 'timed out ' || n AS reason,
                now()::TIMESTAMP - to_days(4 - n::INTEGER * 2) AS attempted_at
            FROM range(2) AS r(n)
            """
        )
    old = findings(ask, PODIUM_HOME=str(made_home.folder))
    with duckdb.connect(published) as connection:
        connection.execute(
            "UPDATE record.captures SET attempted_at = attempted_at - INTERVAL 9 DAY "
            "WHERE outcome <> 'failed'"
        )
    new = findings(ask, PODIUM_HOME=str(made_home.folder))

    assert about(old, "failures", "every board was seen")[0] == "ok"
    verdict, text = about(new, "failures", "2 failed since")
    assert verdict == "note"
    assert "first failed: timed out 0; try `podium run arena/webdev`" in text
