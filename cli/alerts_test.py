"""`podium alerts test`: one example message to each receiver."""

from typing import TYPE_CHECKING

import click

from cli.alerts_findings import where
from cli.asking import examples, now, settings
from cli.cycle import quiet_prefect
from leaderboard.errors import ReceiverError
from leaderboard.text import clean

if TYPE_CHECKING:
    from alerts.receivers import Receivers
    from leaderboard.settings import Settings


@click.command(epilog=examples("alerts test", "alerts test team", "alerts test jsonl prefect"))
@click.argument("receivers", nargs=-1, metavar="[RECEIVER]...")
def test(receivers: tuple[str, ...]) -> None:
    """Send one example message to each RECEIVER, or to all that have an address.

    The message says that it is a test, of made-up models. It goes out at once: nothing of it is
    recorded, and no rule or silence holds it back. `jsonl` and `prefect` get one only if named.
    """
    from alerts.receivers import load_receivers

    used = settings()
    known = load_receivers(used)
    if not receivers and not known.names:
        raise ReceiverError(
            "expected a receiver with an address, found none; set PODIUM_RECEIVER_<NAME>, such as "
            "PODIUM_RECEIVER_TEAM=jsons://hooks.example.org/podium, or name a file of them in "
            "PODIUM_RECEIVERS. `podium alerts test jsonl` needs none"
        )
    quiet_prefect()
    from flows.trying import try_receiver

    has_failed = False
    members = (member for name in receivers for member in known.members(name))
    for name in dict.fromkeys(members if receivers else known.names):
        where = _where(used, known, name)
        error = try_receiver(used, name, known, now())
        has_failed |= bool(error)
        click.echo(clean(f"{name}  {where}  {_what_to_do(name, error) if error else 'ok'}"))
    if has_failed:
        raise click.exceptions.Exit(1)


def _where(used: "Settings", known: "Receivers", name: str) -> str:
    """Where the receiver is, as far as that may be shown."""
    if name == "jsonl":
        return str(used.alerts_file)
    return "events" if name == "prefect" else where(known, name)


def _what_to_do(name: str, error: str) -> str:
    said = error.removeprefix(f"{name}: ")
    if name in ("jsonl", "prefect") or "PODIUM_" in said:
        return f"not sent: {said}"
    from alerts.receivers import variable

    where = f"in {variable(name)} or in the file of PODIUM_RECEIVERS"
    return f"not sent: {said}; check its address, {where}"
