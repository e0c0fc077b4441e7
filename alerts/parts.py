"""Long messages in parts, none longer than their receiver takes, with nothing lost."""

from collections.abc import Sequence

from alerts.cutting import Cut, cut_text
from alerts.cutting_html import cut_html
from alerts.forms import WRITERS, Form
from leaderboard.errors import SettingsError

SHORTEST = 60
_MARKS = {
    Form.PLAIN: "({}/{})\n",
    Form.CHAT: "({}/{})\n",
    Form.MARKDOWN: "({}/{})\n\n",
    Form.HTML: "<p>({}/{})</p>\n",
}


def fit(paragraphs: Sequence[str], form: Form, limit: int) -> list[str]:
    """The paragraphs in as few parts as go in order, each of at most `limit` characters.

    Where there are several, each begins with a mark: (2/5). A paragraph is cut only if it is longer
    than a part.

    Raises:
        SettingsError: a part of `limit` characters would be mark and nothing else.
    """
    if limit < SHORTEST:
        raise SettingsError(f"limit: expected at least {SHORTEST} characters a part, found {limit}")
    whole = [paragraph for paragraph in paragraphs if paragraph]
    parts = _pack(whole, form, limit)
    digits = 0
    while len(parts) > 1 and len(str(len(parts))) > digits:
        digits = len(str(len(parts)))
        mark = _MARKS[form].format("9" * digits, "9" * digits)
        parts = _pack(whole, form, limit - len(mark))
    if len(parts) < 2:  # noqa: PLR2004 - one part needs no mark
        return parts
    return [_MARKS[form].format(i, len(parts)) + part for i, part in enumerate(parts, start=1)]


def _pack(paragraphs: Sequence[str], form: Form, room: int) -> list[str]:
    """Parts of at most `room` characters, each filled with paragraphs, and lines of long ones."""
    between = WRITERS[form].between
    parts = [""]
    for paragraph in paragraphs:
        rest = paragraph
        while rest:
            used = len(parts[-1]) + len(between) if parts[-1] else 0
            now, rest = _taken(rest, form, room, room - used)
            if now:
                parts[-1] += (between if used else "") + now
            if rest:
                parts.append("")
    return [part for part in parts if part]


def _taken(text: str, form: Form, room: int, left: int) -> tuple[str, str]:
    """What of the text goes into a part where so much is left, and the rest for the next ones."""
    if len(text) <= left:
        return text, ""
    is_begun = left < room
    if is_begun and (len(text) <= room or left < SHORTEST // 3):
        return "", text
    cut = _cut(text, form, left)
    if is_begun and not cut.is_clean:
        return "", text
    return cut.head, cut.tail


def _cut(text: str, form: Form, room: int) -> Cut:
    return cut_html(text, room) if form is Form.HTML else cut_text(text, room, form)
