# ruff: noqa: S608 - the statements are put together from parts that stand here
"""What is compared at the end of the soak: the record as readers and receivers have it.

A daily archive tells when its files were taken, so that all times and names of its boards must be
the same to the last. A page tells no time: what it showed from one turn to the next was first seen
within that turn, earlier or later as faults allowed. Its times are therefore compared by the turn,
and the names that are made of them not at all. Attempts are not compared, nor how many messages a
fact was told in: days that are caught up with at once are told at once.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks.soak_world import ARCHIVED

_PART = re.compile(r"(?P<key>[^-]+)(-\d+-of-(?P<count>\d+))?")
_ARCHIVED = ", ".join(f"'{board}'" for board in sorted(ARCHIVED))
_FACTS = (
    "board, channel, model, organization, country, kind, threshold, old_rank, new_rank, old_place, "
    "new_place, old_score, new_score, significance, round(z, 9), compared_with, own_move, "
    "displaced_by, cause, old_model, note, published_at"
)


def _turn(time: str) -> str:
    return (
        f"CASE WHEN board IN ({_ARCHIVED}) THEN {time} "
        f"ELSE time_bucket(INTERVAL '12 hours', {time}) END"
    )


def _exact(column: str) -> str:
    return f"CASE WHEN board IN ({_ARCHIVED}) THEN {column} END"


_SEEN = {
    "standings": (
        "SELECT * EXCLUDE (observed_at, snapshot_id), "
        f"{_turn('observed_at')}, {_exact('snapshot_id')} FROM standings"
    ),
    "snapshots": (
        "SELECT board, channel, standing_id, cause, models, window_rows, epoch, "
        f"published_at, {_turn('observed_at')}, {_exact('snapshot_id')}, {_exact('previous_id')} "
        "FROM record.snapshots"
    ),
    "changes": (
        f"SELECT {_FACTS}, {_turn('observed_at')}, {_exact('change_id')}, "
        f"{_exact('from_snapshot')}, {_exact('to_snapshot')} FROM changes"
    ),
    "leaders": (
        "SELECT board, channel, model, organization, country, best_score, "
        f"{_turn('valid_from')}, {_turn('valid_to')} FROM leaders"
    ),
    "unseen": "SELECT * EXCLUDE (snapshot_id, seen_in) FROM record.unseen",
    "renames": "SELECT board, channel, key, identity FROM record.aliases",
    "boards": "SELECT board, state, models, published_at FROM boards",
    "told": (
        "SELECT board, channel, rule, kind, threshold, model, "
        f"{_turn('observed_at')}, {_exact('change_id')} FROM record.events WHERE state = 'told'"
    ),
}


def seen(file: Path, *, with_history: bool = True) -> dict[str, Counter[tuple[object, ...]]]:
    """All that is compared, as a reader of the published file has it; with each model's history."""
    with duckdb.connect(file, read_only=True) as connection:
        rows = {name: Counter(connection.execute(sql).fetchall()) for name, sql in _SEEN.items()}
        if not with_history:
            return rows
        rows["history"] = Counter()
        models = connection.execute(
            "SELECT DISTINCT board, key FROM record.shown JOIN record.snapshots USING (snapshot_id)"
        ).fetchall()
        for board, key in models:
            times = f"{_turn('valid_from')}, {_turn('valid_to')}"
            columns = f"$board AS board, model, rank, place, score, {times}"
            sql = f"SELECT {columns} FROM history($board, $key)"
            rows["history"].update(connection.execute(sql, {"board": board, "key": key}).fetchall())
    return rows


def difference(expected: Mapping[str, Counter[tuple[object, ...]]], file: Path) -> list[str]:
    """Where the record differs from what was expected: the first rows of each kind."""
    found = []
    actual = seen(file)
    for name, rows in expected.items():
        lost, extra = rows - actual[name], actual[name] - rows
        if lost or extra:
            found.append(f"{name}: {lost.total()} lost, {extra.total()} more than there should be")
            found += [f"  lost: {row}" for row in sorted(lost, key=str)[:5]]
            found += [f"  more: {row}" for row in sorted(extra, key=str)[:5]]
    return found


def untold(home: Path, told: Sequence[tuple[str, str]]) -> list[str]:
    """What is wrong with what receivers got: each delivery on record came, under its key.

    What came again is the very same.
    """
    with duckdb.connect(home / "podium.duckdb", read_only=True) as connection:
        rows = connection.execute(
            "SELECT receiver, key, state FROM record.deliveries ORDER BY position"
        ).fetchall()
    wrong = [
        f"{key} to {receiver} is {state}"
        for receiver, key, state in rows
        if state not in {"sent", "cancelled"}
    ]
    sent = {
        to: [k for r, k, state in rows if (r, state) == (to, "sent")] for to in ("hook", "jsonl")
    }
    bodies: dict[str, set[str]] = {}
    for key, body in told:
        bodies.setdefault(key, set()).add(body)
    wrong += [f"{key} came with other words" for key, each in bodies.items() if len(each) > 1]
    got = {"hook": _whole(bodies), "jsonl": _lines(home / "alerts.jsonl")}
    for receiver, keys in sent.items():
        if sorted(keys) != sorted(got[receiver]):
            lost, more = (
                Counter(keys) - Counter(got[receiver]),
                Counter(got[receiver]) - Counter(keys),
            )
            wrong.append(f"{receiver}: lost {[*lost][:5]}, more {[*more][:5]} of {len(keys)}")
    return wrong


def _whole(keys: Iterable[str]) -> list[str]:
    """The keys that came; of a message in parts, `<key>-<number>-of-<count>`, all of them."""
    found = [_PART.fullmatch(key) for key in keys]
    parts = Counter((part["key"], int(part["count"] or 1)) for part in found if part)
    return [key for (key, count), came in parts.items() if came == count]


def _lines(file: Path) -> list[str]:
    if not file.exists():
        return []
    return [str(json.loads(line)["key"]) for line in file.read_text(encoding="ascii").splitlines()]
