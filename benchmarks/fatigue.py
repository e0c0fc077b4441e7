"""How many messages a rule sends: those of the ready-made `top-five-anywhere` on real days."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from alerts.rules import load_rules
from benchmarks.figures import show
from flows.telling import Teller
from leaderboard.alert import Reason
from leaderboard.settings import load_settings
from warehouse.telling import Connection

RULE, TOP = "top-five-anywhere", 5
_MESSAGES = """
    SELECT observed_at::DATE, reason FROM record.messages
    WHERE rule = $1 ORDER BY made_at, revision
"""


class Sent(NamedTuple):
    """A message: of which day's capture it tells, and for what reason it is sent."""

    day: date
    reason: str


class Replayed(Protocol):
    """What was told of a board's days."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have a capture."""

    @property
    def messages(self) -> list[Sent]:
        """What the rule told."""

    @property
    def seconds(self) -> float:
        """How long that took."""


def teller() -> Teller:
    """The ready-made rules, and one receiver."""
    return Teller(load_rules(load_settings().rules, ()), ("team",))


def messages(connection: Connection) -> list[Sent]:
    """What the rule told of what is on record."""
    return [Sent(*row) for row in connection.execute(_MESSAGES, [RULE]).fetchall()]


def wrong(true: set[date], sent: Sequence[Sent]) -> list[tuple[str, date]]:
    """Where there is not one first message, and nothing else, for each day with a true event."""
    firsts = Counter(each.day for each in sent if each.reason == Reason.FIRST)
    others = [each for each in sent if each.reason != Reason.FIRST]
    return [
        *(("no message", day) for day in sorted(true - firsts.keys())),
        *(("message without event", day) for day in sorted(firsts.keys() - true)),
        *(("told twice", day) for day, count in sorted(firsts.items()) if count > 1),
        *((f"message: {each.reason}", each.day) for each in others),
    ]


def show_messages(replays: Mapping[str, Replayed]) -> None:
    """Print how many messages a week each board has, and all of them at the time all have days."""
    rows = [
        (name, str(len(r.days)), *_weekly([r], r.days[0], r.days[-1]), f"{r.seconds:.1f}")
        for name, r in replays.items()
    ]
    since = max(each.days[0] for each in replays.values())
    until = min(each.days[-1] for each in replays.values())
    rows.append((f"all, {since} to {until}", "", *_weekly([*replays.values()], since, until), ""))
    head = ("board", "captures", f"messages of {RULE}", "a week, mean", "most", "seconds")
    show(head, rows)


def _weekly(replays: Sequence[Replayed], since: date, until: date) -> tuple[str, str, str]:
    days = [sent.day for each in replays for sent in each.messages if since <= sent.day <= until]
    weeks = Counter(day.isocalendar()[:2] for day in days)
    mean = 7 * len(days) / ((until - since).days + 1)
    return str(len(days)), f"{mean:.1f}", str(max(weeks.values(), default=0))
