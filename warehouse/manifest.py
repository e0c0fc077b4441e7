"""What a backup is made of: every file with its sha256, and how many rows the record has."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Self

from leaderboard.errors import BackupError

NAME = "manifest.json"
_FORMAT = 1
_CHUNK = 1 << 20


class Part(NamedTuple):
    """A file of a backup: how many bytes, and what they are."""

    size: int
    sha256: str


class Manifest(NamedTuple):
    """The facts of a backup.

    `kind` is `file` or `lake`. `parts` are the files by their paths below the backup, `rows` how
    many each table of the record has. `data` is where the lake's data is, `left` the data files
    that were left there, as those of an S3 bucket are.
    """

    made_at: str
    version: str
    kind: str
    rows: Mapping[str, int]
    parts: Mapping[str, Part]
    data: str = ""
    left: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(part.size for part in self.parts.values())

    def write(self, folder: Path) -> None:
        """Write it into the folder of the backup."""
        text = json.dumps({"format": _FORMAT, **self._asdict()}, indent=1)
        (folder / NAME).write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The manifest of the backup in that folder.

        Raises:
            BackupError: there is none, or one of another format.
        """
        try:
            found = json.loads((folder / NAME).read_text(encoding="utf-8"))
            if found.pop("format") != _FORMAT:
                raise BackupError(f"{folder}: expected a backup of format {_FORMAT}, found another")
            parts = {name: Part(*part) for name, part in found.pop("parts").items()}
            return cls(**found | {"parts": parts, "left": tuple(found["left"])})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{folder}: expected a whole backup with its {NAME}, found none"
            raise BackupError(f"{message}; name the folder of another backup") from error

    def check(self, folder: Path) -> None:
        """Prove that every file is there and is what it was.

        Raises:
            BackupError: the first one that is not.
        """
        for name, part in self.parts.items():
            file = _below(folder, name)
            found = digest(file) if file.is_file() else None
            if found != part:
                what = "none" if found is None else "other bytes"
                message = f"{folder}: expected {name} as it was backed up, found {what}"
                raise BackupError(f"{message}; restore another backup")


def digest(file: Path) -> Part:
    """The size and sha256 of a file."""
    with file.open("rb") as opened:
        sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    return Part(file.stat().st_size, sha256)


def copied(source: Path, target: Path, limit: int | None = None) -> Part:
    """Copy a file, or its first bytes, and say what was copied."""
    target.parent.mkdir(parents=True, exist_ok=True)
    sha256, left = hashlib.sha256(), source.stat().st_size if limit is None else limit
    size = 0
    with source.open("rb") as reading, target.open("xb") as writing:
        while chunk := reading.read(min(_CHUNK, left - size)):
            sha256.update(chunk)
            size += writing.write(chunk)
    return Part(size, sha256.hexdigest())


def files_below(folder: Path, skipped: Iterable[str] = ()) -> list[str]:
    """The paths of all files below a folder, in order; none where there is no folder."""
    left_out = {folder / name for name in skipped}
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and left_out.isdisjoint(path.parents)
    )


def _below(folder: Path, name: str) -> Path:
    """A path of the manifest; one that leads out of the backup is nobody's of ours."""
    file = folder / name
    if not file.resolve().is_relative_to(folder.resolve()):
        raise BackupError(f"{folder}: expected paths below it in {NAME}, found {name!r}")
    return file
