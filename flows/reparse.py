"""The flow that reads archived pages again, after a parser changed."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from flows.cycle import Cycle
from flows.phases import final_state, in_phases
from flows.rereading import Rereading
from flows.sight import in_sight, watcher
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources


def _name() -> str:
    return "reparse " + (", ".join(flow_run.parameters["boards"] or ()) or "all boards")


@flow(name="reparse", flow_run_name=_name, persist_result=False)
@in_sight
async def reparse(boards: list[str] | None = None) -> State[None]:
    """Read every archived page again, and keep what is read otherwise now; nothing is fetched.

    Args:
        boards: publishers or boards; all of them where none is named.
    """
    settings = load_settings()
    files = load_sources(settings.sources)
    cycle = Cycle(settings, files, watcher.get())
    rereading = Rereading(cycle, find_boards(files, tuple(boards or ())))

    async def plan() -> None:
        rereading.plan()

    await in_phases(cycle, {"plan": plan, "read and keep": rereading.read})
    return final_state(cycle.tally)
