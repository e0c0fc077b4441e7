"""Taking secrets out of whatever is about to be shown, whatever way they came into it.

The secrets of a process are known: they stand in its environment, its settings and the file of
its receivers. Each is taken out as it is and as libraries write it: quoted, escaped,
percent-encoded, or in base64 as an `Authorization` header has it. What nobody told us of is known
by its place only: user and password of an address, and whatever follows `token=` and the like.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from urllib.parse import quote, quote_plus, unquote, urlsplit

MASK = "****"
# A shorter one stands in every other word, so that taking it out would hide the rest of the text.
SHORTEST = 4
# A part of an address may be a common word; a token is longer.
_SHORTEST_PART = 8
_SECRET_NAME = re.compile(
    r"(?:^|_)(?:(?:API_?)?KEY|TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)?|PGPASSWORD|CREDENTIALS?"
    r"|AUTH_STRING|CONNECTION_URL|LAKE|SCHEDULER|RECEIVER(?:_.+)?)(?:$|_ID$|_KEY$)",
    re.IGNORECASE,
)
_USER = re.compile(r"(?<=://)[^/?#\s@\"'<>]+(?:@[^/?#\s@\"'<>]+)*@")
_AUTHORITY = re.compile(r"://([^/?#\s]+)@")
_ASSIGNED = re.compile(
    r"((?:\b|(?<=_))(?:api[_-]?key|key|token|secret|passw(?:or)?d|signature|credential)s?"
    r"['\"]?\s?=\s?)('[^']*'|\"[^\"]*\"|[^\s&;,#\"'<>]+)",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{4,}", re.IGNORECASE)
_LIBPQ = re.compile(r"\b(?:ssl)?password\s*=\s*('(?:[^'\\]|\\.)*'|\S+)", re.IGNORECASE)


class Masker:
    """Knows the secrets of a process, and writes a mask in their place."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._known = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __repr__(self) -> str:
        return "Masker()"

    def text(self, text: str) -> str:
        """The text without secrets."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        if "=" in text:
            text = _ASSIGNED.sub(rf"\1{MASK}", text)
        if "://" in text:
            text = _USER.sub(f"{MASK}@", text)
        return _HEADER.sub(rf"\1 {MASK}", text)

    def value(self, name: str, value: object) -> object:
        """What stands under a name, as plain data without secrets."""
        if is_secret_name(name):
            return MASK
        return self.plain(value)

    def plain(self, value: object) -> object:
        """Figures as they are, mappings and lists piece by piece, all else as text; no secrets."""
        if value is None or isinstance(value, bool | int | float):
            return self._figure(value)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bytes):
            return self.text(value.decode(errors="backslashreplace"))
        if isinstance(value, Mapping):
            return {self.text(str(name)): self.value(str(name), v) for name, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.plain(each) for each in value]
        return self.text(str(value))

    def _figure(self, value: float | None) -> object:
        """A number may be a secret, too, and it may be a kind of number that is no plain one."""
        if value is None or isinstance(value, bool) or self._known is None:
            return value
        text = str(value)
        return MASK if len(text) >= SHORTEST and self._known.fullmatch(text) else value


@lru_cache(maxsize=1024)
def is_secret_name(name: str) -> bool:
    """Whether what such a name stands for is not for show: PREFECT_API_KEY, password, token."""
    return _SECRET_NAME.search(name.replace("-", "_")) is not None


def secrets_in(environ: Mapping[str, str]) -> set[str]:
    """The secrets of an environment: those of such names, and the passwords of all addresses."""
    found: set[str] = set()
    for name, value in environ.items():
        if is_secret_name(name):
            found |= parts_of(value)
        elif "://" in value:
            found.update(_passwords(value))
    return {secret for secret in found if len(secret) >= SHORTEST}


def parts_of(secret: str) -> set[str]:
    """A secret, or several between blanks, with what is secret by itself in an address."""
    words = {secret, secret.strip(), *secret.split()}
    addresses = {word for word in words if "://" in word}
    parts = {part for address in addresses for part in (*_passwords(address), *_tokens(address))}
    named = {found[1].strip("'") for found in _LIBPQ.finditer(secret)}
    return {part for part in words | parts | named if len(part) >= SHORTEST}


def _passwords(text: str) -> Iterator[str]:
    """The passwords of all addresses in a text, as they stand there and as they are meant."""
    for found in _AUTHORITY.finditer(text):
        user, _, password = found[1].partition(":")
        for part in (password or user, found[1]):
            yield from {part, unquote(part)}


def _tokens(address: str) -> Iterator[str]:
    """Pieces of a secret address that are long enough to be tokens; a host's name is none."""
    try:
        split = urlsplit(address)
    except ValueError:  # an address that nobody can open may hold a secret all the same
        split = urlsplit("")
    pieces = re.split(r"[/&=?#,;]+", f"{split.path}?{split.query}#{split.fragment}")
    host = split.netloc.rpartition("@")[2].partition(":")[0]
    if "." not in host and host != "localhost":
        pieces.append(host)
    yield from (part for p in pieces if len(p) >= _SHORTEST_PART for part in {p, unquote(p)})


def _forms(secret: str) -> Iterator[str]:
    """The ways in which a text may hold a secret."""
    if len(secret) < SHORTEST:
        return
    raw = secret.encode("utf-8", "surrogatepass")
    escaped = secret.encode("unicode_escape").decode()
    yield from (secret, escaped, repr(secret)[1:-1], ascii(secret)[1:-1], repr(raw)[2:-1])
    yield from (escaped.replace("'", "\\'"), escaped.replace('"', '\\"'))
    yield from (json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1])
    yield from (quote(raw), quote(raw, safe=""), quote_plus(raw))
    yield base64.b64encode(raw).decode()
    yield base64.urlsafe_b64encode(raw).decode()
