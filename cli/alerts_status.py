"""`podium alerts status`: how it stands with rules, receivers and what is to be sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.alerts_findings import Said, Setup, of_deliveries, of_setup, read_setup, where, why_idle
from cli.alerts_silence import print_silences
from cli.asking import as_json, examples, now, settings
from cli.show import print_json, print_table
from leaderboard.alert import DeliveryState
from leaderboard.place import is_begun
from leaderboard.text import clean, moment

if TYPE_CHECKING:
    from leaderboard.settings import Settings

Row = dict[str, Any]
_OPEN = ("receiver", "rule", "board", "due", "tried", "headline", "error")
_MOST = 50  # rows of a table
_DEAD = ("key", "receiver", "since", "headline", "error")


class Recorded(NamedTuple):
    """What the record has on alerts at this moment."""

    opened: Sequence[Row] = ()
    waiting: Sequence[Row] = ()
    silent: dict[str, datetime] = {}  # noqa: RUF012 - never changed
    put_off: int = 0
    last_told_at: datetime | None = None

    @property
    def dead(self) -> list[Row]:
        """What was given up."""
        return [row for row in self.opened if row["state"] == DeliveryState.DEAD]

    @property
    def due(self) -> list[Row]:
        """What is still to be sent."""
        return [row for row in self.opened if row["state"] != DeliveryState.DEAD]


@click.command(epilog=examples("alerts status", "alerts status --json"))
@as_json
def status(*, as_json: bool) -> None:
    """How it stands: rules, receivers, what waits, what is due, what was given up.

    Problems come first, each with what to do. A dead letter is what was given up after three days
    of trying. Addresses are shown as kind and host only.
    """
    used = settings()
    setup, recorded = read_setup(used), _recorded(used)
    if as_json:
        print_json(_records(used, setup, recorded))
        return
    for verdict, text in _findings(setup, recorded):
        click.echo(clean(f"{verdict:<7}  {text}"))
    for title, columns, rows in _tables(setup, recorded):
        click.echo(f"\n{title}")
        print_table(columns, rows)
    if recorded.silent:
        click.echo()
        print_silences(recorded.silent)
    click.echo()
    for line in _last_lines(used, recorded):
        click.echo(clean(line))


def _findings(setup: Setup, recorded: Recorded) -> list[Said]:
    """Problems first."""
    found = [*of_setup(setup), *of_deliveries(recorded.opened)]
    return sorted(found, key=lambda said: said.verdict != "problem")


def _recorded(used: "Settings") -> Recorded:
    """What stands in the writer's file, which has what was just sent."""
    if not is_begun(used.warehouse):
        return Recorded()
    from warehouse import deliveries, outbox
    from warehouse.database import writing

    with writing(used.warehouse) as connection:
        return Recorded(
            deliveries.open_deliveries(connection),
            deliveries.waiting_events(connection),
            outbox.quieted(connection, now()),
            deliveries.count_put_off(connection),
            outbox.told_so_far(connection)[0],
        )


def _tables(
    setup: Setup, recorded: Recorded
) -> Iterator[tuple[str, Sequence[str], list[Sequence[object]]]]:
    """Each table that has rows: its title, columns and rows."""
    waiting = {row["rule"]: row["facts"] for row in recorded.waiting}
    if setup.rules is not None:
        rows: list[Sequence[object]] = [
            (rule.name, why_idle(rule) or "on", _to(rule.receivers), waiting.get(rule.name))
            for rule in setup.rules.rules
        ]
        yield "Rules", ("rule", "state", "to", "facts that wait"), rows
    if setup.receivers is not None and setup.receivers.names:
        known = setup.receivers
        masked: list[Sequence[object]] = [(n, where(known, n)) for n in known.names]
        yield "Receivers", ("receiver", "address"), masked
    if recorded.due:
        yield (
            _titled("To be sent", recorded.due),
            _OPEN,
            [_as_open(r) for r in recorded.due[:_MOST]],
        )
    if recorded.dead:
        rows = [_as_dead(row) for row in recorded.dead[:_MOST]]
        yield _titled("Dead letters", recorded.dead), _DEAD, rows


def _titled(title: str, rows: Sequence[Row]) -> str:
    return title if len(rows) <= _MOST else f"{title}: {_MOST} of {len(rows)}; --json has all"


def _to(receivers: Sequence[str] | None) -> str:
    return "everyone" if receivers is None else ", ".join(receivers)


def _as_open(row: Row) -> Sequence[object]:
    fields = ("receiver", "rule", "board", "due_at", "attempts", "headline", "error")
    return [row[field] for field in fields]


def _as_dead(row: Row) -> Sequence[object]:
    return [row[field] for field in ("key", "receiver", "due_at", "headline", "error")]


def _last_lines(used: "Settings", recorded: Recorded) -> Iterator[str]:
    if recorded.put_off:
        text = "not told of yet: it is once rules and receivers can be read"
        yield f"{recorded.put_off} updates are {text}"
    told_at = recorded.last_told_at
    yield f"feeds: {used.feeds}"
    yield f"JSON lines: {used.alerts_file}"
    if told_at is None:
        yield "nothing was told yet; `podium alerts preview` shows what would have been"
    else:
        yield f"last message: {moment(told_at)} UTC"


def _records(used: "Settings", setup: Setup, recorded: Recorded) -> Iterator[Row]:
    """One object each, its kind in `what`."""
    for verdict, text in _findings(setup, recorded):
        yield {"what": verdict, "text": text}
    for rule in setup.rules.rules if setup.rules is not None else ():
        state = why_idle(rule) or "on"
        yield {"what": "rule", "rule": rule.name, "state": state, "receivers": rule.receivers}
    if setup.receivers is not None:
        for name in setup.receivers.names:
            yield {"what": "receiver", "receiver": name, "address": where(setup.receivers, name)}
    yield from ({"what": "waiting", **row} for row in recorded.waiting)
    yield from ({"what": "delivery", **row} for row in recorded.opened)
    for pattern, until in recorded.silent.items():
        yield {"what": "silence", "pattern": pattern, "until": until}
    yield {
        "what": "record",
        "feeds": str(used.feeds),
        "jsonl": str(used.alerts_file),
        "last_told_at": recorded.last_told_at,
        "put_off": recorded.put_off,
    }
