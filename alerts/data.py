"""A message as plain data, for programs that read webhooks or files of JSON lines."""

from datetime import UTC, datetime
from typing import Any

import msgspec

from leaderboard.alert import Message, Text
from leaderboard.text import clean

_TEXTS = ("sentence", "margin", "move")


def as_data(message: Message) -> dict[str, Any]:
    """All of the message as JSON has it: times with their zone, each text as one plain string."""
    data: dict[str, Any] = msgspec.to_builtins(message)
    for line, said in zip(data["lines"], message.lines, strict=True):
        line.update({name: _joined(line[name]) for name in _TEXTS})
        line["observed_at"] = _in_utc(said.observed_at)
    data |= {name: _in_utc(getattr(message, name)) for name in ("observed_at", "made_at")}
    for proof, told in zip(data["evidence"], message.evidence, strict=True):
        proof["observed_at"] = _in_utc(told.observed_at)
    return data


def _joined(text: Text) -> str:
    return "".join(clean(piece) for piece in text)


def _in_utc(time: datetime) -> str:
    return time.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
