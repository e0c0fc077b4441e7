"""A message that is sent to try a receiver, and says so."""

import hashlib
from datetime import datetime

from leaderboard.alert import Line, Message, Reason, Row

_RULE = "test"
_KIND = "test"  # no kind of change, so that no program takes it for one
_BOARD = "example/board"
_ROWS = (
    Row(standing=1, was=1, model="Model C", organization="Lab C", score=1550.0),
    Row(standing=2, was=2, model="Model B", organization="Lab B", score=1542.0),
    Row(
        standing=3,
        was=None,
        model="Model A",
        organization="Lab A",
        score=1541.0,
        is_told=True,
    ),
)


def example(made_at: datetime) -> Message:
    """A message in the form of any other, of made-up names, marked as a test."""
    group_id = hashlib.sha256(f"{_RULE}|{made_at}".encode()).hexdigest()[:16]
    return Message(
        message_id=group_id,
        rule=_RULE,
        group_id=group_id,
        revision=1,
        reason=Reason.FIRST,
        board=_BOARD,
        title="Example board",
        unit="points",
        url="https://example.com/",
        observed_at=made_at,
        made_at=made_at,
        lines=(_line(made_at),),
        rows=_ROWS,
    )


def _line(made_at: datetime) -> Line:
    return Line(
        change_id=_RULE,
        kind=_KIND,
        sentence=(
            "This is a test, and nothing happened: ",
            "Model A",
            " enters Example board at No. 3 with 1541, one point behind ",
            "Model B",
            " (1542)",
        ),
        margin=("within the margin",),
        observed_at=made_at,
    )
