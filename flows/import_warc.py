"""The flow that takes in captures made by other web-archive tools."""

from pathlib import Path

from prefect import flow
from prefect.client.schemas.objects import State

from flows.cycle import Cycle
from flows.importing import Importing, ImportTally
from flows.phases import final_state, in_phases
from flows.sight import in_sight, watcher
from leaderboard.settings import load_settings
from leaderboard.source import load_sources


@flow(name="import_warc", flow_run_name="import", persist_result=False)
@in_sight
async def import_warc(files: list[str]) -> State[None]:
    """Keep what WARC files hold of the boards' pages, each dated by its record.

    Args:
        files: paths of WARC files, gzipped or not.
    """
    settings = load_settings()
    tally = ImportTally(failures=frozenset())
    cycle = Cycle(settings, load_sources(settings.sources), watcher.get(), tally=tally)
    importing = Importing(cycle, tally, [Path(file) for file in files])

    async def plan() -> None:
        importing.plan()

    await in_phases(cycle, {"plan": plan, "read and keep": importing.read})
    return final_state(tally)
