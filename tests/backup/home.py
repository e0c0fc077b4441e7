"""A home with something of everything that is backed up."""

from pathlib import Path

from leaderboard.settings import Settings
from tests.record import Record, make_capture, make_entries

SCORES = {"alpha": 1500.0, "beta": 1490, "gamma": 1480}


def make_home(folder: Path) -> Settings:
    """A record of two days, a page, an alert that is being written, a report."""
    settings = Settings(home=folder)
    add_days(settings, 0, 1)
    for file, text in {
        settings.archive / "ab" / "abcd.warc.gz": "a page",
        settings.archive / "unfinished" / "1": "half a p",
        settings.alerts_file: '{"id": 1}\n{"id": 2',
        folder / "runs" / "2026-05-01" / "060000-ab.json": "{}",
    }.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return settings


def add_days(settings: Settings, *days: int) -> None:
    """Put standings of these days on record, each with scores of its own."""
    settings.writer_file.parent.mkdir(parents=True, exist_ok=True)
    with Record(settings.writer_file.parent) as record:
        for day in days:
            scores = {name: score + day for name, score in SCORES.items()}
            record.keep(make_capture(make_entries(scores), day))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
