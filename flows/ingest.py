"""The flow that captures every board's page of now."""

import asyncio

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.cycle import Cycle
from flows.phases import final_state, phase, watcher
from flows.visits import utc_now, visits_of_now
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, read_sources
from warehouse import record
from warehouse.database import writing


def _name() -> str:
    return "ingest " + (", ".join(flow_run.parameters["sources"] or ()) or "all boards")


@flow(name="ingest", flow_run_name=_name, persist_result=False)
async def ingest(sources: list[str] | None = None) -> State[None]:
    """Capture what the boards show now, keep it, and publish what changed.

    Args:
        sources: publishers or boards; all of them where none is named.
    """
    settings = load_settings()
    files, wrong = read_sources(settings.sources)
    boards = find_boards(files, tuple(sources or ()))
    cycle = Cycle(settings, files, watcher.get())
    cycle.tally.faults = [str(error) for error in wrong]

    async def plan() -> None:
        with writing(settings.writer_file) as connection:
            last_seen = record.last_seen(connection)
        visits = list(visits_of_now(boards, last_seen, utc_now()))
        visited = {visit.board.name for visit in visits}
        cycle.tally.idle = [board.name for board in boards if board.name not in visited]
        cycle.plan(visits)

    async def publish() -> None:
        await asyncio.to_thread(cycle.publish)

    await phase("plan", plan)
    await phase("capture and keep", cycle.capture)
    await phase("publish", publish)
    return final_state(cycle.tally)
