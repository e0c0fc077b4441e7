"""Foreign text made fit for our own messages."""

import re

_USER = re.compile(r"(?<=//)[^/?#]*@")
_SECRET = re.compile(
    r"([?&;#][^=&;#]*(?:key|token|secret|auth|pass|sign|credential)[^=&;#]*=)[^&;#]*",
    re.IGNORECASE,
)
_LONGEST_ADDRESS = 200


def printable(text: str, longest: int = 80) -> str:
    """The text on one line: what does not print is `?`, what is too long ends in an ellipsis."""
    clean = "".join(sign if sign.isprintable() else "?" for sign in text[: longest + 1])
    return clean if len(clean) <= longest else f"{clean[: longest - 1]}…"


def shown(address: object) -> str:
    """The address as a message may show it: without user, password and the values of secrets."""
    return printable(_SECRET.sub(r"\1***", _USER.sub("", str(address))), _LONGEST_ADDRESS)
