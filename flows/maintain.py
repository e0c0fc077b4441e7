"""The flow that keeps a lake small: flush, merge, expire, clean up."""

import asyncio
from importlib import import_module

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.belonging import skipped
from flows.sight import in_sight
from leaderboard.place import Lake
from leaderboard.settings import load_settings


@flow(name="maintain", flow_run_name="maintain", persist_result=False, timeout_seconds=4 * 3600)
@in_sight
async def maintain() -> State[None]:
    """Merge the small files of the lake, and remove what nothing refers to any more."""
    if (done := await skipped()) is not None:
        return done
    place = load_settings().warehouse
    if not isinstance(place, Lake):
        return Completed(message="the record is a file, which needs no maintenance")
    await asyncio.to_thread(import_module("warehouse.lake").maintain, place)
    return Completed(message="the lake is in order")
