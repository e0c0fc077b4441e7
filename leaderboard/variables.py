"""The variables that settings, receivers' addresses and sources' keys are read from.

They come from the environment, and from files where they are secrets: in the folder that
`PODIUM_SECRETS` names, the file `podium_lake` holds `PODIUM_LAKE`, and so on for every variable
that begins with `PODIUM_`. Whoever starts the process sees to who can read that folder.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from leaderboard.errors import SettingsError

_FOLDER = "PODIUM_SECRETS"
_PREFIX = "PODIUM_"


def variables() -> Mapping[str, str]:
    """The environment, with what stands in files for what it does not have; names in capitals.

    Raises:
        SettingsError: the folder is none, or a file in it cannot be read.
    """
    in_environment = {name.upper(): value for name, value in os.environ.items()}
    folder = in_environment.get(_FOLDER)
    return {**dict(_in_files(Path(folder))), **in_environment} if folder else in_environment


def _in_files(folder: Path) -> Iterator[tuple[str, str]]:
    """What the files say, without the spaces around it, such as a file's last newline."""
    if not folder.is_dir():
        raise SettingsError(f"{_FOLDER}: expected a folder of files, found none at {folder}")
    for file in sorted(folder.iterdir()):
        if file.name.upper().startswith(_PREFIX) and file.is_file():
            yield file.name.upper(), _text(file)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        found = error.strerror if isinstance(error, OSError) else "bytes that are no UTF-8"
        message = f"{_FOLDER}: {file.name}: expected text that this user can read, found {found}"
        raise SettingsError(message) from None
