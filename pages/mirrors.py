"""Mirrors: other addresses that are asked in place of the original ones."""

from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from pages.addresses import check_form, origin, without_fragment


@dataclass(frozen=True, slots=True)
class Mirror:
    """The beginning of original addresses, and the one that is asked instead."""

    original: httpx.URL
    own: httpx.URL


@dataclass(frozen=True, slots=True)
class Target:
    """An address of the record, and the one that is asked for it; the same without a mirror."""

    original: httpx.URL
    asked: httpx.URL
    mirror: Mirror | None = None


class Mirrors:
    """The mirrors of the settings; the longest beginning that fits an address is the one asked."""

    def __init__(self, mirrors: Mapping[str, str]) -> None:
        longest_first = sorted(mirrors.items(), key=lambda pair: -len(pair[0]))
        self._mirrors = [Mirror(httpx.URL(start), httpx.URL(own)) for start, own in longest_first]

    def target(self, url: httpx.URL) -> Target:
        """Where to ask for the original address.

        Raises:
            RefusedAddressError: it is not an address that is ever asked.
        """
        check_form(url)
        for mirror in self._mirrors:
            if (asked := _moved(url, mirror.original, mirror.own)) is not None:
                return Target(url, asked, mirror)
        return Target(url, url)

    def redirected(self, before: Target, location: str) -> Target:
        """Where a redirect leads; one that stays under a mirror is a redirect of the original.

        Raises:
            RefusedAddressError: it is not an address that is ever asked.
        """
        url = without_fragment(before.asked.join(location))
        if before.mirror is not None:
            mirrors = [before.mirror, *self._mirrors]
            moved = (_moved(url, mirror.own, mirror.original) for mirror in mirrors)
            url = next((original for original in moved if original is not None), url)
        return self.target(url)


def _moved(url: httpx.URL, start: httpx.URL, other: httpx.URL) -> httpx.URL | None:
    """The URL with `other` in place of its `start`, None where it does not start so."""
    path = start.raw_path.rstrip(b"/")
    rest = url.raw_path[len(path) :]
    is_below = url.raw_path.startswith(path) and rest[:1] in (b"", b"/", b"?")
    if origin(url) != origin(start) or not is_below:
        return None
    moved = other.raw_path.rstrip(b"/") + rest
    return other.copy_with(raw_path=moved if moved.startswith(b"/") else b"/" + moved)
