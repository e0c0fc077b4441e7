"""Messages in every form: their subject, their paragraphs, several of them as one."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from alerts import content
from alerts.chat import Chat
from alerts.html import Html
from alerts.markdown import Markdown
from alerts.names import shorten
from alerts.plain import Plain
from alerts.writer import Writer
from leaderboard.alert import Message
from leaderboard.text import moment

_LONGEST_SUBJECT = 150


class Form(StrEnum):
    """How a receiver reads a message."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    CHAT = "chat"


WRITERS: dict[Form, Writer] = {
    Form.PLAIN: Plain(),
    Form.MARKDOWN: Markdown(),
    Form.HTML: Html(),
    Form.CHAT: Chat(),
}


def subject(messages: Sequence[Message]) -> str:
    """One plain line for all of them, at most 150 characters."""
    first = _in_one_line(messages[0]) if messages else ""
    if len(messages) == 1:
        return shorten(first, _LONGEST_SUBJECT)
    return shorten(f"{_counted(messages)}: {first}".removesuffix(": "), _LONGEST_SUBJECT)


def paragraphs(message: Message, form: Form) -> list[str]:
    """The message in pieces that can each stand alone.

    What happened, the rows before and after, the evidence, and by which rule it is told.
    """
    return list(_paragraphs(message, WRITERS[form], is_brief=WRITERS[form].is_brief))


def digest(messages: Sequence[Message], form: Form) -> list[str]:
    """Several messages as one, below a heading; hashes are shortened."""
    writer = WRITERS[form]
    pieces = [writer.heading(_period(messages))]
    for message in messages:
        pieces += _paragraphs(message, writer, is_brief=True)
    return pieces


def _paragraphs(message: Message, writer: Writer, *, is_brief: bool) -> Iterator[str]:
    yield writer.headline(content.headline(message), content.setting(message))
    if others := content.other_lines(message):
        yield writer.sayings(others)
    if message.rows:
        yield writer.table(content.table(message))
    yield writer.evidence(content.evidence(message, brief=is_brief))
    yield writer.signature(content.signature(message))


def _in_one_line(message: Message) -> str:
    said = content.headline(message)
    return said.word + WRITERS[Form.PLAIN].text(said.sentence)


def _period(messages: Sequence[Message]) -> str:
    """How many there are, and from when: 7 updates, 2026-05-24 08:00 to 2026-05-25 08:00 UTC."""
    times = sorted({moment(message.observed_at) for message in messages})
    period = " to ".join(dict.fromkeys([*times[:1], *times[-1:]]))
    return f"{_counted(messages)}, {period} UTC" if times else _counted(messages)


def _counted(messages: Sequence[Message]) -> str:
    return f"{len(messages)} update{'' if len(messages) == 1 else 's'}"
