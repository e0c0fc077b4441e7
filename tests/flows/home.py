"""A home folder in a test: cycles run in it, and what readers of it see."""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import yaml

from flows.cycle import Cycle
from flows.tally import Tally
from flows.visits import visits_of_days
from leaderboard import yaml_file
from leaderboard.settings import Settings
from leaderboard.source import find_boards, load_sources
from pages.politeness import Limits, Manners

TTS = "artificial-analysis/text-to-speech"
WEBDEV = "arena/webdev"
TEXT = "arena/text"
ROOT = Path(__file__).resolve().parents[2]


def _archived_boards() -> Path:
    """The project's source files, cut down to the three boards with recorded days."""
    folder = Path(tempfile.mkdtemp(prefix="podium-sources-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in {board.partition("/")[0] for board in (TTS, WEBDEV, TEXT)}:
        source = yaml_file.load(ROOT / "sources" / f"{name}.yml")
        kept = {b: f for b, f in source["boards"].items() if f"{name}/{b}" in (TTS, WEBDEV, TEXT)}
        for board in kept.values():
            board["channels"] = [c for c in board["channels"] if c["name"] == "archive"]
        text = yaml.safe_dump(source | {"boards": kept})
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


SOURCES = _archived_boards()
QUICK = Manners(attempts=2, first_wait_seconds=0.01, jitter_seconds=0.0)

_GITHUB = "https://raw.githubusercontent.com"
_ARCHIVES = {
    f"{_GITHUB}/oolong-tea-2026/artificial-analysis-leaderboards/main/data": "aa-daily",
    f"{_GITHUB}/aabao325/arena-ai-leaderboards/main/data": "arena-daily",
}
# What a reader may rely on; `boards` also tells of attempts, which is as it should be.
_SEEN = {
    "standings": "FROM standings ORDER BY ALL",
    "changes": "FROM changes ORDER BY ALL",
    "snapshots": "SELECT * EXCLUDE (capture_id) FROM record.snapshots ORDER BY ALL",
    "unseen": "FROM record.unseen ORDER BY ALL",
    "leaders": "FROM leaders ORDER BY ALL",
    "boards": "SELECT * EXCLUDE (state, last_attempt_at) FROM boards ORDER BY ALL",
}

Rows = list[tuple[object, ...]]


def mirrors(url: str) -> dict[str, str]:
    """Both archives of the source files and the Wayback Machine, all on one server."""
    archives = {origin: f"{url}/{folder}" for origin, folder in _ARCHIVES.items()}
    return archives | {"https://web.archive.org": url}


def environment(home: Path, url: str, sources: Path = SOURCES) -> dict[str, str]:
    """The settings of a process that works in the home, with the archives on that server."""
    pairs = (f"{origin}={mirror}" for origin, mirror in mirrors(url).items())
    return {
        "PODIUM_HOME": str(home),
        "PODIUM_SOURCES": str(sources),
        "PODIUM_MIRRORS": ",".join(pairs),
    }


@dataclass
class Home:
    """A home folder whose archives are on one server."""

    folder: Path
    url: str
    sources: Path = SOURCES
    tallies: list[Tally] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """The settings that a process working here has."""
        return Settings(home=self.folder, sources=self.sources, mirrors=mirrors(self.url))

    def backfill(
        self, board: str, since: str, until: str, *, limits: Limits | None = None
    ) -> Tally:
        """One cycle over the days of the boards, from plan to publishing."""
        sources = load_sources(self.sources)
        cycle = Cycle(
            self.settings, sources, self.tallies.append, limits or Limits(), manners=QUICK
        )
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        boards = find_boards(sources, (board,) if board else ())
        cycle.plan([visit for b in boards for visit in visits_of_days(b, first, last)])
        asyncio.run(cycle.capture())
        cycle.publish()
        return cycle.tally

    def rows(self, sql: str, parameters: list[object] | None = None) -> Rows:
        """What a plain client reads from the published file."""
        with duckdb.connect(self.settings.published_file, read_only=True) as connection:
            return connection.execute(sql, parameters).fetchall()

    def writer_rows(self, sql: str) -> Rows:
        """What stands in the writer's own file."""
        with duckdb.connect(self.settings.writer_file, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def seen(self) -> Mapping[str, Rows]:
        """All that readers see of the boards, in order."""
        return {name: self.rows(sql) for name, sql in _SEEN.items()}

    def litter(self) -> list[str]:
        """Files that are neither the writer's, the readers' nor of the archive."""
        files = (str(p.relative_to(self.folder)) for p in self.folder.rglob("*") if p.is_file())
        known = {"podium.duckdb", "writer/warehouse.duckdb", "writer/delivery.lock"}
        return sorted(file for file in files if file not in known and not file.endswith(".warc.gz"))
