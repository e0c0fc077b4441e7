"""Pages made for tests, as the two archives lay them out, and a whole history of such days."""

import json
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

SINCE, UNTIL = "2026-04-10", "2026-05-27"
GAP = "2026-05-03"
NAMES = tuple(f"model-{number:02}" for number in range(24))

Scores = Sequence[tuple[str, float]]


def scores(names: Sequence[str] = NAMES, best: float = 1500.0, step: float = 7.0) -> Scores:
    """Falling scores for the names in their order."""
    return [(name, best - step * place) for place, name in enumerate(names)]


def arena_page(day: str, shown: Scores, **meta: object) -> bytes:
    """A day of `arena/webdev`, until 2026-07-15 called `code`, or of another Arena board."""
    rows = [
        {"rank": rank, "model": name, "vendor": "Acme", "score": score, "ci": 6, "votes": 900}
        for rank, (name, score) in enumerate(shown, start=1)
    ]
    return _page({"leaderboard": "code", **_meta(day, rows), **meta}, rows)


def tts_page(day: str, shown: Scores, **meta: object) -> bytes:
    """A day of `artificial-analysis/text-to-speech`."""
    rows = [
        {
            "id": f"id-{name}",
            "name": name,
            "creator": {"name": "Acme"},
            "elo": score,
            "rank": rank,
            "ci95": "-9/+9",
            "appearances": 1200,
            "elos": [],
        }
        for rank, (name, score) in enumerate(shown, start=1)
    ]
    return _page({"endpoint": "text-to-speech", **_meta(day, rows), **meta}, rows)


def write_history(folder: Path, seed: int = 7) -> Path:
    """Seven weeks of both boards in the archives' folders: news, renames, ties, cut days, a gap."""
    chance = random.Random(seed)  # noqa: S311 - the same history every time is the point
    board = dict(scores())
    day, last = date.fromisoformat(SINCE), date.fromisoformat(UNTIL)
    while day <= last:
        _move_on(board, chance, day)
        shown = sorted(board.items(), key=lambda pair: (-pair[1], pair[0]))
        cut = chance.choice((12, 15, None)) if day.day % 3 else None
        _write(folder / "arena-daily" / str(day) / "code.json", arena_page(str(day), shown[:cut]))
        _write(folder / "aa-daily" / str(day) / "text-to-speech.json", tts_page(str(day), shown))
        day += timedelta(days=1)
    (folder / "arena-daily" / GAP / "code.json").unlink()
    return folder


def _move_on(board: dict[str, float], chance: random.Random, day: date) -> None:
    """Half of the days bring nothing new."""
    if chance.random() < 0.5:
        return
    for name in chance.sample(sorted(board), 4):
        board[name] += chance.choice((-15.0, -7.0, 3.0, 12.0))
    if chance.random() < 0.6:
        board[f"new-{day}"] = 1350.0 + 7 * chance.randrange(25)
    if chance.random() < 0.3:
        del board[chance.choice(sorted(board))]


def _meta(day: str, rows: Sequence[object]) -> dict[str, object]:
    return {"model_count": len(rows), "fetched_at": f"{day}T06:00:00+00:00"}


def _page(meta: dict[str, object], rows: Sequence[object]) -> bytes:
    return json.dumps({"meta": meta, "models": rows}).encode()


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
