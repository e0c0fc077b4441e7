"""Making a message: its lines, the rows around them, and the evidence."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec.structs import replace

from alerts.outbox import Telling
from alerts.rows import around, only_one
from alerts.saying import margin, move, text
from leaderboard.alert import Event, EventState, Line, Message, Proof, Reason, Row
from leaderboard.text import moment
from leaderboard.words import Change

_AFTER, _BEFORE = "after", "before"


class Context(NamedTuple):
    """What the record has on groups that are told.

    `changes` are those visible now, by name; `events` all of each group, in the order they were
    told; `rows` and `captures` are of snapshots, by name, as `warehouse.outbox` gives them;
    `boards` say what each is called, and `last` has the message before of each group; `got` has
    messages by the keys of their deliveries.
    """

    changes: Mapping[str, Change]
    events: Mapping[str, Sequence[Event]]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    captures: Mapping[str, Mapping[str, Any]]
    boards: Mapping[str, Mapping[str, Any]]
    last: Mapping[str, Message]
    got: Mapping[str, Message] = MappingProxyType({})


def compose(
    telling: Telling, reason: Reason, revision: int, context: Context, made_at: datetime
) -> Message | None:
    """The message of a group as it stands now; None where there is nothing to say.

    Where it is the first that a receiver gets, all of it is new to them, and what was taken back
    before they heard of it is not mentioned.
    """
    events = [e for e in context.events[telling.group_id] if e.state is EventState.TOLD]
    told = [context.changes[e.change_id] for e in events if e.change_id in context.changes]
    last = None if reason is Reason.FIRST else context.last.get(telling.group_id)
    lines = _since(last, [_line(change, context) for change in headlines(told)], told, reason)
    if not _says_something(lines):
        return None
    board = context.events[telling.group_id][0].board
    return Message(
        message_id=_name(telling.group_id, str(revision), reason, *_after_which(last, revision)),
        rule=telling.rule,
        group_id=telling.group_id,
        revision=revision,
        reason=reason,
        board=board,
        title=context.boards[board]["title"],
        unit=context.boards[board]["unit"],
        url=context.boards[board]["url"],
        observed_at=max(line.observed_at for line in lines),
        made_at=made_at,
        lines=tuple(lines),
        rows=tuple(_rows(told, context)),
        evidence=tuple(_proofs(told, context)) or (last.evidence if last else ()),
    )


def headlines(changes: Iterable[Change]) -> list[Change]:
    """One change of each model and update, the weightiest; and none that another's words tell."""
    firsts: dict[tuple[object, ...], Change] = {}
    for change in sorted(changes, key=_weight):
        about = change["kind"] if change["model"] is None else change["model"]
        moved = (change["old_standing"], change["new_standing"])  # two may have one name
        firsts.setdefault((change["to_snapshot"], about, *moved), change)
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


def _line(change: Change, context: Context) -> Line:
    remark = only_one(change, context.rows.get(change["to_snapshot"], ()))
    return Line(
        change_id=change["change_id"],
        kind=change["kind"],
        sentence=text(change, remark),
        margin=margin(change),
        move=move(change),
        observed_at=change["observed_at"],
    )


def _since(
    last: Message | None, lines: Sequence[Line], told: Sequence[Change], reason: Reason
) -> list[Line]:
    """The lines beside those of the message before: new ones, those not so, and those told before.

    A line that stood there and is told by the words of another now is still so. One whose page is
    read again has another name and is the same line.
    """
    if last is None or reason is Reason.REPEATED:
        return list(lines)
    before = [line for line in last.lines if not line.is_withdrawn]
    same = {_as_told(line) for line in before} & {_as_told(line) for line in lines}
    new = [line for line in lines if _as_told(line) not in same]
    names = {change["change_id"] for change in told} - {line.change_id for line in new}
    gone = [line for line in before if _as_told(line) not in same and line.change_id not in names]
    old = [line for line in lines if _as_told(line) in same]
    if gone:
        new = [_dated(line, "seen at") for line in new]
    return [
        *new,
        *(replace(_dated(line, "told of"), margin=(), is_withdrawn=True) for line in gone),
        *(replace(line, is_new=False) for line in old),
    ]


def _as_told(line: Line) -> tuple[object, ...]:
    """By what a line is the same to a reader, under whatever name its change is on record."""
    return line.kind, line.sentence, line.observed_at


def _dated(line: Line, verb: str) -> Line:
    """The line with the time it is of, where that may be what is corrected."""
    return replace(line, move=(f"{verb} {moment(line.observed_at)} UTC",))


def _after_which(last: Message | None, revision: int) -> tuple[str, ...]:
    """The message before, where that is not the one before for everybody."""
    return () if last is None or last.revision + 1 == revision else (last.message_id,)


def _says_something(lines: Sequence[Line]) -> bool:
    return any(line.is_new or line.is_withdrawn for line in lines)


def _rows(told: Sequence[Change], context: Context) -> list[Row]:
    """The rows around what happened, where all of it is of one update."""
    snapshots = {change["to_snapshot"] for change in told}
    if len(snapshots) != 1:
        return []
    (snapshot,) = snapshots
    return around(told, context.rows.get(snapshot, ()))


def _proofs(told: Sequence[Change], context: Context) -> list[Proof]:
    """The captures before and after, of the weightiest change."""
    if not told:
        return []
    first = min(told, key=_weight)
    sides = {_BEFORE: first["from_snapshot"], _AFTER: first["to_snapshot"]}
    if sides[_BEFORE] == sides[_AFTER]:
        del sides[_AFTER]
    return [
        Proof(side=side, **context.captures[snapshot])
        for side, snapshot in sides.items()
        if snapshot in context.captures
    ]


def _name(*words: str) -> str:
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]
