"""The parts that an address gets: as its service wants them, within its limit, each with a key."""

import html
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from alerts.address import Address
from alerts.forms import Form, digest, paragraphs, subject
from alerts.html import document
from alerts.parts import SHORTEST, fit
from alerts.services import Manner
from leaderboard.alert import Message

if TYPE_CHECKING:
    from apprise import NotifyBase

_MOST_PARTS = 999
_SHORT_KEY = 12
_COUNTED = len(" (999 of 999)")


class Part(NamedTuple):
    """One part, written for the service; `key` is the idempotency key of this part."""

    key: str
    title: str
    body: str


def script(key: str, messages: Sequence[Message], address: Address) -> list[Part]:
    """The parts of what goes to the address under the key; the same ones every time."""
    plugin, manner = address.open(), address.manner
    title = _title(messages, plugin, manner)
    room = int(plugin.body_maxlen)
    if plugin.overflow_amalgamate_title and title:
        room -= len(title) + _COUNTED
    room = min(room, manner.limit or room)
    # The last line names the key; its beginning has to do where there is little room.
    shown = key if len(_part_key(key, _MOST_PARTS, _MOST_PARTS)) <= room // 3 else key[:_SHORT_KEY]
    longest = _part_key(shown, _MOST_PARTS, _MOST_PARTS)
    bodies = _bodies(messages, manner, room, lambda body: _whole(body, title, longest, manner))
    count = len(bodies)
    return [
        Part(
            _part_key(key, n, count),
            _counted(title, n, count, manner),
            _whole(body, title, _part_key(shown, n, count), manner),
        )
        for n, body in enumerate(bodies, 1)
    ]


def _title(messages: Sequence[Message], plugin: "NotifyBase", manner: Manner) -> str:
    """What it is about where the service has a place for that; the body says it, too."""
    most = int(plugin.title_maxlen)
    if not manner.titled or not most:
        return ""
    title = subject(messages)
    return title if len(title) <= most - _COUNTED else f"{title[: most - _COUNTED - 1]}…"


def _counted(title: str, number: int, count: int, manner: Manner) -> str:
    """The title with the number of the part; in a chat a title is a topic, and stays the same."""
    is_counted = title and count > 1 and manner.form is not Form.CHAT
    return f"{title} ({number} of {count})" if is_counted else title


def _bodies(
    messages: Sequence[Message], manner: Manner, room: int, whole: Callable[[str], str]
) -> list[str]:
    """The parts before they are `whole`, short enough to be that, as the service counts."""
    form = manner.form
    said = digest(messages, form) if len(messages) > 1 else paragraphs(messages[0], form)
    limit = max(SHORTEST, room - manner.size(whole("")))
    while True:
        bodies = fit(said, form, limit)
        longest = max(manner.size(whole(body)) for body in bodies)
        if longest <= room or limit == SHORTEST:
            return bodies
        # Some characters count for more than one: so many fewer may be in a part.
        limit = max(SHORTEST, min(limit - 1, limit * room // longest))


def _whole(body: str, title: str, key: str, manner: Manner) -> str:
    """The part as it goes out: ended by its key, by which people tell a repetition."""
    if manner.form is Form.HTML:
        return document(title, f"{body}\n<p>id {html.escape(key)}</p>")
    return manner.write(f"{body}\n\nid {key}")


def _part_key(key: str, number: int, count: int) -> str:
    return key if count == 1 else f"{key}-{number}-of-{count}"
