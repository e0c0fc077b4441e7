"""Names and addresses as pages have them, fit to be shown: on one line, not too long."""

import re

from leaderboard.text import clean

_LONGEST_NAME = 120
_LONGEST_ADDRESS = 500
# What an address may be made of to be written as a link in any form: nothing that ends it there.
_LINK = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+")
_ID = re.compile(r"[A-Za-z0-9.-]+")


def shown(name: str, longest: int = _LONGEST_NAME) -> str:
    """The name on one line, with nothing hidden in it, cut with an ellipsis if it is too long."""
    text = " ".join(clean(name).split())
    return shorten(text, longest) or "(no name)"


def shorten(text: str, longest: int) -> str:
    """The text, cut with an ellipsis if it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def address(url: str) -> str:
    """The address on one line; one that is too long to be of use is cut."""
    return shown(url, _LONGEST_ADDRESS)


def is_link(url: str) -> bool:
    """Whether a reader may follow it: http or https, and harmless to write in any form."""
    return len(url) <= _LONGEST_ADDRESS and _LINK.fullmatch(url) is not None


def as_text(token: str) -> tuple[str, ...]:
    """A token of ours as text: as it is if it is made of letters and digits, else like a name."""
    return (token,) if _ID.fullmatch(token) else ("", token)
