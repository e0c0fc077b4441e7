"""Digests as WARC records write them."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SIZES = {"md5": 16, "sha1": 20, "sha256": 32, "sha512": 64}
_HEX = re.compile("[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest, whatever base it was written in; as text, `sha1:` and base 16."""

    algorithm: str
    value: bytes

    def __str__(self) -> str:
        return f"{self.algorithm}:{self.value.hex()}"

    def is_of(self, data: bytes) -> bool:
        """Whether it is the digest of these bytes."""
        return _made(self.algorithm, data) == self


def digest_of(text: str | None) -> Digest | None:
    """The digest that a record gives, in base 32 or 16; None if it is none that can be checked."""
    name, _, value = (text or "").strip().partition(":")
    algorithm = name.lower().replace("-", "")
    size = _SIZES.get(algorithm)
    if size is None:
        return None
    if len(value) == 2 * size and _HEX.fullmatch(value):
        return Digest(algorithm, bytes.fromhex(value))
    try:
        read = base64.b32decode(value + "=" * (-len(value) % 8), casefold=True)
    except ValueError:
        return None
    return Digest(algorithm, read) if len(read) == size else None


def digests(data: bytes) -> Iterator[Digest]:
    """The digests that tools give to these bytes."""
    for algorithm in ("sha1", "sha256", "md5"):
        yield _made(algorithm, data)


def _made(algorithm: str, data: bytes) -> Digest:
    return Digest(algorithm, hashlib.new(algorithm, data, usedforsecurity=False).digest())
