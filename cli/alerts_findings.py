"""What is wrong with rules, receivers and deliveries, each with what to do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from leaderboard.alert import DeliveryState
from leaderboard.errors import ReceiverError, RulesError, SourceFileError
from leaderboard.text import moment

if TYPE_CHECKING:
    from alerts.receivers import Receivers
    from alerts.rules import Rule, Rules
    from leaderboard.settings import Settings

Row = Mapping[str, Any]


class Said(NamedTuple):
    """One finding: whether it is a `problem`, a `note` or `ok`, and the words."""

    verdict: str
    text: str


class Setup(NamedTuple):
    """The rules and receivers of the settings, each None where it is wrong; and what is wrong."""

    rules: "Rules | None"
    receivers: "Receivers | None"
    faults: tuple[str, ...]


def read_setup(used: "Settings") -> Setup:
    """The rules and receivers as they are now."""
    from alerts.receivers import load_receivers
    from alerts.rules import load_rules

    rules, receivers, faults = None, None, []
    try:
        rules = load_rules(used.rules, used.labs)
    except RulesError as error:
        faults.append(f"{error}; until this is mended nothing is told, and nothing is lost")
    try:
        receivers = load_receivers(used)
    except (ReceiverError, SourceFileError) as error:
        faults.append(f"{error}; until this is mended nothing is told, and nothing is lost")
    return Setup(rules, receivers, tuple(faults))


def of_setup(setup: Setup) -> Iterator[Said]:
    """What is wrong with rules and receivers, then what is worth knowing of them."""
    yield from (Said("problem", fault) for fault in setup.faults)
    if setup.rules is not None and setup.receivers is not None:
        yield from _nameless(setup.rules, setup.receivers)
    if setup.receivers is not None:
        yield from _unreadable(setup.receivers)
        yield from (Said("note", note) for note in setup.receivers.notes)
        if not setup.receivers.names:
            text = "no receiver has an address: what is told stands in the feeds, in the file of "
            text += "JSON lines and in the view `alerts`; PODIUM_RECEIVER_<NAME> gives one"
            yield Said("note", text)
    if setup.rules is not None:
        yield from (Said("note", text) for text in _idle(setup.rules))


def of_deliveries(opened: Sequence[Row]) -> Iterator[Said]:
    """What was given up of the deliveries that are not made, then what is tried again."""
    yield from _dead(opened)
    yield from _retried(opened)


def why_idle(rule: "Rule") -> str:
    """Why a rule tells nothing; empty where it does."""
    if not rule.on:
        return "off"
    return "idle until PODIUM_LABS names your organizations" if rule.is_idle else ""


def where(receivers: "Receivers", name: str) -> str:
    """The addresses of a receiver, as far as they may be shown."""
    try:
        return receivers.masked(name) if name in receivers.names else "no address"
    except ReceiverError:
        return "wrong address"


def _unreadable(receivers: "Receivers") -> Iterator[Said]:
    """Addresses that cannot be used, which keeps nobody else from theirs."""
    for name in receivers.names:
        try:
            receivers.find(name)
        except ReceiverError as error:
            yield Said("problem", str(error))


def _nameless(rules: "Rules", receivers: "Receivers") -> Iterator[Said]:
    """Receivers that a rule names, and that nobody gave an address."""
    from alerts.receivers import BUILT_IN, variable

    known = {*receivers.names, *BUILT_IN}
    wanted: dict[str, list[str]] = {}
    for rule in rules.active:
        for name in rule.receivers or ():
            if not {*receivers.members(name)} <= known:
                wanted.setdefault(name, []).append(rule.name)
    for name, named_by in wanted.items():
        whose = f"rule{'s' if len(named_by) > 1 else ''} {', '.join(named_by)}"
        ways = f"set {variable(name)}, or name it in the file of PODIUM_RECEIVERS"
        yield Said("problem", f"receiver {name} of {whose} has no address; {ways}")


def _dead(opened: Sequence[Row]) -> Iterator[Said]:
    for receiver, rows in _by_receiver(opened, DeliveryState.DEAD).items():
        what = "1 dead letter" if len(rows) == 1 else f"{len(rows)} dead letters"
        text = f"{what} to {receiver}: {rows[-1]['error']}; mend the cause, see that "
        text += f"`podium alerts test {receiver}` arrives, then "
        yield Said("problem", f"{text}`podium alerts resend --receiver {receiver}`")


def _retried(opened: Sequence[Row]) -> Iterator[Said]:
    tried = [row for row in opened if row["attempts"]]
    for receiver, rows in _by_receiver(tried, DeliveryState.DUE).items():
        at = moment(min(row["due_at"] for row in rows))
        text = f"{receiver} did not take what was sent: {rows[0]['error']}"
        yield Said("note", f"{text}; it is tried again by the first run after {at} UTC")


def _by_receiver(rows: Sequence[Row], state: DeliveryState) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["state"] == state:
            found.setdefault(row["receiver"], []).append(row)
    return found


def _idle(rules: "Rules") -> Iterator[str]:
    idle = [rule.name for rule in rules.rules if rule.on and rule.is_idle]
    if idle:
        verb = "tells" if len(idle) == 1 else "tell"
        yield f"{', '.join(idle)} {verb} nothing until PODIUM_LABS names your organizations"
