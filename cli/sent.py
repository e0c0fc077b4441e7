"""What became of alerts in a run, in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cli.show import counted

if TYPE_CHECKING:
    from flows.delivering import Sent


def sent_lines(sent: "Sequence[Sent]") -> Iterator[str]:
    """How many alerts were sent to whom, and which were not and why."""
    arrived: dict[str, int] = {}
    for each in sent:
        if not each.error:
            arrived[each.receiver] = arrived.get(each.receiver, 0) + each.messages
    for receiver, count in arrived.items():
        yield f"{counted(count, 'alert')} sent to {receiver}"
    for each in sent:
        if each.error:
            error = each.error.removeprefix(f"{each.receiver}: ")
            alerts = counted(each.messages, "alert")
            yield f"{alerts} to {each.receiver} not sent: {error}; {_next(each)}"


def _next(each: "Sent") -> str:
    if each.state == "dead":
        return "given up, `podium alerts resend --dead` tries again"
    return "it is tried again" if each.messages == 1 else "they are tried again"
