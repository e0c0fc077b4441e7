"""Parts of sentences about changes: where, by how much, beside whom."""

from collections.abc import Mapping
from typing import Any

from leaderboard.text import number

Change = Mapping[str, Any]

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def counted(count: int) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    return _WORDS[count - 1] if 1 <= count <= len(_WORDS) else str(count)


def top_n(change: Change) -> str:
    """The top five."""
    return f"the top {counted(change['threshold'])}"


def ranks(change: Change) -> str:
    """From No. 6 to No. 5."""
    return f"from No. {change['old_standing']} to No. {change['new_standing']}"


def at_rank(change: Change) -> str:
    """At No. 4 with 1541."""
    rank = change["new_standing"]
    return (f" at No. {rank}" if rank is not None else "") + with_score(change)


def with_score(change: Change) -> str:
    """With 1541."""
    return "" if change["new_score"] is None else f" with {number(change['new_score'])}"


def pushed(change: Change) -> str:
    """Who pushed the model down, where somebody did."""
    by = change["displaced_by"]
    return "" if by is None else f", pushed down by {by}"


def behind(change: Change) -> str:
    """How far it is behind the next one above, or with whom it is level."""
    if change["level_model"] is not None:
        return f", level with {change['level_model']}"
    return beside(change, "behind", change["above_model"], change["above_score"])


def ahead(change: Change) -> str:
    """How far it is ahead of the next one below."""
    return beside(change, "ahead of", change["below_model"], change["below_score"])


def beside(change: Change, side: str, model: str | None, score: float | None) -> str:
    """The distance to another model with its score: one point behind X (1542)."""
    own = change["new_score"]
    if model is None or own is None or score is None:
        return ""
    if own == score:
        return f", level in score with {model}"
    return f", {amount(own - score, change['unit'])} {side} {model} ({number(score)})"


def amount(difference: float, unit: str) -> str:
    """A difference with its unit: one point, 17 points, 0.1 points."""
    size = number(abs(round(difference, 6)))
    words = counted(int(size)) if size.isdigit() else size
    singular = unit.removesuffix("s") if size == "1" else unit
    return f"{words} {singular}"


def falling(fell_out: list[dict[str, Any]]) -> str:
    """Who fell out of the top: `; X falls out, from 5 to 6`."""
    if not fell_out:
        return ""
    names = [f"{each['model']}{from_to(each)}" for each in fell_out]
    verb = "falls" if len(names) == 1 else "fall"
    if len(names) == 1 and fell_out[0]["new_standing"] is not None:
        only = fell_out[0]
        moved = f"from {only['old_standing']} to {only['new_standing']}"
        return f"; {only['model']} falls out, {moved}"
    return f"; {', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]} {verb} out"


def from_to(each: dict[str, Any]) -> str:
    """Where one that fell out stood and stands: (5 to 6)."""
    new = each["new_standing"]
    return f" ({each['old_standing']} to {new})" if new is not None else ""
