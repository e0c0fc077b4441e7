"""Changes in words: a row of `told_changes` as a person would say it, and where the proof is."""

from collections.abc import Callable, Mapping
from typing import Any

from cli.show import clean, moment, number
from leaderboard.errors import WarehouseError
from warehouse.reading import Reader, Table

Change = Mapping[str, Any]

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HASH_DIGITS = 12


def tell(changes: Table) -> list[str]:
    """A sentence for every row of the query `told_changes`, without full stops."""
    return [sentence(change) for change in changes.records()]


def sentence(change: Change) -> str:
    """A row of the query `told_changes` as a person would say it, without a full stop.

    Raises:
        WarehouseError: a kind of change that this version has no words for.
    """
    words = _SENTENCES.get(change["kind"])
    if words is None:
        raise WarehouseError(
            f"expected a kind of change among {', '.join(_SENTENCES)}, found {change['kind']!r}; "
            "the record may be of a newer version of podium"
        )
    return clean(words(change))


def margin(change: Change) -> str:
    """What the difference in scores means, where there is one to test: z and against whom."""
    if change["significance"] is None:
        return ""
    verdict = change["significance"].replace("_", " ")
    z = "" if change["z"] is None else f", z {change['z']:.2f}"
    return clean(f"{verdict} against {change['compared_with']}{z}")


def evidence_lines(reader: Reader, change_id: str) -> list[str]:
    """The captures behind a change, a line each: when, from where, its hash and its WARC file."""
    captures = reader.ask("evidence_of", {"change_id": change_id}).records()
    return [evidence_line(capture) for capture in captures]


def evidence_line(capture: Mapping[str, Any]) -> str:
    """One row of the macro `evidence` in a line."""
    digest = (capture["sha256"] or "no bytes kept")[:_HASH_DIGITS]
    return clean(
        f"{capture['side']:<6} {moment(capture['observed_at'])} UTC  {capture['url']}  "
        f"sha256 {digest}  {capture['archived'] or 'not archived'}"
    )


def counted(count: int) -> str:
    """A number as it is written in a sentence: in words up to ten."""
    return _WORDS[count - 1] if 1 <= count <= len(_WORDS) else str(count)


def _entered(change: Change) -> str:
    verb = "returns to" if change["is_return"] else "enters"
    return f"{change['model']} {verb} {change['title']}{_at(change)}{_behind(change)}"


def _entered_top(change: Change) -> str:
    if change["old_standing"] is None:
        return _entered(change)
    return f"{_climbed(change)}: {_into(change)}{_falling(change['fell_out'] or [])}"


def _into(change: Change) -> str:
    return "into first place" if change["threshold"] == 1 else f"into {_top(change)}"


def _climbed(change: Change) -> str:
    verb = "moves up" if change["own_move"] is False else "climbs"
    return f"{change['model']} {verb} {_ranks(change)} of {change['title']}{_with(change)}"


def _fell(change: Change) -> str:
    verb = "slips" if change["own_move"] is False else "falls"
    return f"{change['model']} {verb} {_ranks(change)} of {change['title']}{_pushed(change)}"


def _left_top(change: Change) -> str:
    out_of = "first place" if change["threshold"] == 1 else _top(change)
    if change["new_standing"] is None:
        return (
            f"{change['model']} is no longer shown in {out_of} of {change['title']}, "
            f"where it was No. {change['old_standing']}"
        )
    moved = f"from {change['old_standing']} to {change['new_standing']}"
    return f"{change['model']} falls out of {out_of} of {change['title']}, {moved}{_pushed(change)}"


def _left(change: Change) -> str:
    score = "" if change["old_score"] is None else f" with {number(change['old_score'])}"
    was = "" if change["old_standing"] is None else f", where it was No. {change['old_standing']}"
    return f"{change['model']} is no longer on {change['title']}{was}{score if was else ''}"


def _new_leader(change: Change) -> str:
    if change["level_model"] is not None:
        lead, margin = "draws level at the top of", f", beside {change['level_model']}"
    else:
        lead, margin = "takes the lead of", _ahead(change)
    if change["old_standing"] is None:
        returns = "returns and" if change["is_return"] else "enters and at once"
        return f"{change['model']} {returns} {lead} {change['title']}{_with(change)}{margin}"
    came = f", up from No. {change['old_standing']}"
    return f"{change['model']} {lead} {change['title']}{_with(change)}{margin}{came}"


