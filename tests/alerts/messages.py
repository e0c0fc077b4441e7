"""Example messages, as the outbox makes them."""

from datetime import datetime, timedelta

import msgspec

from leaderboard.alert import Line, Message, Proof, Reason, Row

SEEN = datetime.fromisoformat("2026-05-28 08:43")
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

# Names as someone would choose them who means harm.
HOSTILE = (
    "<script>alert(1)</script>",
    "=cmd()",
    "*_~|[](){}",
    "@everyone",
    "<!channel>",
    "javascript:alert(1)",
    "\u202eevil\u2069\u200f",
    "שלום עולם",
    "[a](https://example.com/b)",
    "https://example.com/c www.example.com example.com",
    "```\n# no\n```",
    "1. no",
    "- no",
    "a\\",
    "&lt;b&gt; &amp;",
    "m" * 10_000,
)


def entered(model: str = "qwen3.7-max", **changes: object) -> Line:
    """A line: a model enters a board, behind another."""
    line = Line(
        change_id="5f0c1a2b3c4d",
        kind="entered_top",
        observed_at=SEEN,
        sentence=(
            *("", model),
            *(" enters Code Arena WebDev at No. 4 with 1541, one point behind ",),
            *("claude-opus-4.6-thinking", " (1542)"),
        ),
        margin=("within the margin: 1541 ±16 against 1538 ±7 of ", "claude-opus-4.6", ""),
        move=("its own move",),
    )
    return msgspec.structs.replace(line, **changes)


def fell(model: str = "claude-opus-4.6", **changes: object) -> Line:
    """A line: a model falls, since another one came in above it."""
    line = Line(
        change_id="77aa88bb99cc",
        kind="left_top",
        observed_at=SEEN,
        sentence=("", model, " falls out of the top four of Code Arena WebDev, from 4 to 5"),
        move=("pushed down by ", "qwen3.7-max", ""),
    )
    return msgspec.structs.replace(line, **changes)


def rows(model: str = "qwen3.7-max", organization: str = "Alibaba") -> tuple[Row, ...]:
    """The rows around what happened: one new, one pushed down, one gone."""
    return (
        Row(
            standing=3,
            was=3,
            model="claude-opus-4.6-thinking",
            organization="Anthropic",
            score=1542.0,
            half_width=8.0,
            old_score=1542.0,
        ),
        Row(
            standing=4,
            was=None,
            model=model,
            organization=organization,
            score=1541.0,
            half_width=16.0,
            is_told=True,
        ),
        Row(
            standing=5,
            was=4,
            model="claude-opus-4.6",
            organization="Anthropic",
            score=1538.0,
            half_width=7.0,
            old_score=1539.0,
            is_told=True,
        ),
        Row(standing=None, was=9, model="通义千问", organization="Alibaba", old_score=1490.5),
    )


def proofs(url: str = "https://arena.example/leaderboard/webdev") -> tuple[Proof, ...]:
    """The captures before and after."""
    return (
        Proof(
            side="before",
            observed_at=SEEN - timedelta(days=1),
            url=url,
            sha256=SHA256,
            archived="2026/05/27/arena-0842.warc.gz",
        ),
        Proof(
            side="after",
            observed_at=SEEN,
            url=url,
            sha256=SHA256[::-1],
            archived="2026/05/28/arena-0843.warc.gz",
        ),
    )


def make_message(**changes: object) -> Message:
    """A message with two lines, four rows and two captures, with these changes."""
    message = Message(
        message_id="m5f0c1a2b3c4d-1",
        rule="code-top-five",
        group_id="g5f0c1a2b3c4d",
        revision=1,
        reason=Reason.FIRST,
        board="arena/webdev",
        title="Code Arena WebDev",
        unit="points",
        url="https://arena.example/leaderboard/webdev",
        observed_at=SEEN,
        made_at=SEEN + timedelta(minutes=1),
        lines=(entered(), fell()),
        rows=rows(),
        evidence=proofs(),
    )
    return msgspec.structs.replace(message, **changes)


def make_hostile(name: str) -> Message:
    """A message that has this name wherever a page could put one."""
    lines = (
        entered(name, margin=("within the margin: of ", name, ""), move=("pushed by ", name, "")),
        fell(name),
    )
    return make_message(lines=lines, rows=rows(name, name), evidence=proofs(name))


def make_digest(count: int) -> list[Message]:
    """So many messages of different groups, an hour apart."""
    return [
        make_message(
            message_id=f"m{number:04}-1",
            group_id=f"g{number:04}",
            lines=(
                entered(f"model-{number:04}", change_id=f"c{number:04}-a"),
                fell(f"other-{number:04}", change_id=f"c{number:04}-b"),
            ),
            rows=rows(f"model-{number:04}"),
            observed_at=SEEN + timedelta(hours=number),
            made_at=SEEN + timedelta(hours=number, minutes=1),
        )
        for number in range(count)
    ]
