"""Messages as events of the scheduler, so that an automation can fire on a change."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC
from uuid import NAMESPACE_URL, uuid5

from prefect.events.clients import get_events_client
from prefect.events.schemas.events import Event, RelatedResource, Resource

from alerts.data import as_data
from leaderboard.alert import Line, Message
from leaderboard.errors import SchedulerError

# The client pauses from the fourth attempt on, and whoever comes after in the outbox would wait.
_MORE_ATTEMPTS = 2


def emit(key: str, messages: Sequence[Message]) -> None:
    """Emit `podium.change.<kind>` for each new line, with its board as the resource.

    What was told and is not so is `podium.change.withdrawn`. An event that is emitted again has the
    same id.

    Raises:
        SchedulerError: the server takes no events.
    """
    events = [event for message in messages for event in _events(key, message)]
    fault = asyncio.run(_fault_of(events))
    if fault is not None:
        found = (
            type(fault).__name__ if type(fault) is not Exception else "one that does not let us in"
        )
        raise SchedulerError(f"prefect: expected a server that takes events, found {found}") from (
            fault
        )


async def _fault_of(events: Sequence[Event]) -> BaseException | None:
    """What goes wrong while events are emitted; a wrong password has no type of its own."""
    (fault,) = await asyncio.gather(_emit(events), return_exceptions=True)
    return fault


async def _emit(events: Sequence[Event]) -> None:
    async with get_events_client(reconnection_attempts=_MORE_ATTEMPTS) as client:
        for event in events:
            await client.emit(event)


def _events(key: str, message: Message) -> Iterator[Event]:
    data = as_data(message)
    new = [line for line in message.lines if line.is_new or line.is_withdrawn]
    for line in new:
        yield Event(
            event=f"podium.change.{'withdrawn' if line.is_withdrawn else line.kind}",
            occurred=message.made_at.replace(tzinfo=UTC),
            resource=Resource(
                {
                    "prefect.resource.id": f"podium.board.{message.board}",
                    "prefect.resource.name": message.title,
                }
            ),
            related=[_rule(message)],
            payload={"key": key, "change": line.change_id, "message": data},
            id=uuid5(NAMESPACE_URL, f"podium:{key}:{line.change_id}:{_state(line)}"),
        )


def _rule(message: Message) -> RelatedResource:
    return RelatedResource(
        {
            "prefect.resource.id": f"podium.rule.{message.rule}",
            "prefect.resource.role": "rule",
        }
    )


def _state(line: Line) -> str:
    return "withdrawn" if line.is_withdrawn else "told"