def _renamed(change: Change) -> str:
    return f"{change['old_model']} is now called {change['model']} on {change['title']}"


def _uncovered(change: Change) -> str:
    return (
        f"{change['model']} comes into sight on {change['title']}{_at(change)}, "
        "below where the page was cut before"
    )


def _score_moved(change: Change) -> str:
    old, new = change["old_score"], change["new_score"]
    if old is None:
        return f"{change['model']} gets a score on {change['title']}: {number(new)}"
    if new is None:
        return f"{change['model']} loses its score of {number(old)} on {change['title']}"
    verb = "gains" if new > old else "loses"
    amount = _amount(new - old, change["unit"])
    return (
        f"{change['model']} {verb} {amount} on {change['title']}, "
        f"from {number(old)} to {number(new)}"
    )


def _epoch_started(change: Change) -> str:
    why = "" if change["note"] is None else f" ({change['note']})"
    return (
        f"a new epoch begins on {change['title']}: its figures are made in another way, and none "
        f"is compared with those before{why}"
    )


def _source_stale(change: Change) -> str:
    return f"{change['title']} has shown nothing new for longer than it should"


def _source_recovered(change: Change) -> str:
    return f"{change['title']} shows something new again"


_SENTENCES: dict[str, Callable[[Change], str]] = {
    "entered": _entered,
    "returned": _entered,
    "left": _left,
    "climbed": _climbed,
    "fell": _fell,
    "entered_top": _entered_top,
    "left_top": _left_top,
    "new_leader": _new_leader,
    "renamed": _renamed,
    "score_moved": _score_moved,
    "uncovered": _uncovered,
    "epoch_started": _epoch_started,
    "source_stale": _source_stale,
    "source_recovered": _source_recovered,
}
KINDS = tuple(_SENTENCES)


def _top(change: Change) -> str:
    return f"the top {counted(change['threshold'])}"


def _ranks(change: Change) -> str:
    return f"from No. {change['old_standing']} to No. {change['new_standing']}"


def _at(change: Change) -> str:
    rank = change["new_standing"]
    return (f" at No. {rank}" if rank is not None else "") + _with(change)


def _with(change: Change) -> str:
    return "" if change["new_score"] is None else f" with {number(change['new_score'])}"


def _pushed(change: Change) -> str:
    by = change["displaced_by"]
    return "" if by is None else f", pushed down by {by}"


def _behind(change: Change) -> str:
    if change["level_model"] is not None:
        return f", level with {change['level_model']}"
    return _beside(change, "behind", change["above_model"], change["above_score"])


def _ahead(change: Change) -> str:
    return _beside(change, "ahead of", change["below_model"], change["below_score"])


def _beside(change: Change, side: str, model: str | None, score: float | None) -> str:
    own = change["new_score"]
    if model is None or own is None or score is None:
        return ""
    if own == score:
        return f", level in score with {model}"
    return f", {_amount(own - score, change['unit'])} {side} {model} ({number(score)})"


def _amount(difference: float, unit: str) -> str:
    """A difference with its unit: one point, 17 points, 0.1 points."""
    size = number(abs(round(difference, 6)))
    words = counted(int(size)) if size.isdigit() else size
    singular = unit.removesuffix("s") if size == "1" else unit
    return f"{words} {singular}"


def _falling(fell_out: list[dict[str, Any]]) -> str:
    """Who fell out of the top: `; X falls out, from 5 to 6`."""
    if not fell_out:
        return ""
    names = [f"{each['model']}{_from_to(each)}" for each in fell_out]
    verb = "falls" if len(names) == 1 else "fall"
    if len(names) == 1 and fell_out[0]["new_standing"] is not None:
        only = fell_out[0]
        moved = f"from {only['old_standing']} to {only['new_standing']}"
        return f"; {only['model']} falls out, {moved}"
    return f"; {', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]} {verb} out"


def _from_to(each: dict[str, Any]) -> str:
    new = each["new_standing"]
    return f" ({each['old_standing']} to {new})" if new is not None else ""
