"""Sending: what goes to one receiver, in parts that fit, each to all its addresses.

A part that was taken is not sent again, but for an address that took a part which another address
of the same receiver did not: it gets that part once more, under the same key.
"""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from alerts.address import Address
from alerts.data import as_data
from alerts.overheard import in_words, overhear
from alerts.receivers import Receivers
from alerts.script import Part, script
from alerts.services import kinds
from leaderboard.alert import Message

if TYPE_CHECKING:
    from apprise import NotifyBase

_HEADER = "Idempotency-Key"
_LONGEST_SECONDS = 60.0
# What a plugin may trip over, beside what it turns into a log line itself.
_FAULTS = (OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)


class Outgoing(NamedTuple):
    """What goes to one receiver under one key: a message, or the messages of a digest."""

    key: str
    receiver: str
    messages: tuple[Message, ...]
    parts_sent: int = 0


class Arrival(NamedTuple):
    """How far it came; `error` is empty where all of it arrived."""

    parts_sent: int
    error: str = ""


def send(outgoing: Outgoing, receivers: Receivers, arrived: Callable[[int], None]) -> Arrival:
    """Send the parts that have not arrived yet, in order; `arrived` is told the count after each.

    Raises:
        ReceiverError: nobody said where the receiver is.
    """
    scripts = [
        (address, script(outgoing.key, outgoing.messages, address))
        for address in receivers.find(outgoing.receiver)
    ]
    total = max(len(parts) for _, parts in scripts)
    # More sent than there are: the address is another one than before, so all of it is sent.
    sent = outgoing.parts_sent if outgoing.parts_sent < total else 0
    while sent < total:
        errors = [
            f"{address.masked}: {error}" if len(scripts) > 1 else error
            for address, parts in scripts
            if sent < len(parts) and (error := _deliver(outgoing, address, parts, sent))
        ]
        if errors:
            return Arrival(sent, f"{outgoing.receiver}: {'; '.join(errors)}")
        sent += 1
        arrived(sent)
    return Arrival(sent)


def _deliver(outgoing: Outgoing, address: Address, parts: list[Part], n: int) -> str:
    """Send one part to one address; what went wrong, or nothing."""
    plugin = address.open()
    _stamp(plugin, outgoing, parts, n)
    plugin.notify_format = type(plugin.notify_format)(address.manner.format)
    outcome: list[str] = []

    def attempt() -> None:
        outcome.append(_attempt(plugin, parts[n], address))

    # The time limits of a plugin count from byte to byte, so a slow answer could go on for ever.
    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join(_LONGEST_SECONDS)
    return outcome[0] if outcome else "expected an end within 60 s, found none"


def _attempt(plugin: "NotifyBase", part: Part, address: Address) -> str:
    with overhear() as heard:
        try:
            is_taken = plugin.send(body=part.body, title=part.title)
        except _FAULTS as error:
            return f"expected the message to be taken, found a {type(error).__name__} in Apprise"
    if is_taken:
        return ""
    said = heard[-1].text if heard else "expected the message to be taken, found it refused"
    return in_words(heard) or address.without_secrets(said)


def _stamp(plugin: "NotifyBase", outgoing: Outgoing, parts: list[Part], n: int) -> None:
    """The key where the service has headers, and the messages as data where it takes them."""
    headers = getattr(plugin, "headers", None)
    if isinstance(headers, dict):
        headers[_HEADER] = parts[n].key
    if n == 0 and {"json", "jsons"} & kinds(plugin):
        messages = [as_data(message) for message in outgoing.messages]
        data = {"key": outgoing.key, "parts": len(parts), "messages": messages}
        vars(plugin)["payload_extras"] = {**vars(plugin)["payload_extras"], "podium": data}
