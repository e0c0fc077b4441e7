"""A change in words for a message, with its names marked, so that each form can escape them."""

import re

from leaderboard.alert import Text
from leaderboard.text import clean, number
from leaderboard.words import Change, sentence

# Private letters, which no name that was made harmless has.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKED = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_VERDICTS = {
    "significant": "beyond the margin",
    "not_significant": "within the margin",
    "unknown": "the board does not say how sure its scores are",
}


def text(change: Change, remark: str = "") -> Text:
    """The sentence for a row of `told_changes`, its names at odd places.

    A remark about the model stands behind what is said of it, before who fell out for it.
    """
    whole = sentence(change, _marked)
    if remark:
        about_it = sentence({**change, "fell_out": ()}, _marked)
        whole = f"{about_it}{remark}{whole.removeprefix(about_it)}"
    return tuple(_MARKED.split(whole))


def said(change: Change) -> str:
    """The same in one piece."""
    return "".join(text(change))


def margin(change: Change) -> Text:
    """What the difference to the model it is tested against means; nothing if none is tested."""
    if change["significance"] is None:
        return ()
    verdict = _VERDICTS[change["significance"]]
    if change["significance"] == "unknown":
        return (verdict,)
    own = _with_interval(change["new_score"], change["new_half_width"])
    other = _with_interval(change["compared_score"], change["compared_half_width"])
    if own and other:
        return (f"{verdict}: {own} against {other} of ", change["compared_with"])
    if change["z"] is None:
        return (f"{verdict} against ", change["compared_with"])
    return (f"{verdict} against ", change["compared_with"], f" (z {change['z']:.2f})")


def move(change: Change) -> Text:
    """Whether the model moved by itself, where the sentence does not say so already."""
    if change["own_move"] is None or change["kind"] in {"score_moved", "renamed", "left"}:
        return ()
    if change["own_move"]:
        return ("its own move",)
    if change["displaced_by"] is None:
        return ("not its own move: those around it moved",)
    if clean(change["displaced_by"]) in text(change)[1::2]:
        return ()
    return ("not its own move: pushed by ", change["displaced_by"])


def _with_interval(score: float | None, half_width: float | None) -> str:
    if score is None or half_width is None:
        return ""
    return f"{number(score)} ±{number(round(half_width, 2))}"


def _marked(name: str) -> str:
    return f"{_OPEN}{clean(name)}{_CLOSE}"
