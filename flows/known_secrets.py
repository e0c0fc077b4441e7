"""The secrets of this process: what stands in its environment, settings and file of receivers."""

from collections.abc import Mapping
from pathlib import Path

from alerts.receivers import load_receivers
from leaderboard.errors import ReceiverError, SourceFileError
from leaderboard.masking import Masker, parts_of, secrets_in
from leaderboard.settings import Settings
from leaderboard.variables import variables


def masker_of(settings: Settings, environ: Mapping[str, str] | None = None) -> Masker:
    """Who knows the secrets of these settings and of this process's variables, or those given."""
    environ = variables() if environ is None else environ
    secrets = secrets_in(environ) | parts_of(settings.lake.get_secret_value())
    try:
        addresses = load_receivers(settings, environ).secrets
    except (ReceiverError, SourceFileError, OSError):
        addresses = _words_of(settings.receivers)  # what is wrong is told where they are needed
    return Masker(secrets.union(*map(parts_of, addresses)))


def _words_of(file: Path | None) -> tuple[str, ...]:
    """All that may be an address in a file that is not what it should be."""
    if file is None:
        return ()
    try:
        words = file.read_text(encoding="utf-8", errors="replace").split()
    except (OSError, ValueError):
        words = [str(file)]  # an address may stand in the place of the file
    return tuple(word.strip("'\",[]") for word in words if "://" in word or ":/" in word)
