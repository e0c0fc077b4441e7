"""Backups of a file: whole, consistent, incremental, and restored only where nothing is lost."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from cli.main import podium
from leaderboard.errors import BackupError
from leaderboard.settings import Settings
from tests.backup.home import add_days, contents, make_home
from tests.lake import needs_lake, unmade_lake
from warehouse.backup import back_up, backups
from warehouse.manifest import Manifest
from warehouse.restore import restore

_BEGIN_AND_HANG = """
import sys, time, warehouse.backup as backup
from pathlib import Path
from leaderboard.settings import Settings
backup.os.sync = lambda: (print("copied", flush=True), time.sleep(60))
backup.back_up(Settings(home=Path(sys.argv[1])), Path(sys.argv[2]), 7)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home with something of everything."""
    return make_home(tmp_path / "home")


def test_everything_comes_back(settings: Settings, tmp_path: Path) -> None:
    """Record, pages, whole lines of alerts and reports are as they were; readers have them."""
    made = back_up(settings, tmp_path / "safe", 7)
    there = Settings(home=tmp_path / "other")
    restored = restore(there, tmp_path / "safe")
    found = contents(there.home)

    assert restored.folder == made.folder
    assert {name: found[name] for name in found if not name.endswith(".duckdb")} == {
        "alerts.jsonl": b'{"id": 1}\n',
        "archive/ab/abcd.warc.gz": b"a page",
        "runs/2026-05-01/060000-ab.json": b"{}",
    }
    query = "SELECT count(*) FROM record.snapshots"
    with duckdb.connect(there.published_file, read_only=True) as readers:
        assert readers.execute(query).fetchall() == [(2,)]


def test_only_what_is_new_is_copied(settings: Settings, tmp_path: Path) -> None:
    """Pages and reports of the backup before are linked to; the oldest backups are removed."""
    first = back_up(settings, tmp_path / "safe", 2)
    (settings.archive / "ab" / "abef.warc.gz").write_text("a second page", encoding="utf-8")
    second = back_up(settings, tmp_path / "safe", 2)
    page = "archive/ab/abcd.warc.gz"

    assert (first.folder / page).samefile(second.folder / page)
    assert not (second.folder / page).samefile(settings.archive / "ab" / "abcd.warc.gz")
    assert second.copied_files == 3  # the record, the alerts, the new page
    third = back_up(settings, tmp_path / "safe", 2)
    assert backups(tmp_path / "safe") == [third.folder, second.folder]
    assert (third.folder / page).read_text(encoding="utf-8") == "a page"


def test_a_killed_backup_is_none(settings: Settings, tmp_path: Path) -> None:
    """Killed when all is copied it has no name yet; the next one clears it away."""
    command = [sys.executable, "-c", _BEGIN_AND_HANG, str(settings.home), str(tmp_path / "safe")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"copied\n"
        child.send_signal(signal.SIGKILL)
    with pytest.raises(BackupError, match="expected a backup, or a folder of backups, found none"):
        restore(Settings(home=tmp_path / "other"), tmp_path / "safe")

    made = back_up(settings, tmp_path / "safe", 7)
    names = sorted(path.name for path in (tmp_path / "safe").iterdir())
    assert names == [".lock", made.folder.name]


def test_two_backups_at_once_are_one(settings: Settings, tmp_path: Path) -> None:
    """The second is told, and spoils nothing."""
    command = [sys.executable, "-c", _BEGIN_AND_HANG, str(settings.home), str(tmp_path / "safe")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        with pytest.raises(BackupError, match="expected no other backup at work, found one"):
            back_up(settings, tmp_path / "safe", 7)
        left = contents(tmp_path / "safe" / ".unfinished")
        child.kill()

    assert time.monotonic() - began < 5
    assert set(left) == {"manifest.json", *Manifest.read(tmp_path / "safe" / ".unfinished").parts}


def test_a_clock_that_was_set_back_costs_no_backup(settings: Settings, tmp_path: Path) -> None:
    """The one that is made now is the newest by its name: it is kept, and restored."""
    before = back_up(settings, tmp_path / "safe", 1).folder
    before.rename(before.with_name("2099-01-01T000000.000Z"))
    add_days(settings, 2)
    made = back_up(settings, tmp_path / "safe", 1)

    assert backups(tmp_path / "safe") == [made.folder]
    assert made.dropped == ("2099-01-01T000000.000Z",)
    made.folder.rename(made.folder.with_name("3 of mine"))
    assert back_up(settings, tmp_path / "safe", 2).folder.name.startswith("20")


@needs_lake
def test_data_of_another_lake_is_not_shared(tmp_path: Path) -> None:
    """Each would remove the other's files: a folder that has more than the backup is refused."""
    made, lake = tmp_path / "safe" / "2026-01-01T000000.000Z", unmade_lake(tmp_path)
    made.mkdir(parents=True)
    Manifest("2026-01-01", "1", "lake", {}, {}, "/lake").write(made)
    other = Path(lake.data) / "record" / "x.parquet"
    other.parent.mkdir(parents=True)
    other.touch()
    settings = Settings(home=tmp_path / "home", lake=SecretStr(lake.catalog), lake_data=lake.data)
    with pytest.raises(BackupError, match="expected a folder without the data of another lake"):
        restore(settings, made)


