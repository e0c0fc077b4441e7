"""The flow that sends what is due: digests, what failed before, what a run could not send."""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.belonging import skipped
from flows.cycle import Cycle
from flows.phases import final_state, in_phases
from flows.sight import in_sight, watcher
from leaderboard.settings import load_settings


@flow(name="deliver", flow_run_name="deliver", persist_result=False, timeout_seconds=3600)
@in_sight
async def deliver() -> State[None]:
    """Send what is due now, and bring the feeds up to date; nothing is captured.

    What a receiver did not take is tried again later, and does not fail the run.
    """
    if (done := await skipped()) is not None:
        return done
    cycle = Cycle(load_settings(), (), watcher.get())
    await in_phases(cycle, {})
    cycle.tell(cycle.tally)
    return final_state(cycle.tally)
