"""Records that are written to several places alike, and what readers see there."""

import random
from collections.abc import Sequence

from leaderboard.capture import Capture
from leaderboard.place import Place
from leaderboard.settings import Settings
from leaderboard.source import find_boards
from tests.record import make_capture, make_entries, make_source
from warehouse import record
from warehouse.declaring import declare
from warehouse.naming import name_ahead, name_all
from warehouse.telling import Connection, Happened
from warehouse.units import carry_out

SOURCE = make_source(boards=("chess", "go", "shogi"))
FIVE = {"GPT-5": 50.0, "Claude Opus 4.6": 40.0, "Qwen3 Max": 30.0, "d": 20.0, "e": 10.0}
_CATALOGUE = Settings().catalogue
# Every view and macro of docs/sql.md, with what they are asked for.
ASKED = (
    "FROM boards",
    "FROM standings",
    "FROM standings_at('acme/chess', '2026-05-04')",
    "FROM top('acme/go', 3)",
    "FROM changes",
    "FROM alerts",
    "FROM leaders",
    "FROM history('acme/chess', 'GPT-5')",
    "FROM peak('Qwen3 Max')",
    "FROM best_by_organization('acme/chess', '2026-05-06')",
    "FROM best_by_country('acme/chess', TIMESTAMP '2026-05-06')",
    "FROM gap('acme/chess', 'US', 'CN')",
    "FROM names",
    "FROM captures",
    "FROM evidence((SELECT min(change_id) FROM changes))",
)

Seen = dict[str, list[str]]


def begin(place: Place) -> None:
    """Write down what is watched."""
    carry_out(place, lambda connection: declare(connection, [SOURCE], hear))


def keep(place: Place, *captures: Capture) -> list[str]:
    """Keep captures as a cycle does; returns their outcomes."""

    def work(connection: Connection) -> list[str]:
        kept = record.keep(connection, captures, find_boards((SOURCE,)), hear)
        return [outcome for outcome, _ in kept]

    name_ahead(place, _CATALOGUE, captures)
    return carry_out(place, work, touching=record.decided_by(captures))


def hear(connection: Connection, happened: Happened) -> None:
    """Look up names inside a transaction."""
    name_all(connection, _CATALOGUE, happened.standings)


def history(seed: int, days: int = 5) -> list[Capture]:
    """A capture of each board a day: scores that move, and models that come, go and are shared."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    made: list[Capture] = []
    for board in SOURCE.all_boards:
        scores = dict(FIVE)
        for day in range(days):
            scores[rng.choice(list(scores))] += rng.choice((-30.0, 30.0))
            if rng.random() < 0.5:
                scores[f"new of day {day}"] = rng.uniform(0.0, 60.0)
            if rng.random() < 0.3:
                del scores[rng.choice(list(scores))]
            made.append(make_capture(make_entries(scores), day, board.name))
    return made


def seen(connection: Connection, asked: Sequence[str] = ASKED) -> Seen:
    """What readers see, each view and macro in one order."""
    return {sql: sorted(str(row) for row in connection.execute(sql).fetchall()) for sql in asked}
