"""The flow that keeps a lake small: flush, merge, expire, clean up."""

import asyncio

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.belonging import skipped
from flows.sight import in_sight
from leaderboard.place import Lake
from leaderboard.settings import load_settings
from warehouse import lake


@flow(name="maintain", flow_run_name="maintain", persist_result=False, timeout_seconds=4 * 3600)
@in_sight
async def maintain() -> State[None]:
    """Merge the small files of the lake, and remove what nothing refers to any more."""
    if (done := await skipped()) is not None:
        return done
    place = load_settings().warehouse
    if not isinstance(place, Lake):
        return Completed(message="the record is a file, which needs no maintenance")
    counts = (await asyncio.to_thread(lake.maintain, place))._asdict()
    skipped_steps = counts.pop("skipped")
    words = [f"{count} {step}" for step, count in counts.items() if count]
    words += [f"{step} left to the next time" for step in skipped_steps]
    return Completed(message=", ".join(words) or "the lake was in order")
