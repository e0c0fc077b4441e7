"""What a cycle leaves on the scheduler's pages: what changed, and how each source is.

The keys are the same each time, so that the pages show their history. Names on boards are hostile:
the pages read Markdown, so it is escaped.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
from prefect.artifacts import acreate_link_artifact, acreate_table_artifact
from prefect.logging import get_run_logger

from alerts.markdown import escaped
from flows.cycle import Cycle
from flows.temporary_server import temporary_server
from leaderboard import words
from leaderboard.source import find_boards
from leaderboard.text import clean, moment
from warehouse.reading import Reader, reading
from warehouse.units import look

Row = dict[str, Any]
_MOST_ROWS = 100
_LONGEST_REASON = 300


async def leave_artifacts(cycle: Cycle) -> None:
    """Write the tables and links of a cycle, if its server stays and anything was visited.

    A server that is away misses them; the record has it all.
    """
    if _is_temporary() or not (cycle.tally.done or cycle.tally.idle):
        return
    changes, health = await asyncio.to_thread(_read, cycle)
    try:
        await _write(cycle, changes, health)
    except httpx.HTTPError as error:
        get_run_logger().warning("no artifacts: the Prefect server says %s", type(error).__name__)


def _is_temporary() -> bool:
    """Whether the server of this process ends with it."""
    return temporary_server.cache_info().currsize > 0


async def _write(cycle: Cycle, changes: Sequence[Row], health: Sequence[Row]) -> None:
    key = _key(cycle)
    told = [_change_row(change) for change in changes]
    if told:
        words_of = "What changed, each fact in a sentence, by the record of this cycle."
        await acreate_table_artifact(told, key=f"changes-{key}", description=words_of)
    words_of = "How each board came out of this cycle, and when it was last seen (UTC)."
    await acreate_table_artifact(list(health), key=f"health-{key}", description=words_of)
    pages = {board.name: board.url for board in find_boards(cycle.sources)}
    for board in sorted({change["board"] for change in changes}):
        await acreate_link_artifact(
            pages[board],
            link_text=board,
            key=f"board-{_as_key(board)}",
            description=f"The page of `{board}`, of which this cycle saw a change.",
        )


def _read(cycle: Cycle) -> tuple[list[Row], list[Row]]:
    """The changes that came of the cycle, and how it stands with each board."""
    asked: dict[str, object] = {
        **dict.fromkeys(("board", "since", "until", "threshold")),
        "snapshots": sorted(set(cycle.tally.added)),
        "kinds": [],
        "headlines": True,
        "limit": _MOST_ROWS,
    }

    def ask(reader: Reader) -> tuple[list[Row], list[Row]]:
        changes = reader.ask("told_changes", asked).records() if cycle.tally.added else []
        boards = reader.run("SELECT board, last_accepted_at FROM boards").rows
        return changes, list(_health(cycle, dict(boards)))

    if not cycle.publishes:  # another run does that later
        return look(cycle.settings.warehouse, lambda connection: ask(Reader(connection)))
    with reading(cycle.settings.published_file) as reader:
        return ask(reader)


def _health(cycle: Cycle, last_seen: dict[str, Any]) -> Iterator[Row]:
    ends = {visit.board.name: (kept.outcome, kept.reason) for visit, kept in cycle.tally.done}
    idle = dict.fromkeys(cycle.tally.idle, ("idle", "no channel that is on has a page for now"))
    for board, (outcome, reason) in sorted({**idle, **ends}.items()):
        seen = last_seen.get(board)
        yield {
            "board": board,
            "outcome": str(outcome),
            "reason": _shown(reason[:_LONGEST_REASON]),
            "last seen": moment(seen) if seen else "never",
        }


def _change_row(change: Row) -> Row:
    return {
        "board": change["board"],
        "what happened": _shown(words.sentence(change)),
        "significance": _shown(words.margin(change) or "not known"),
        "seen": moment(change["observed_at"]),
        "change": change["change_id"],
    }


def _shown(text: str) -> str:
    """Text of a page as the scheduler's pages show it: nothing in it is Markdown or steers."""
    return escaped(clean(text))


def _key(cycle: Cycle) -> str:
    """The publisher of what was visited; `all` where they are several."""
    names = {visit.board.publisher for visit, _ in cycle.tally.done}
    names |= {board.partition("/")[0] for board in cycle.tally.idle}
    return _as_key(names.pop()) if len(names) == 1 else "all"


def _as_key(name: str) -> str:
    """The name in the characters that a key may have."""
    return name.replace("/", "-").replace(".", "-")
