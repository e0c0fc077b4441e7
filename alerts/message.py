"""Making a message: its lines, the rows around them, and the evidence."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from alerts.outbox import Telling
from alerts.rows import around, only_one
from alerts.saying import as_text, margin, move, text
from leaderboard.alert import Event, EventState, Line, Message, Proof, Reason, Row
from leaderboard.words import Change

_AFTER, _BEFORE = "after", "before"


class Context(NamedTuple):
    """What the record has on groups that are told.

    `changes` are those visible now, by name; `events` all of each group, in the order they were
    told; `rows` and `captures` are of snapshots, by name, as `warehouse.outbox` gives them;
    `boards` have the address of each.
    """

    changes: Mapping[str, Change]
    events: Mapping[str, Sequence[Event]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    captures: Mapping[str, Mapping[str, Any]]
    boards: Mapping[str, Mapping[str, Any]]


def compose(
    telling: Telling, reason: Reason, revision: int, context: Context, made_at: datetime
) -> Message | None:
    """The message of a group as it stands now; None where there is nothing to say.

    Where it is the first that a receiver gets, all of it is new to them, and what was taken back
    before they heard of it is not mentioned.
    """
    events = [e for e in context.events[telling.group_id] if e.state is EventState.TOLD]
    told = [context.changes[e.change_id] for e in events if e.change_id in context.changes]
    new = {event.change_id for event in telling.told}
    is_first = reason is Reason.FIRST
    lines = [_line(c, context, is_new=is_first or c["change_id"] in new) for c in headlines(told)]
    lines.sort(key=lambda line: not line.is_new)
    withdrawn = [] if is_first else [_withdrawn(event) for event in telling.withdrawn]
    if not lines and not withdrawn:
        return None
    about = told or [_as_change(event) for event in telling.withdrawn]
    board, snapshots = about[0]["board"], {change["to_snapshot"] for change in told}
    return Message(
        message_id=_name(telling.group_id, str(revision), reason),
        rule=telling.rule,
        group_id=telling.group_id,
        revision=revision,
        reason=reason,
        board=board,
        title=context.boards[board]["title"],
        unit=context.boards[board]["unit"],
        url=context.boards[board]["url"],
        observed_at=max(change["observed_at"] for change in about),
        made_at=made_at,
        lines=tuple(_in_order(lines, withdrawn)),
        rows=tuple(_rows(told, snapshots, context)),
        evidence=tuple(_proofs(about, context)),
    )


def headlines(changes: Iterable[Change]) -> list[Change]:
    """One change of each model and update, the weightiest; and none that another's words tell."""
    firsts: dict[tuple[object, ...], Change] = {}
    for change in sorted(changes, key=_weight):
        about = change["kind"] if change["model"] is None else change["model"]
        firsts.setdefault((change["to_snapshot"], about), change)
    chosen = list(firsts.values())
    return [change for change in chosen if not _is_told_by_another(change, chosen)]


def _weight(change: Change) -> tuple[Any, ...]:
    """The order of telling: by weight, then from the top of the board down."""
    weight = 9 if change["weight"] is None else change["weight"]
    standing = change["new_standing"] or change["old_standing"] or 0
    return (weight, change["threshold"] or 0, standing, change["model"] or "", change["kind"])


def _is_told_by_another(change: Change, others: Sequence[Change]) -> bool:
    """Whether the sentence of who climbed into the top names who fell out of it."""
    return change["kind"] == "left_top" and any(
        other["kind"] == "entered_top"
        and other["old_standing"] is not None
        and other["to_snapshot"] == change["to_snapshot"]
        and change["model"] in [each["model"] for each in other["fell_out"] or ()]
        for other in others
    )


def _line(change: Change, context: Context, *, is_new: bool) -> Line:
    remark = only_one(change, context.rows.get(change["to_snapshot"], ()))
    said = text(change)
    return Line(
        change_id=change["change_id"],
        kind=change["kind"],
        sentence=(*said[:-1], said[-1] + remark),
        margin=margin(change),
        move=move(change),
        is_new=is_new,
    )


def _withdrawn(event: Event) -> Line:
    return Line(
        change_id=event.change_id,
        kind=event.kind,
        sentence=as_text(event.said),
        is_withdrawn=True,
    )


def _in_order(lines: Sequence[Line], withdrawn: Sequence[Line]) -> list[Line]:
    """What is new, what is not so any more, what was told before."""
    new = [line for line in lines if line.is_new]
    return [*new, *withdrawn, *(line for line in lines if not line.is_new)]


def _rows(told: Sequence[Change], snapshots: set[str], context: Context) -> list[Row]:
    """The rows around what happened, where all of it is of one update."""
    if len(snapshots) != 1:
        return []
    (snapshot,) = snapshots
    return around(told, context.rows.get(snapshot, ()))


def _proofs(about: Sequence[Change], context: Context) -> list[Proof]:
    """The captures before and after, of the first change."""
    first = about[0]
    sides = {_BEFORE: first.get("from_snapshot"), _AFTER: first["to_snapshot"]}
    if sides[_BEFORE] == sides[_AFTER]:
        del sides[_AFTER]
    return [
        Proof(side=side, **context.captures[snapshot])
        for side, snapshot in sides.items()
        if snapshot in context.captures
    ]


def _as_change(event: Event) -> Change:
    """What of an event stands for its change where that is no more."""
    return {
        "board": event.board,
        "observed_at": event.observed_at,
        "to_snapshot": event.to_snapshot,
    }


def _name(*words: str) -> str:
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]
