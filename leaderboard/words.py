"""Changes in words: a row of `told_changes` as a person would say it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from leaderboard.countries import called
from leaderboard.errors import WarehouseError
from leaderboard.phrases import (
    ahead,
    amount,
    at_rank,
    behind,
    falling,
    pushed,
    ranks,
    top_n,
    with_score,
)
from leaderboard.text import clean, number

Change = Mapping[str, Any]
Write = Callable[[str], str]

# The fields of a change that say what a page says.
_NAMES = (
    *("model", "old_model", "organization", "displaced_by", "compared_with"),
    *("above_model", "below_model", "level_model"),
)


def sentence(change: Change, write: Write = clean) -> str:
    """A row of the query `told_changes` as a person would say it, without a full stop.

    `write` says how a name is written: it is given what the page says, which may be hostile.

    Raises:
        WarehouseError: a kind of change that this version has no words for.
    """
    words = _SENTENCES.get(change["kind"])
    if words is None:
        raise WarehouseError(
            f"expected a kind of change among {', '.join(_SENTENCES)}, found {change['kind']!r}; "
            "the record may be of a newer version of podium"
        )
    return words(_written(change, write))


def margin(change: Change) -> str:
    """What the difference in scores means, where there is one to test: z and against whom."""
    if change["significance"] is None:
        return ""
    verdict = change["significance"].replace("_", " ")
    z = "" if change["z"] is None else f", z {change['z']:.2f}"
    return clean(f"{verdict} against {change['compared_with']}{z}")


def is_told_by_another(change: Change, others: Iterable[Change]) -> bool:
    """Whether the sentence of who climbed into the top names who fell out of it."""
    return change["kind"] == "left_top" and any(
        other["kind"] == "entered_top"
        and other["old_standing"] is not None
        and other["to_snapshot"] == change["to_snapshot"]
        and change["model"] in [each["model"] for each in other["fell_out"] or ()]
        for other in others
    )


def _written(change: Change, write: Write) -> Change:
    """The change with every name as it is to be written, and its note made harmless."""
    names = {name: write(change[name]) for name in _NAMES if change.get(name) is not None}
    fell_out = [{**each, "model": write(each["model"])} for each in change["fell_out"] or ()]
    note = None if change.get("note") is None else clean(change["note"])
    return {**change, **names, "fell_out": fell_out, "note": note}


def _entered(change: Change) -> str:
    verb = "returns to" if change["is_return"] else "enters"
    return f"{change['model']} {verb} {change['title']}{at_rank(change)}{behind(change)}"


def _entered_top(change: Change) -> str:
    if change["old_standing"] is None:
        return _entered(change)
    return f"{_climbed(change)}: {_into(change)}{falling(change['fell_out'])}"


def _into(change: Change) -> str:
    return "into first place" if change["threshold"] == 1 else f"into {top_n(change)}"


def _climbed(change: Change) -> str:
    verb = "moves up" if change["own_move"] is False else "climbs"
    return f"{change['model']} {verb} {ranks(change)} of {change['title']}{with_score(change)}"


def _fell(change: Change) -> str:
    verb = "slips" if change["own_move"] is False else "falls"
    return f"{change['model']} {verb} {ranks(change)} of {change['title']}{pushed(change)}"


def _left_top(change: Change) -> str:
    out_of = "first place" if change["threshold"] == 1 else top_n(change)
    if change["new_standing"] is None:
        return (
            f"{change['model']} is no longer shown in {out_of} of {change['title']}, "
            f"where it was No. {change['old_standing']}"
        )
    moved = f"from {change['old_standing']} to {change['new_standing']}"
    return f"{change['model']} falls out of {out_of} of {change['title']}, {moved}{pushed(change)}"


def _left(change: Change) -> str:
    score = "" if change["old_score"] is None else f" with {number(change['old_score'])}"
    was = "" if change["old_standing"] is None else f", where it was No. {change['old_standing']}"
    return f"{change['model']} is no longer on {change['title']}{was}{score if was else ''}"


def _new_leader(change: Change) -> str:
    if change["level_model"] is not None:
        lead, margin = "draws level at the top of", f", beside {change['level_model']}"
    else:
        lead, margin = "takes the lead of", ahead(change)
    if change["old_standing"] is None:
        returns = "returns and" if change["is_return"] else "enters and at once"
        return f"{change['model']} {returns} {lead} {change['title']}{with_score(change)}{margin}"
    came = f", up from No. {change['old_standing']}"
    return f"{change['model']} {lead} {change['title']}{with_score(change)}{margin}{came}"


def _renamed(change: Change) -> str:
    return f"{change['old_model']} is now called {change['model']} on {change['title']}"


def _first(change: Change) -> str:
    whose = called(change["country"]) if change["country"] else None
    if change["kind"] == "first_of_organization_in_top":
        whose = change["organization"]
    where = "first place" if change["threshold"] == 1 else top_n(change)
    return (
        f"with {change['model']}{at_rank(change)}, {whose} comes into {where} of "
        f"{change['title']}, where none of its models stood just before"
    )


def _uncovered(change: Change) -> str:
    return (
        f"{change['model']} comes into sight on {change['title']}{at_rank(change)}, "
        "below where the page was cut before"
    )


def _score_moved(change: Change) -> str:
    old, new = change["old_score"], change["new_score"]
    if old is None:
        return f"{change['model']} gets a score on {change['title']}: {number(new)}"
    if new is None:
        return f"{change['model']} loses its score of {number(old)} on {change['title']}"
    verb = "gains" if new > old else "loses"
    by = amount(new - old, change["unit"])
    return (
        f"{change['model']} {verb} {by} on {change['title']}, from {number(old)} to {number(new)}"
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
    "first_of_organization_in_top": _first,
    "first_of_country_in_top": _first,
    "new_leader": _new_leader,
    "renamed": _renamed,
    "score_moved": _score_moved,
    "uncovered": _uncovered,
    "epoch_started": _epoch_started,
    "source_stale": _source_stale,
    "source_recovered": _source_recovered,
}
KINDS = tuple(_SENTENCES)
OF_SOURCES = frozenset({"source_stale", "source_recovered"})
