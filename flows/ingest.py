"""The flow that captures every board's page of now."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.artifacts import leave_artifacts
from flows.belonging import skipped
from flows.cycle import Cycle
from flows.phases import final_state, work_off
from flows.sight import in_sight, watcher
from flows.visits import Visit, utc_now, visits_of_now
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, read_sources
from warehouse import record
from warehouse.units import look

_LONGEST_SECONDS = 10 * 3600


def _name() -> str:
    return "ingest " + (", ".join(flow_run.parameters["sources"] or ()) or "all boards")


@flow(name="ingest", flow_run_name=_name, persist_result=False, timeout_seconds=_LONGEST_SECONDS)
@in_sight
async def ingest(sources: list[str] | None = None, attempts: int = 1) -> State[None]:
    """Capture what the boards show now, keep it, and publish what changed.

    Args:
        sources: publishers or boards; all of them where none is named.
        attempts: how often at most what fails in a passing way is captured, with waits between.
    """
    if (done := await skipped()) is not None:
        return done
    settings = load_settings()
    files, wrong = read_sources(settings.sources)
    boards = find_boards(files, tuple(sources or ()), wrong)
    cycle = Cycle(settings, files, watcher.get())
    for error in wrong:
        cycle.note(str(error))

    def visits() -> list[Visit]:
        first_seen = look(settings.warehouse, record.first_seen)
        due = list(visits_of_now(boards, first_seen, utc_now()))
        cycle.tally.idle = sorted({b.name for b in boards} - {v.board.name for v in due})
        return due

    await work_off(cycle, visits, attempts)
    await leave_artifacts(cycle)
    return final_state(cycle.tally)
