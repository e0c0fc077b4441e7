# ruff: noqa: PLR2004 - how often things happen stands where they do
"""The boards of the soak: what each shows at any time, the same for everyone who knows the seed.

Three boards are daily archives, in which a day's file appears at six; three are pages and APIs that
change at noon and midnight at most and are looked at more often than that. Models climb, fall, tie,
come, go for days, come back, and change their names where the publisher has keys.
"""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import yaml

START = datetime(2026, 1, 5)  # noqa: DTZ001 - UTC without zone, as all times of the record
TURN = timedelta(hours=12)
_FILE_HOUR = 6
_AWAY = 8  # how many turns or days a model stays away that went
_LEAST, _MOST = 18, 40

# How often each publisher is looked at, and the minute of the hour.
SCHEDULES = {"arena": (6, 7), "artificial-analysis": (8, 23), "acme": (1, 3), "beta": (2, 41)}
SCHEDULES["gamma"] = (3, 52)
FILES = {
    "/arena/{date}/webdev.json": "arena/webdev",
    "/arena/{date}/text.json": "arena/text",
    "/speech/{date}/text-to-speech.json": "artificial-analysis/text-to-speech",
}
PAGES = {
    "/acme/boards": ("acme/chess", "acme/go"),
    "/beta/coding": ("beta/coding",),
    "/beta/maths": ("beta/maths",),
    "/gamma/vision": ("gamma/vision",),
}
ARCHIVED = frozenset(FILES.values())
BOARDS = (*FILES.values(), *(board for boards in PAGES.values() for board in boards))


@dataclass(frozen=True, slots=True)
class Row:
    """A model as a board shows it."""

    key: str
    name: str
    score: float


@dataclass
class _Standing:
    """A board on its way through time."""

    chance: random.Random
    has_keys: bool
    count: int = 0
    scores: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    away: dict[str, tuple[int, float]] = field(default_factory=dict)

    def enter(self, score: float) -> None:
        """Somebody new comes."""
        self.count += 1
        key = f"model-{self.count:03}" if not self.has_keys else f"id-{self.count:03}"
        self.scores[key] = score
        self.names[key] = f"model-{self.count:03}"

    def move_on(self, step: int) -> None:
        """What happens within one turn or day; three times in ten it is nothing."""
        for key in [key for key, (until, _) in self.away.items() if until == step]:
            self.scores[key] = self.away.pop(key)[1]
        if self.chance.random() < 0.3:
            return
        for key in self.chance.sample(sorted(self.scores), 3):
            self.scores[key] += self.chance.choice((-15.0, -7.0, 4.0, 13.0))
        if len(self.scores) < _MOST and self.chance.random() < 0.4:
            self.enter(1350.0 + self.chance.randrange(160))
        elif len(self.scores) > _LEAST and self.chance.random() < 0.4:
            gone = self.chance.choice(sorted(self.scores))
            self.away[gone] = (step + _AWAY, self.scores.pop(gone))
        if self.chance.random() < 0.2:
            one, other = self.chance.sample(sorted(self.scores), 2)
            self.scores[one] = self.scores[other]
        if self.has_keys and self.chance.random() < 0.2:
            self.names[self.chance.choice(sorted(self.scores))] += "b"

    def rows(self) -> tuple[Row, ...]:
        """What it shows, best first."""
        best = sorted(self.scores, key=lambda key: (-self.scores[key], key))
        return tuple(Row(key, self.names[key], self.scores[key]) for key in best)


