"""Sending: what goes to one receiver, in parts that fit; one that was taken is not sent again."""

from collections.abc import Callable
from multiprocessing.pool import ThreadPool
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
LONGEST_SECONDS = 60.0


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
    """Send the parts that have not arrived yet, in order.

    `arrived` is told the count after each but the last: that all arrived is what this returns.

    Raises:
        ReceiverError: nobody said where the receiver is.
    """
    address = receivers.find(outgoing.receiver)
    parts = script(outgoing.key, outgoing.messages, address)
    total = len(parts)
    # More sent than there are: the address is another one than before, so all of it is sent.
    sent = outgoing.parts_sent if outgoing.parts_sent < total else 0
    while sent < total:
        if error := _deliver(outgoing, address, parts, sent):
            return Arrival(sent, f"{outgoing.receiver}: {error}")
        sent += 1
        if sent < total:
            arrived(sent)
    return Arrival(sent)


def _deliver(outgoing: Outgoing, address: Address, parts: list[Part], n: int) -> str:
    """Send one part to one address; what went wrong, or nothing.

    The time limits of a plugin count from byte to byte, so that a slow answer could go on for ever;
    and what a plugin of Apprise may raise nobody knows. A pool takes care of both.
    """
    pool = ThreadPool(1)
    faults: list[BaseException] = []
    attempt = pool.apply_async(
        _attempt, (outgoing, address, parts, n), error_callback=faults.append
    )
    pool.close()
    attempt.wait(LONGEST_SECONDS)
    if not attempt.ready():
        return f"expected an end within {LONGEST_SECONDS:g} s, found none"
    if faults:
        return f"expected the message to be taken, found a {type(faults[0]).__name__} in Apprise"
    return attempt.get()


def _attempt(outgoing: Outgoing, address: Address, parts: list[Part], n: int) -> str:
    before = address.last_sent_at
    with overhear() as heard:
        plugin = address.open()
        _stamp(plugin, outgoing, parts, n)
        plugin.notify_format = type(plugin.notify_format)(address.manner.format)
        is_taken = plugin.send(body=parts[n].body, title=parts[n].title)
        del plugin  # some say goodbye to their service
    if is_taken:
        return ""
    if heard and address.last_sent_at == before:
        # Nothing was asked yet, so what Apprise says has nothing of an answer in it.
        return address.without_secrets(heard[-1].text)
    return in_words(heard) or "expected the message to be taken, found it refused"


def _thread(outgoing: Outgoing) -> str:
    """What the mails of one update refer to, and the parts of one: a reader shows them together."""
    first, *others = outgoing.messages
    return f"<{outgoing.key if others else first.group_id}@podium.invalid>"


def _stamp(plugin: "NotifyBase", outgoing: Outgoing, parts: list[Part], n: int) -> None:
    """The key where the service has headers, and the messages as data where it takes them."""
    headers = getattr(plugin, "headers", None)
    if isinstance(headers, dict):
        headers[_HEADER] = parts[n].key
        if "mailto" in kinds(plugin):
            headers["References"] = _thread(outgoing)
    if n == 0 and {"json", "jsons"} & kinds(plugin):
        messages = [as_data(message) for message in outgoing.messages]
        data = {"key": outgoing.key, "parts": len(parts), "messages": messages}
        vars(plugin)["payload_extras"] = {**vars(plugin)["payload_extras"], "podium": data}
