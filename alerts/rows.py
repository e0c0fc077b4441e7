"""The part of a board around what happened, before and after."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leaderboard.alert import Row
from leaderboard.countries import adjective
from leaderboard.phrases import top_n
from leaderboard.words import Change

DEEPEST_TOP = 10
_MOST_ROWS = 24
_NEIGHBOURS = 2
_ENTRIES = {"entered", "returned", "entered_top", "new_leader"}

Known = Mapping[str, Any]


def deepest(changes: Iterable[Change]) -> int:
    """How far down a board must be known to show what happened."""
    standings: list[int] = [s for c in changes for s in (c["new_standing"], c["old_standing"]) if s]
    return max([DEEPEST_TOP, *standings]) + _NEIGHBOURS


def around(changes: Sequence[Change], rows: Sequence[Known]) -> list[Row]:
    """The rows to show: a whole top where one was entered or left, else the neighbours.

    Where a model came from or went to is shown, if need be without what lies between.
    """
    told = {change["model"] for change in changes if change["model"] is not None}
    wanted = {standing for change in changes for standing in _standings(change)}
    shown = [row for row in rows if row["model"] in told or row["standing"] in wanted]
    return [_row(row, told) for row in shown if not row["unseen"]][:_MOST_ROWS]


def only_one(change: Change, rows: Sequence[Known]) -> str:
    """`; the only non-US lab in the top five`, where that is so of who came in; else nothing.

    Nothing is said where it is not known of everyone there which country they are from.
    """
    if change["kind"] not in _ENTRIES or change["country"] is None:
        return ""
    top = change["threshold"] or 5
    if not 1 < top <= DEEPEST_TOP or (change["new_standing"] or top + 1) > top:
        return ""
    inside = [row for row in rows if row["standing"] is not None and row["standing"] <= top]
    others = [row["country"] for row in inside if row["model"] != change["model"]]
    if len(others) < top - 1 or None in others or change["country"] in others:
        return ""
    is_apart = len(set(others)) == 1
    whose = f"non-{adjective(others[0])}" if is_apart else adjective(change["country"])
    return f"; the only {whose} lab in {top_n({'threshold': top})}"


def _standings(change: Change) -> Iterable[int]:
    top = change["threshold"]
    if top is not None and top <= DEEPEST_TOP:
        yield from range(1, max(top, _NEIGHBOURS) + 2)
    elif (new := change["new_standing"] or change["old_standing"]) is not None:
        yield from range(new - _NEIGHBOURS, new + _NEIGHBOURS + 1)


def _row(row: Known, told: set[str]) -> Row:
    fields = ("standing", "was", "model", "organization", "score", "half_width", "old_score")
    return Row(**{name: row[name] for name in fields}, is_told=row["model"] in told)
