"""The flow that brings what readers open up to date, where others write to the record."""

import asyncio

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.belonging import skipped
from flows.limits import WRITER, holding
from flows.sight import in_sight
from leaderboard.settings import load_settings
from warehouse.publish import is_behind
from warehouse.publish import publish as publish_now


@flow(name="publish", flow_run_name="publish", persist_result=False, timeout_seconds=3600)
@in_sight
async def publish() -> State[None]:
    """Put the state of the record where readers open it, if they lack anything."""
    if (done := await skipped()) is not None:
        return done
    settings = load_settings()
    files = settings.warehouse, settings.published_file
    if not await asyncio.to_thread(is_behind, *files):
        return Completed(message="readers have all that is on record")
    async with holding([WRITER]):
        size = await asyncio.to_thread(publish_now, *files)
    return Completed(message=f"published {size / 1e6:.1f} MB")
