"""Cutting a paragraph of text in two so that each half can stand alone.

What is open at the cut is closed before it and opened again behind it: a fence, code, bold or
struck-out text, a table with its heads. A cut is made at a line's end, else at a space, else
between two characters; never behind the backslash of an escape.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from alerts.chat import FENCE
from alerts.forms import Form
from alerts.markdown import guarded

_ESCAPE = re.compile(r"\\.", re.DOTALL)
_RULE = re.compile(r"\|(?: (?:---|--:) \|)+")
_MARKS = ("**", "~~")


class Cut(NamedTuple):
    """Two halves; it `is_clean` where the cut is between two lines or elements."""

    head: str
    tail: str
    is_clean: bool


class _Around(NamedTuple):
    """What closes the first half, and what opens the second."""

    closing: str
    opening: str


def cut_text(text: str, room: int, form: Form) -> Cut:
    """Cut so that the first half has at most `room` characters and both have something in them."""
    for place, width in _places(text, room):
        is_clean = text[place] == "\n"
        before, after = text[:place], text[place + width :]
        if form is Form.MARKDOWN and not is_clean:
            after = guarded(after)
        around = _around(before, after, form, is_at_line=is_clean)
        if around is None or len(before) + len(around.closing) > room:
            continue
        tail = around.opening + after
        if len(tail) < len(text):
            return Cut(before + around.closing, tail, is_clean)
    return Cut(text[:room], text[room:], is_clean=False)  # no text of ours comes here


def _places(text: str, room: int) -> Iterator[tuple[int, int]]:
    """Where to cut, best first, and how many characters the cut itself takes away."""
    window = text[: room + 1]
    for separator in ("\n", " "):
        place = window.rfind(separator)
        while place > 0:
            yield place, 1
            place = window.rfind(separator, 0, place)
    yield from ((place, 0) for place in range(min(room, len(text) - 1), 0, -1))


def _around(before: str, after: str, form: Form, *, is_at_line: bool) -> _Around | None:
    """What closes the first half and opens the second; None where the cut would break a mark."""
    if form is Form.CHAT:
        return _around_code(before, after)
    if form is Form.MARKDOWN:
        return _around_marks(before, after, is_at_line=is_at_line)
    return _Around("", "")


def _around_code(before: str, after: str) -> _Around | None:
    is_fenced = before.count(FENCE) % 2 == 1
    is_open = is_fenced or before.replace(FENCE, "").count("`") % 2 == 1
    if _goes_through("`", before, after, is_open=is_open):
        return None
    if not is_open:
        return _Around("", "")
    return _Around(f"\n{FENCE}", f"{FENCE}\n") if is_fenced else _Around("`", "`")


def _around_marks(before: str, after: str, *, is_at_line: bool) -> _Around | None:
    bare = _ESCAPE.sub("\\0", before[before.rfind("\n\n") + 1 :])
    opened = [mark for mark in _MARKS if bare.count(mark) % 2]
    is_in_heads = is_at_line and _is_head(before.rpartition("\n")[2], after.partition("\n")[0])
    if bare.endswith("\\") or is_in_heads:
        return None
    if any(_goes_through(mark[0], bare, after, is_open=mark in opened) for mark in _MARKS):
        return None
    opened.sort(key=bare.rfind)
    heads = _heads(before) if is_at_line else ""
    return _Around("".join(reversed(opened)), heads + "".join(opened))


def _goes_through(mark: str, before: str, after: str, *, is_open: bool) -> bool:
    """Whether the cut is inside a mark, or leaves one with nothing in it."""
    ends, begins = before.endswith(mark), after.startswith(mark)
    return (ends and begins) or (is_open and (ends or begins))


def _heads(before: str) -> str:
    """The heads of the table that the last line is a row of."""
    lines = before.split("\n")
    for place in range(len(lines) - 1, 0, -1):
        if _is_head(lines[place - 1], lines[place]):
            return "\n".join(lines[place - 1 : place + 1]) + "\n"
        if not lines[place].startswith("|"):
            return ""
    return ""


def _is_head(line: str, rule: str) -> bool:
    """Whether a line has the heads of a table, above the rule that makes it one."""
    is_rule = _RULE.fullmatch(rule) is not None
    return is_rule and _ESCAPE.sub("", line).count("|") == rule.count("|")
