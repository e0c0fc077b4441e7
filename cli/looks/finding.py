"""What a look finds."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that was looked at: `ok`, a `note` worth knowing, or a `problem` to mend."""

    verdict: str
    subject: str
    text: str
