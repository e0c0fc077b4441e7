"""Figures, times and names as they are written wherever people read them.

What a page says is hostile until shown otherwise: whatever could steer a terminal, turn the
direction of the text or hide in it is written as its escape.
"""

import unicodedata
from datetime import datetime

_STEERING = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def clean(text: str) -> str:
    """The text with every character that is not simply printed as its escape."""
    if text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _STEERING else c for c in text)


def moment(time: datetime) -> str:
    """A time of the record, to the minute: 2026-05-28 08:43."""
    return f"{time:%Y-%m-%d %H:%M}"


def number(value: float) -> str:
    """A number without the noise of binary fractions: 1190.01, 1541, -0.5."""
    return f"{value:.10g}"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