@pytest.mark.parametrize(("was", "named"), [("/lake", "s3://pages/lake"), ("s3://pages/lake", "x")])
def test_data_is_restored_to_where_it_can_be(tmp_path: Path, was: str, named: str) -> None:
    """Files do not go to a bucket, nor what stayed in a bucket to a folder: nothing is written."""
    made = tmp_path / "2026-01-01T000000.000Z"
    made.mkdir()
    Manifest("2026-01-01", "1", "lake", {}, {}, was).write(made)
    lake = SecretStr("postgresql://me:hush@127.0.0.1:1/db")
    with pytest.raises(BackupError, match=r"PODIUM_LAKE_DATA: expected .*, found"):
        restore(Settings(home=tmp_path / "home", lake=lake, lake_data=named), tmp_path)


@pytest.mark.parametrize("name", ["warehouse.duckdb", "archive/ab/abcd.warc.gz", "alerts.jsonl"])
def test_a_damaged_backup_is_told(settings: Settings, tmp_path: Path, name: str) -> None:
    """A flipped byte or a lost file is named, and nothing is written."""
    made = back_up(settings, tmp_path / "safe", 7)
    other = Settings(home=tmp_path / "other")
    damaged = bytearray((made.folder / name).read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (made.folder / name).write_bytes(damaged)
    with pytest.raises(BackupError, match=f"expected {name} as it was .* found other bytes"):
        restore(other, made.folder)

    (made.folder / name).unlink()
    with pytest.raises(BackupError, match=f"expected {name} as it was backed up, found none"):
        restore(other, made.folder)
    assert not other.home.exists()


def test_a_record_is_never_overwritten(settings: Settings, tmp_path: Path) -> None:
    """Where one is, restoring is refused; with force it is set aside, whole."""
    back_up(settings, tmp_path / "safe", 7)
    add_days(settings, 2)
    before = contents(settings.home / "writer")
    with pytest.raises(BackupError, match="expected no record, found one"):
        restore(settings, tmp_path / "safe")
    assert before == contents(settings.home / "writer")

    restored = restore(settings, tmp_path / "safe", force=True)
    aside = settings.home / restored.aside
    assert before == contents(aside / "writer")
    assert (aside / "alerts.jsonl").read_text("utf-8") == '{"id": 1}\n{"id": 2'
    with duckdb.connect(settings.published_file, read_only=True) as readers:
        query = "SELECT count(*) FROM record.snapshots"
        assert readers.execute(query).fetchall() == [(2,)]


def test_a_restore_goes_on_where_it_was_stopped(settings: Settings, tmp_path: Path) -> None:
    """What is there already and is right is left; what is otherwise is nobody's to overwrite."""
    back_up(settings, tmp_path / "safe", 7)
    other = Settings(home=tmp_path / "other")
    page = other.archive / "ab" / "abcd.warc.gz"
    page.parent.mkdir(parents=True)
    page.write_text("b page", encoding="utf-8")
    with pytest.raises(BackupError, match="expected nothing, or what the backup has"):
        restore(other, tmp_path / "safe")
    assert not other.writer_file.exists()

    page.write_text("a page", encoding="utf-8")
    kept = page.stat().st_ino
    restore(other, tmp_path / "safe")
    assert kept == page.stat().st_ino
    assert other.writer_file.exists()


def test_the_commands_say_what_they_did(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup goes to the home's own folder unless one is named, and is restored from there."""
    monkeypatch.setenv("PODIUM_HOME", str(settings.home))
    made = CliRunner().invoke(podium, ["backup"])
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "other"))
    done = CliRunner().invoke(podium, ["restore", str(settings.backups)])

    assert (made.exit_code, done.exit_code) == (0, 0), made.output + done.output
    assert f"backed up to {settings.backups}{os.sep}20" in made.output
    assert "4 files as they were" in done.output
    monkeypatch.setenv("PODIUM_HOME", str(tmp_path / "none"))
    nothing = CliRunner().invoke(podium, ["backup"])
    assert nothing.exit_code == 1
    assert "expected a record to back up, found none; see PODIUM_HOME" in nothing.output
