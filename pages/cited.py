"""Figures that were published in print only: small files that come with the project."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from leaderboard.errors import FetchError
from leaderboard.page import Page
from pages.wording import shown

# In the archive it tells that the bytes are of our file, and not of the address they cite.
_CITED = "Podium-Cited-File"


def read_cited(folder: Path, url: str, file: str) -> Page:
    """The file below the folder, as the page of the address that it cites.

    Raises:
        FetchError: it is missing, or not below the folder.
    """
    path = (folder / file).resolve()
    try:
        if not path.is_relative_to(folder.resolve()):
            raise FileNotFoundError(None, "a place outside")
        body = path.read_bytes()
    except OSError as error:
        message = f"{shown(url)}: expected the file {file} in {folder}, found {error.strerror}"
        raise FetchError(f"{message}; restore it, or name it in the source file") from error
    return Page(
        url=url,
        final_url=url,
        status=200,
        headers=(("Content-Type", "text/plain; charset=utf-8"), (_CITED, file)),
        body=body,
        received=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=datetime.now(UTC).replace(tzinfo=None),
    )
