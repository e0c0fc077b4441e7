"""A worker of `benchmarks.lake`: keeps its share of captures, a batch in a transaction.

Standings of 100 models of which some move a little from day to day. The place comes from the
settings in the environment.
"""

import random
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from flows.telling import teller_of
from leaderboard.capture import Capture, Cause, Outcome
from leaderboard.settings import Settings, load_settings
from leaderboard.source import Source
from leaderboard.standing import Entry, Standing, ranked
from warehouse import record
from warehouse.database import writing
from warehouse.declaring import declare
from warehouse.naming import name_ahead, name_all
from warehouse.telling import Connection, Happened, say_nothing
from warehouse.units import carry_out

_BOARDS, _MODELS, _DAYS, _MOVED = 64, 100, 4, 5
_START = datetime(2026, 5, 1)  # noqa: DTZ001 - UTC without zone, as all times of the record
SNAPSHOTS = _BOARDS * _DAYS

Scores = dict[str, float]


def main() -> None:
    """Begin a place, or say that we are ready, wait for the end of the input, and work."""
    first, *more, batch, tell = sys.argv[1:]
    settings = load_settings()
    source = _source()
    hear = _hearing(settings, tell=tell == "1")
    if first == "begin":
        carry_out(settings.warehouse, lambda c: declare(c, [source], hear))
        _keep(settings, source, _captures(range(_BOARDS), range(1)), hear)
        return
    mine = range(int(first), _BOARDS, int(more[0]))
    waiting = iter(list(_captures(mine, range(1, _DAYS + 1))))
    with writing(settings.warehouse):
        print("ready", flush=True)
    sys.stdin.read()
    while captures := list(islice(waiting, int(batch))):
        _keep(settings, source, captures, hear)


Hear = Callable[[Connection, Happened], None]


def _keep(settings: Settings, source: Source, captures: object, hear: Hear) -> None:
    """What a cycle does with a batch."""
    made = list(captures)  # type: ignore[call-overload]
    place, boards = settings.warehouse, source.all_boards
    name_ahead(place, settings.catalogue, made)
    carry_out(place, lambda c: record.keep(c, made, boards, hear), touching=record.decided_by(made))


def _hearing(settings: Settings, *, tell: bool) -> Hear:
    teller = teller_of(settings)[0] if tell else say_nothing

    def hear(connection: Connection, happened: Happened) -> None:
        if happened.replayed.added or not happened.is_news:
            name_all(connection, settings.catalogue, happened.standings)
        teller(connection, happened)

    return hear


def _captures(boards: range, days: range) -> Iterator[Capture]:
    """A capture of each board a day, day by day."""
    scores = {board: _first_scores(board) for board in boards}
    for day in range(days.stop):
        for board in boards:
            if day:
                _move(scores[board], random.Random(board * 1000 + day))  # noqa: S311 - no secret
            if day in days:
                yield _capture(board, day, scores[board])


def _first_scores(board: int) -> Scores:
    rng = random.Random(board)  # noqa: S311 - no secret
    return {f"Model {number}": round(rng.uniform(900, 1500), 1) for number in range(_MODELS)}


def _move(scores: Scores, rng: random.Random) -> None:
    for model in rng.sample(sorted(scores), _MOVED):
        scores[model] = round(scores[model] + rng.uniform(-9, 9), 1)


def _capture(board: int, day: int, scores: Scores) -> Capture:
    best_first = sorted(scores.items(), key=lambda pair: -pair[1])
    entries = ranked(
        [
            Entry(key=m, model=m, rank=rank, score=s, score_low=s - 5, score_high=s + 5, votes=900)
            for rank, (m, s) in enumerate(best_first, start=1)
        ],
        higher_is_better=True,
    )
    taken_at = _START + timedelta(days=day, minutes=board)
    return Capture(
        board=f"bench/b{board}",
        channel="data",
        cause=Cause.SOURCE,
        url=f"https://bench.example/b{board}.json",
        attempted_at=taken_at,
        observed_at=taken_at,
        outcome=Outcome.CHANGED,
        sha256=f"{board}-{day}",
        archived="00/00.warc.gz",
        standing=Standing(entries),
    )


def _source() -> Source:
    boards = {f"b{number}": _board(number) for number in range(_BOARDS)}
    return Source.model_validate(
        {
            "publisher": "bench",
            "title": "Bench",
            "url": "https://bench.example",
            "attribution": "Bench",
            "terms": "free",
            "boards": boards,
        }
    )


def _board(number: int) -> dict[str, object]:
    return {
        "title": f"Board {number}",
        "url": f"https://bench.example/b{number}",
        "metric": "Elo",
        "unit": "points",
        "higher_is_better": True,
        "cadence": "1d",
        "rows": {"least": 1, "most": 1000},
        "score": {"least": 0, "most": 10000},
        "channels": [
            {
                "name": "data",
                "kind": "dataset",
                "url": f"https://bench.example/b{number}.json",
                "on": True,
            }
        ],
    }


if __name__ == "__main__":
    main()