@dataclass(frozen=True)
class World:
    """All boards at all times, for so many days from the start."""

    seed: int
    days: int

    @cached_property
    def histories(self) -> dict[str, list[tuple[Row, ...]]]:
        """What each board shows, turn by turn or day by day; on the last day nothing moves."""
        return {board: self._history(board) for board in BOARDS}

    def _history(self, board: str) -> list[tuple[Row, ...]]:
        chance = random.Random(f"{self.seed} {board}")  # noqa: S311 - not a secret
        standing = _Standing(chance, has_keys=not board.startswith("arena/"))
        for place in range(24):
            standing.enter(1500.0 - 7 * place)
        steps, still = (self.days, 1) if board in ARCHIVED else (2 * self.days, 2)
        shown = [standing.rows()]
        for step in range(1, steps + 2):
            if step < steps - still:
                standing.move_on(step)
            shown.append(standing.rows())
        return shown

    def turn(self, now: datetime) -> int:
        """The number of the turn that a time is in."""
        return int((now - START) / TURN)

    def page(self, path: str, now: datetime) -> bytes | None:
        """What the path of a page or API shows now."""
        if path not in PAGES:
            return None
        turn = self.turn(now)
        boards = {b.partition("/")[2]: _rows(self.histories[b][turn]) for b in PAGES[path]}
        return json.dumps({"boards": boards, "count": sum(map(len, boards.values()))}).encode()

    def file(self, path: str, now: datetime) -> bytes | None:
        """A day's file of an archive, None where there is none or not yet."""
        parts = path.split("/")
        board = FILES.get("/".join([*parts[:2], "{date}", *parts[3:]]))
        if board is None or (day := date.fromisoformat(parts[2])) < START.date():
            return None
        made_at = datetime.combine(day, START.time()) + timedelta(hours=_FILE_HOUR)
        number = (day - START.date()).days
        chance = random.Random(f"{self.seed} {board} {day}").random()  # noqa: S311 - not a secret
        is_never, is_late = chance < 0.06, 0.06 < chance < 0.14 and number > 1
        if is_never or now < made_at + timedelta(hours=40 if is_late else 0):
            return None
        rows = self.histories[board][number]
        make = _speech_file if board.startswith("artificial") else _arena_file
        return make(board.partition("/")[2], made_at, rows)


def _rows(rows: tuple[Row, ...]) -> list[dict[str, object]]:
    return [{"id": row.key, "name": row.name, "score": row.score} for row in rows]


def _arena_file(name: str, made_at: datetime, rows: tuple[Row, ...]) -> bytes:
    models = [
        {"rank": n, "model": r.name, "vendor": "Acme", "score": r.score, "ci": 6, "votes": 900}
        for n, r in enumerate(rows, start=1)
    ]
    return _file({"leaderboard": name}, made_at, models)


def _speech_file(name: str, made_at: datetime, rows: tuple[Row, ...]) -> bytes:
    fixed = {"creator": {"name": "Acme"}, "ci95": "-9/+9", "appearances": 1200, "elos": []}
    models = [
        {"id": row.key, "name": row.name, "elo": row.score, "rank": rank, **fixed}
        for rank, row in enumerate(rows, start=1)
    ]
    return _file({"endpoint": name}, made_at, models)


def _file(meta: dict[str, object], made_at: datetime, models: list[dict[str, object]]) -> bytes:
    about = {**meta, "model_count": len(models), "fetched_at": f"{made_at:%Y-%m-%dT%H:%M:%S}+00:00"}
    return json.dumps({"meta": about, "models": models}).encode()


def write_sources(folder: Path) -> None:
    """The source files of these boards."""
    folder.mkdir(parents=True, exist_ok=True)
    urls = {board: path for path, board in FILES.items()}
    urls |= {b: f"{p}#{b.partition('/')[2]}" for p, boards in PAGES.items() for b in boards}
    for publisher, (hours, _) in SCHEDULES.items():
        boards = {
            b.partition("/")[2]: _board(b, urls[b], hours)
            for b in BOARDS
            if b.startswith(f"{publisher}/")
        }
        known = {"terms": "free", "attribution": publisher, "title": publisher.title()}
        source = {
            "publisher": publisher,
            "url": "https://boards.example",
            **known,
            "boards": boards,
        }
        (folder / f"{publisher}.yml").write_text(yaml.safe_dump(source), encoding="utf-8")


def _board(board: str, path: str, hours: int) -> dict[str, object]:
    kind = "archive" if board in ARCHIVED else "page" if board.startswith("acme/") else "dataset"
    channel = {"name": "only", "kind": kind, "on": True, "url": f"https://boards.example{path}"}
    if board not in ARCHIVED:
        channel["parser"] = "benchmarks.soak_parser"
    return {
        "title": board,
        "url": "https://boards.example",
        "metric": "Elo",
        "unit": "points",
        "higher_is_better": True,
        "cadence": f"{hours}h",
        "stale_after": "30d",  # silence is noted at a look, and faults cost looks
        "rows": {"least": 5, "most": 90},
        "score": {"least": 400, "most": 2500},
        "channels": [channel],
    }


def as_seconds(time: datetime) -> float:
    """A time of the record as a clock has it."""
    return time.replace(tzinfo=UTC).timestamp()
