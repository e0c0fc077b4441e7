"""The flow that makes a backup, so that it can be scheduled."""

import asyncio
from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.belonging import skipped
from flows.sight import in_sight
from leaderboard.place import is_begun
from leaderboard.settings import load_settings
from warehouse.backup import back_up


@flow(name="backup", flow_run_name="backup", persist_result=False, timeout_seconds=6 * 3600)
@in_sight
async def backup(folder: str | None = None, keep: int = 7) -> State[None]:
    """Copy the record, its archive, the alerts and the run reports to a folder of their own.

    Args:
        folder: where backups are; `backups` in the home if none is named.
        keep: how many of them are kept.
    """
    if (done := await skipped()) is not None:
        return done
    settings = load_settings()
    if not is_begun(settings.warehouse):
        return Completed(message="nothing is on record yet")
    target = Path(folder) if folder else settings.backups
    made = await asyncio.to_thread(back_up, settings, target, keep)
    size = f"{made.manifest.size / 1e6:.1f} MB, of which {made.copied_bytes / 1e6:.1f} MB are new"
    return Completed(message=f"{made.folder.name}: {len(made.manifest.parts)} files, {size}")
