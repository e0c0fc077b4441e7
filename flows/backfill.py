"""The flow that reads a board's past through its archive, day by day."""

from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State

from flows.cycle import Cycle
from flows.phases import final_state, work_off
from flows.sight import in_sight, watcher
from flows.visits import visits_of_days
from leaderboard.capture import Outcome
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources


@flow(name="backfill", flow_run_name="backfill {board} {since} to {until}", persist_result=False)
@in_sight
async def backfill(board: str, since: date, until: date) -> State[None]:
    """Keep the standings of past days; a day that is on record for good is not asked for again.

    Args:
        board: `<publisher>/<board>`; a publisher's name means all its boards.
        since: the first day.
        until: the last day.
    """
    settings = load_settings()
    files = load_sources(settings.sources)
    cycle = Cycle(settings, files, watcher.get())
    boards = find_boards(files, (board,))
    days = [visit for each in boards for visit in visits_of_days(each, since, until)]
    await work_off(cycle, lambda: days)
    if cycle.tally.outcomes.keys() == {Outcome.ABSENT} and not cycle.tally.settled:
        cycle.tally.faults.append(f"the archive of {board} has no file for any of these days")
    return final_state(cycle.tally)
