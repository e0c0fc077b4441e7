"""What a report says, from what is known of a run and from its tally."""

import os
import socket
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import metadata
from uuid import uuid4

from prefect.client.schemas.objects import FlowRun

from flows.report import BoardEnd, DeliveryEnd, Report, RunState, Trigger, utc
from flows.tally import Tally
from flows.visits import Visit
from leaderboard.capture import SEEN
from leaderboard.text import clean
from warehouse.record import Kept

_PACKAGES = ("podium", "prefect", "duckdb")
_LONGEST = 2000


def begun(flow: str, flow_run: FlowRun | None, now: datetime) -> Report:
    """The report of a run that begins; one outside of Prefect has a number of its own."""
    known = {} if flow_run is None else _facts(flow_run)
    return Report.model_validate(
        {
            "id": str(uuid4()),
            "name": flow,
            "trigger": Trigger.PERSON,
            **known,
            "flow": flow,
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "versions": _versions(),
            "started_at": now,
        }
    )


def ended(
    report: Report, tally: Tally, phases: Mapping[str, float], state: RunState, message: str
) -> Report:
    """The whole report of a run that ended now."""
    now = utc()
    return report.model_copy(
        update={
            "state": state,
            "message": _short(message),
            "ended_at": now,
            "seconds": round(max(0.0, (now - report.started_at).total_seconds()), 3),
            "phases": dict(phases),
            "asked": tally.asked,
            "settled": tally.settled,
            "outcomes": dict(sorted(tally.outcomes.items())),
            "bytes_read": tally.bytes_read,
            "snapshots": len(set(tally.added)),
            "told": len(tally.told),
            "boards": tuple(_boards(tally.done)),
            "idle": tuple(tally.idle),
            "deliveries": tuple(
                DeliveryEnd(receiver=s.receiver, messages=s.messages, state=s.state, error=s.error)
                for s in tally.sent
            ),
            "faults": tuple(map(_short, tally.faults)),
        }
    )


def _facts(flow_run: FlowRun) -> dict[str, object]:
    made_by = flow_run.created_by.type if flow_run.created_by else ""
    trigger = Trigger.AUTOMATION if made_by == "AUTOMATION" else Trigger.PERSON
    return {
        "id": str(flow_run.id),
        "name": flow_run.name,
        "trigger": Trigger.SCHEDULE if flow_run.auto_scheduled else trigger,
        "deployment_id": flow_run.deployment_id and str(flow_run.deployment_id),
        "scheduled_at": flow_run.expected_start_time,
    }


def _boards(done: Iterable[tuple[Visit, Kept]]) -> list[BoardEnd]:
    outcomes: dict[str, Counter[str]] = {}
    reasons: dict[str, str] = {}
    for visit, kept in done:
        board = visit.board.name
        outcomes.setdefault(board, Counter())[kept.outcome] += 1
        if kept.outcome not in SEEN:
            reasons.setdefault(board, _short(kept.reason))
    return [
        BoardEnd(board=board, outcomes=dict(counts), reason=reasons.get(board, ""))
        for board, counts in sorted(outcomes.items())
    ]


def _short(text: str) -> str:
    """Words of a page or a server may stand in a reason: they steer no terminal."""
    return "\n".join(clean(line) for line in text[:_LONGEST].split("\n"))


def _versions() -> dict[str, str]:
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python, **{name: metadata.version(name) for name in _PACKAGES}}
