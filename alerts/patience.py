"""How long a change must stand before it is told, and what undoes it before."""

from datetime import timedelta

from alerts.rules import Rule
from leaderboard.alert import Event, Look
from leaderboard.words import OF_SOURCES


def is_undone(rule: Rule, event: Event, look: Look, *, is_last: bool) -> bool:
    """Whether what a rule wanted to see stand is not so any more.

    A rule that waits for nothing tells what happened, whatever became of it. What happened again,
    so that it `is_last` no more, was undone in between.
    """
    if not rule.waits:
        return False
    if not is_last:
        return True
    is_there, is_in_top = look.standing is not None, _is_in_top(event, look)
    match event.kind:
        case "entered_top" | "new_leader":
            is_so = is_in_top
        case "left_top":
            is_so = not is_in_top
        case "entered" | "returned":
            is_so = is_there
        case "left":
            is_so = not is_there
        case _:
            is_so = True
    return not is_so


def has_stood(rule: Rule, event: Event, look: Look) -> bool:
    """Whether an event can be told: seen for long enough, and of a source that is well."""
    if event.kind in OF_SOURCES:
        return True
    if look.is_sick or not _is_confirmed(rule, event, look):
        return False
    return not (event.kind == "left_top" and _is_near_top(rule, event, look))


def _is_in_top(event: Event, look: Look) -> bool:
    top = 1 if event.kind == "new_leader" else event.threshold
    return look.standing is not None and top is not None and look.standing <= top


def _is_near_top(rule: Rule, event: Event, look: Look) -> bool:
    """Whether it stands no further below the top than the rule lets go by."""
    if look.standing is None or event.threshold is None:
        return False
    return look.standing <= event.threshold + rule.hysteresis and rule.hysteresis > 0


def _is_confirmed(rule: Rule, event: Event, look: Look) -> bool:
    """Whether so many captures showed it, the first included, or a later one after such hours."""
    if rule.confirm is None:
        return True
    if rule.confirm.captures is not None:
        return 1 + look.looks >= rule.confirm.captures
    last = look.last_seen_at or event.observed_at
    return last - event.observed_at >= timedelta(hours=rule.confirm.hours or 0)
