"""Where the proof of a change is, in lines."""

from collections.abc import Mapping
from typing import Any

from leaderboard.text import clean, moment
from warehouse.reading import Reader

_HASH_DIGITS = 12


def evidence_lines(reader: Reader, change_id: str) -> list[str]:
    """The captures behind a change, a line each: when, from where, its hash and its WARC file."""
    captures = reader.ask("evidence_of", {"change_id": change_id}).records()
    return [evidence_line(capture) for capture in captures]


def evidence_line(capture: Mapping[str, Any]) -> str:
    """One row of the macro `evidence` in a line."""
    digest = (capture["sha256"] or "no bytes kept")[:_HASH_DIGITS]
    return clean(
        f"{capture['side']:<6} {moment(capture['observed_at'])} UTC  {capture['url']}  "
        f"sha256 {digest}  {capture['archived'] or 'not archived'}"
    )
