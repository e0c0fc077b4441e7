"""`podium alerts deliver` and `resend`: what is due goes out now."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from cli.asking import examples, now, settings
from cli.cycle import quiet_prefect
from cli.progress import Progress
from cli.sent import sent_lines
from leaderboard.alert import DeliveryState
from leaderboard.errors import PodiumError, WarehouseError
from leaderboard.place import is_begun
from leaderboard.text import clean, moment

if TYPE_CHECKING:
    from flows.running import End
    from flows.tally import Tally
    from leaderboard.place import Place
    from warehouse.telling import Connection

Row = dict[str, Any]


@click.command(epilog=examples("alerts deliver"))
def deliver() -> None:
    """Send what is due now: digests, and what failed before. Every run does so by itself.

    For cron, where digests are to go out at other times than runs. What a receiver does not take
    is tried again by whatever runs next.
    """
    file = _recorded()
    # Nothing is started where nothing is to be done: cron asks often.
    tally, end = _deliver() if _is_due(file) else (None, None)
    sent = tally.sent if tally is not None else []
    for line in sent_lines(sent):
        click.echo(clean(line))
    for line in _still_open(_open(file)):
        click.echo(clean(line))
    if not sent:
        click.echo("nothing was sent")
    if end is not None and not end.is_completed:
        raise PodiumError(end.message)
    if any(each.error for each in sent):
        raise click.exceptions.Exit(1)


@click.command(
    epilog=examples(
        "alerts resend --dead",
        "alerts resend --receiver team",
        "alerts resend 5f0c1a2b3c4d",
        'sql "SELECT key, receiver, state, headline FROM alerts"',
    )
)
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--dead", is_flag=True, help="All that was given up.")
@click.option("--receiver", metavar="R", help="All that was given up for this receiver.")
def resend(*, keys: tuple[str, ...], dead: bool, receiver: str | None) -> None:
    """Send again what was given up, or the deliveries of these KEYs, under the same keys.

    KEY is the `id` in the last line of what was sent, or its beginning; `podium alerts status`
    lists those that were given up. What was cancelled, since it is not so any more, is never sent
    again.
    """
    if bool(keys) == (dead or receiver is not None):
        raise click.UsageError("expected KEYs, or --dead, or --receiver")
    file = _recorded()
    chosen = _put_back(file, keys, receiver)
    if not chosen:
        click.echo("nothing was given up" + (f" for {clean(receiver)}" if receiver else ""))
        return
    _, end = _deliver()
    rows = [row for row in _all(file) if row["key"] in set(chosen)]
    for row in rows:
        click.echo(clean(f"{row['key'][:12]} to {row['receiver']}: {_became(row)}"))
    if not end.is_completed:
        raise PodiumError(end.message)
    if any(row["state"] != DeliveryState.SENT for row in rows):
        raise click.exceptions.Exit(1)


def _put_back(file: "Place", keys: tuple[str, ...], receiver: str | None) -> list[str]:
    quiet_prefect()
    from flows.resending import resend_dead, resend_named
    from warehouse.units import carry_out

    def work(connection: "Connection") -> list[str]:
        if keys:
            return resend_named(connection, keys, now())
        return resend_dead(connection, receiver, now())

    return carry_out(file, work)


def _deliver() -> "tuple[Tally | None, End]":
    quiet_prefect()
    from flows.running import run_deliver

    with Progress("deliver") as progress:
        end = run_deliver(progress)
    return progress.tally, end


def _recorded() -> "Place":
    """The writer's file.

    Raises:
        WarehouseError: there is none yet.
    """
    file = settings().warehouse
    if not is_begun(file):
        raise WarehouseError(f"nothing has been recorded yet at {file}; run `podium run` first")
    return file


def _is_due(file: "Place") -> bool:
    from warehouse import outbox
    from warehouse.database import writing

    with writing(file) as connection:
        return bool(outbox.due(connection, now()))


def _open(file: "Place") -> list[Row]:
    from warehouse import deliveries
    from warehouse.database import writing

    with writing(file) as connection:
        return deliveries.open_deliveries(connection)


def _all(file: "Place") -> list[Row]:
    from warehouse import deliveries
    from warehouse.database import writing

    with writing(file) as connection:
        return deliveries.all_deliveries(connection)


def _still_open(rows: Sequence[Row]) -> Iterator[str]:
    """What is not sent yet, a line a receiver and time, and what was given up."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[row["receiver"], _when(row)] = counts.get((row["receiver"], _when(row)), 0) + 1
    for (receiver, when), count in counts.items():
        yield f"{count} to {receiver} {'is' if count == 1 else 'are'} {when}"


def _when(row: Row) -> str:
    if row["state"] == DeliveryState.DEAD:
        return "given up; `podium alerts resend --dead` tries again"
    if row["due_at"] <= now():
        return "not sent yet: what went before has to arrive first, or another process sends it"
    again = "tried again" if row["attempts"] else "due"
    return f"{again} at {moment(row['due_at'])} UTC"


def _became(row: Row) -> str:
    if row["state"] == DeliveryState.SENT:
        return f"sent: {row['headline']}"
    if row["error"]:
        return f"not sent: {row['error']}; it is {_when(row | {'attempts': 1})}"
    return f"not sent yet: it is {_when(row | {'attempts': 0})}"
