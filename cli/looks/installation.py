"""The machine and its settings: versions, variables, disk."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from cli.asking import near, settings
from cli.looks.finding import Finding
from leaderboard.errors import PodiumError
from leaderboard.masking import MASK, is_secret_name
from leaderboard.variables import variables as given_variables

_PACKAGES = ("podium", "duckdb", "prefect", "httpx", "click")
_LITTLE_SPACE = 1 << 30
_PARTS = ("writer", "podium.duckdb", "archive", "feeds", "prefect", "runs", "backups", "lake")


def versions() -> Iterator[Finding]:
    """What is installed."""
    found = [f"Python {platform.python_version()} on {sys.platform}"]
    for name in _PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            text = f"{name} is not installed; install podium again, as its README says"
            yield Finding("problem", "versions", text)
    yield Finding("ok", "versions", ", ".join(found))


def variables() -> Iterator[Finding]:
    """Every variable of ours that is set, secrets masked; and those that look like a slip."""
    from flows.known_secrets import masker_of

    used = settings()
    masker = masker_of(used)
    there = given_variables()
    given = sorted(each for each in there if each.startswith("PODIUM_"))
    known = {"PODIUM_SECRETS", *(f"PODIUM_{field.upper()}" for field in type(used).model_fields)}
    if any(name not in known for name in given):
        known |= {*_keys_of_sources()}
    for name in given:
        is_known = name in known or name.startswith("PODIUM_RECEIVER_")
        if is_known or is_secret_name(name):
            value = MASK if is_secret_name(name) else masker.text(there[name])
            where = "the environment" if name in os.environ else "a file in PODIUM_SECRETS"
            yield Finding("ok", "settings", f"{name} is {value!r}, from {where}")
        if not is_known:
            similar = ", ".join(near(name, known)) or "see docs/operations.md"
            text = f"{name} is set, and nothing reads it: a slip? Near it: {similar}"
            yield Finding("note", "settings", text)


def general() -> Iterator[Finding]:
    """What the settings come to."""
    used = settings()
    names = (f"PODIUM_{field.upper()}" for field in type(used).model_fields)
    given = [name for name in names if name in given_variables()]
    where = f"home {used.home.absolute()}, sources {used.sources}"
    yield Finding("ok", "settings", f"{where}; set here: {', '.join(given) or 'none'}")
    yield from variables()
    for origin, mirror in used.mirrors.items():
        host = urlsplit(mirror).hostname  # the rest of the address may hold a password
        text = f"requests to {urlsplit(origin).hostname} go to {host} (PODIUM_MIRRORS)"
        yield Finding("note", "settings", text)
    if not used.contact:
        yield Finding(
            "note",
            "settings",
            "PODIUM_CONTACT is not set: a mail or web address in the user agent lets a publisher "
            "reach you before it blocks you",
        )


def disk() -> Iterator[Finding]:
    """The space left, and what takes how much of it."""
    home = settings().home.absolute()
    place = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    text = f"{free / 1e9:.1f} GB free at {place}"
    if not os.access(place, os.W_OK):
        yield Finding("problem", "disk", f"{place} cannot be written to; set PODIUM_HOME")
    elif free < _LITTLE_SPACE:
        yield Finding("problem", "disk", f"{text}: make room, or set PODIUM_HOME elsewhere")
    else:
        yield Finding("ok", "disk", text)
    if sizes := [part for part in (_size(home / name) for name in _PARTS) if part]:
        yield Finding("ok", "disk", f"the home holds {', '.join(sizes)}")


def _size(path: Path) -> str:
    from flows.sizes import size_of

    _, size = size_of(path)
    return f"{path.name} {size / 1e6:.1f} MB" if size else ""


def _keys_of_sources() -> Iterator[str]:
    """The variables that have the keys of channels."""
    from leaderboard.source import read_sources

    try:
        files, _ = read_sources(settings().sources)
    except PodiumError:
        return  # which is told of the source files
    for source in files:
        for board in source.all_boards:
            yield from (channel.key.variable for channel in board.channels if channel.key)
