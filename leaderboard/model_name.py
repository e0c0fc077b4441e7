"""A model's name as boards print it, taken apart: the base, and the marks that stand after it.

Nothing here knows any model. Which of the words at a name's end are marks and which are part of the
name (`max` in `qwen3-max`) only the catalogue can tell; it is offered every split, longest base
first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_MOST_MARKS = 8
_LEVEL = r"none|minimal|low|medium|high|xhigh|max|instant|default"
_YEAR, _SHORT_YEAR = r"(?P<y>20[2-9]\d)", r"(?P<yy>2[3-9])"
_MONTH, _DAY = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_WORDS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_WORDS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)

# Each pattern is of the end of a name in normal form; of each kind the longer one stands first.
_EFFORTS = tuple(
    (re.compile(rf"-{pattern}$"), effort)
    for pattern, effort in (
        (r"(?:no|non)-?(?:think(?:ing)?|reasoning)", "none"),
        (r"thinking-none", "none"),
        (r"thinking-(?P<budget>\d+k)", "thinking-{budget}"),
        (r"(?P<budget>\d+k)-think(?:ing)?(?:-tokens)?", "thinking-{budget}"),
        (r"(?P<level>minimal|low|medium|high)thinking", "{level}"),
        (rf"(?P<budget>\d+k)-(?P<level>{_LEVEL})", "{budget}-{level}"),
        (rf"(?P<level>{_LEVEL})-(?P<budget>\d+k)", "{budget}-{level}"),
        (rf"(?P<level>{_LEVEL})(?:-effort)?", "{level}"),
        (r"(?:think(?:ing)?|reasoning)(?:-auto)?", "thinking"),
    )
)
_DATES = tuple(
    re.compile(rf"-{pattern}$")
    for pattern in (
        rf"{_YEAR}-{_MONTH}-{_DAY}",
        rf"{_YEAR}{_MONTH}{_DAY}",
        rf"{_SHORT_YEAR}-{_MONTH}-{_DAY}",
        rf"{_SHORT_YEAR}{_MONTH}{_DAY}",
        rf"{_YEAR}-?{_MONTH}",
        rf"{_MONTH}-{_YEAR}",
        rf"(?P<word>{'|'.join(_WORDS)})[a-z]*-(?:{_YEAR}|{_SHORT_YEAR})",
        rf"{_MONTH}-?{_DAY}",
        rf"{_SHORT_YEAR}-?{_MONTH}",
        rf"(?P<word>{'|'.join(_FULL_WORDS)})",
    )
)
_PREVIEW = re.compile(r"-(?:(?:research-)?preview|exp|experimental|beta\d?)$")
_SETTING = re.compile(
    r"-(codex-harness|(?:web-)?search|grounding|online|(?:dev-)?api|fc|prompt|bf16|fp8|nvfp4"
    r"|\d{3,4}p|[24]k|bedrock|fal|openrouter|together)$"
)


@dataclass(frozen=True, slots=True)
class Marks:
    """A name taken apart; `base` is in normal form.

    `effort` is how much the model was let think: `none`, `thinking`, a budget (`thinking-32k`), a
    level (`high`), or several of these. `date` is `2025-11-01`, `2025-07` (a month), or without the
    year that the name does not tell `05-06` (a month and a day) or `12` (a month). `setting` is
    what else was set: a harness, a tool such as `search`, whether functions were called natively
    (`fc`) or in words (`prompt`), a precision, the resolution of what is made (`1080p`), a host.
    """

    base: str
    effort: str | None = None
    date: str | None = None
    is_preview: bool = False
    setting: str | None = None


def normal(name: str) -> str:
    """The name in normal form: what boards write differently without meaning anything by it.

    Upper and lower case are one. Spaces, underscores, dashes, brackets, commas and slashes all are
    one dash, a dot between digits too, and the marks of footnotes at the end are left out. So
    `Claude Opus 4.6 (Thinking)*` is `claude-opus-4-6-thinking`. A bare budget in brackets or after
    an underscore (`_32K`) is one of thinking. Nothing else is: what differs after this is another
    name.
    """
    text = re.sub(
        r"[(_](\d+k)(?:\)|$)", r"(thinking \1)", name.casefold().rstrip(" *\N{DAGGER}¹²³")
    )
    text = re.sub(r"[\s_\-()\[\],/]+", "-", text).strip("-")
    return re.sub(r"(?<=\d)\.(?=\d)", "-", text)


def splits(name: str) -> Iterator[Marks]:
    """Every way to take the name apart: first whole, then one mark less at the end each time."""
    marks: Marks | None = Marks(normal(name))
    for _ in range(_MOST_MARKS):
        if marks is None:
            return
        yield marks
        marks = _without_last_mark(marks)


def split_name(name: str) -> Marks:
    """The name with all that looks like a mark taken off, whether or not it is part of a name."""
    *_, last = splits(name)
    return last


def _without_last_mark(marks: Marks) -> Marks | None:
    base = marks.base
    for pattern, effort in _EFFORTS:
        if found := pattern.search(base):
            more = effort.format(**found.groupdict())
            # "medium reasoning" is the level "medium"
            rest = None if marks.effort == "thinking" else marks.effort
            return replace(marks, base=base[: found.start()], effort=_joined(more, rest))
    for pattern in _DATES:
        if marks.date is None and (found := pattern.search(base)):
            return replace(marks, base=base[: found.start()], date=_date(found))
    if found := _PREVIEW.search(base):
        return replace(marks, base=base[: found.start()], is_preview=True)
    if found := _SETTING.search(base):
        setting = _joined(found[1], marks.setting)
        return replace(marks, base=base[: found.start()], setting=setting)
    return None


def _joined(first: str, rest: str | None) -> str:
    return f"{first}-{rest}" if rest else first


def _date(found: re.Match[str]) -> str:
    parts = found.groupdict()
    year = parts.get("y") or (f"20{parts['yy']}" if parts.get("yy") else None)
    word = parts.get("word")
    month = f"{_WORDS.index(word[:3]) + 1:02}" if word else parts["m"]
    return "-".join(part for part in (year, month, parts.get("d")) if part)
