"""The seam between record and rules: what a transaction changes becomes alerts inside of it."""

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.addressing import deliveries_of, named, revision_after, superseded, variants
from alerts.message import Context, compose
from alerts.outbox import Outbox
from alerts.outbox import Telling as Told
from alerts.receivers import BUILT_IN, load_receivers
from alerts.rows import deepest
from alerts.rules import Rule, Rules, load_rules
from flows.visits import utc_now
from leaderboard.alert import Addressed, Delivery, Event, Message
from leaderboard.errors import ReceiverError, RulesError, SourceFileError
from leaderboard.settings import Settings
from warehouse import outbox, untold
from warehouse.lookback import looks
from warehouse.outbox import Found
from warehouse.telling import Connection, Happened

_API = "PREFECT_API_URL"


def teller_of(settings: Settings) -> tuple["Teller", str]:
    """Whoever tells by these settings; and what is wrong with rules or receivers, if anything.

    Events of a scheduler that only lives as long as the run are for nobody, unless a rule names
    them.
    """
    try:
        rules = load_rules(settings.rules, settings.labs)
        receivers = load_receivers(settings)
    except (RulesError, ReceiverError, SourceFileError) as error:
        return Teller(None), f"{error}; nothing is told until this is mended, and nothing is lost"
    built_in = [name for name in BUILT_IN if name != "prefect" or _API in os.environ]
    return Teller(rules, (*receivers.names, *built_in), receivers.members), ""


def _itself(name: str) -> tuple[str, ...]:
    return (name,)


@dataclass(frozen=True, slots=True)
class Teller:
    """Hears of every transaction, and writes down in it what is to be told, and to whom.

    `receivers` are those who get what a rule without receivers tells, and `members` whom a name in
    a rule stands for. Without rules, as where their
    file is wrong, what happened is put off until there are some.
    """

    rules: Rules | None
    receivers: tuple[str, ...] = ()
    members: Callable[[str], tuple[str, ...]] = _itself
    now: Callable[[], datetime] = utc_now

    def __call__(self, connection: Connection, happened: Happened) -> Sequence[Message]:
        """Make events, messages and deliveries of what happened; returns the messages."""
        if self.rules is None:
            untold.put_off(connection, happened)
            return ()
        happened = untold.take_up(connection, happened)
        rules = self.rules
        found = outbox.gather(connection, happened, rules.kinds, rules.depth)
        if not found.events and not found.fresh:
            return ()
        box = self._decided(connection, found, rules)
        outbox.note(connection, tuple(box.noted.values()), box.replaced)
        return self._post(connection, box, found) if box.tellings else ()

    def _decided(self, connection: Connection, found: Found, rules: Rules) -> Outbox:
        events = {(event.rule, event.change_id): event for event in found.events}
        box = Outbox(rules, self.now(), found.changes, events)
        box.correct()
        box.note(found.fresh)
        box.settle(looks(connection, box.waiting))
        box.repeat()
        return box

    def _post(self, connection: Connection, box: Outbox, found: Found) -> Sequence[Message]:
        told = tuple(box.tellings.values())
        groups = {telling.group_id for telling in told}
        context = gathered(connection, groups, found)
        made: defaultdict[str, list[Addressed]] = defaultdict(list)
        for each in outbox.addressed(connection, groups):
            made[each.group_id].append(each)
        corrected = {telling.group_id for telling in told if telling.is_correction}
        keys = [each.key for group in corrected for each in made[group]]
        context = context._replace(got=outbox.messages_of(connection, keys))
        quieted = outbox.quieted(connection, box.now)
        messages: list[Message] = []
        deliveries: list[Delivery] = []
        for telling in told:
            before = made[telling.group_id]
            outdated = [each.key for each in superseded(telling, before)]
            outbox.cancel(connection, outdated, "superseded")
            rule = named(box.rules, telling)
            receivers = self._receivers(rule)
            for message, to in _messages(telling, before, receivers, context, box.now):
                messages.append(message)
                deliveries += deliveries_of(message, to, rule, quieted, box.now)
        outbox.post(connection, messages, deliveries)
        return messages

    def _receivers(self, rule: Rule | None) -> tuple[str, ...]:
        if rule is None or rule.receivers is None:
            return self.receivers
        return tuple(member for name in rule.receivers for member in self.members(name))


def _messages(
    telling: Told,
    before: Sequence[Addressed],
    receivers: Sequence[str],
    context: Context,
    now: datetime,
) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """The next revision of a group, as each of its receivers gets it.

    The message before may have had no receiver, so that no delivery tells its revision.
    """
    last = context.last.get(telling.group_id)
    revision = max(revision_after(before), last.revision + 1 if last else 0)
    for reason, to, since in variants(telling, before, receivers):
        known = {telling.group_id: context.got[since]} if since else context.last
        message = compose(telling, reason, revision, context._replace(last=known), now)
        if message is not None:
            yield message, to


def gathered(connection: Connection, groups: Collection[str], found: Found) -> Context:
    """What the record has on groups, beside what was found already."""
    events = outbox.events_of_groups(connection, groups)
    snapshots = {event.to_snapshot for event in events}
    # Kinds that no rule tells any more were not looked for.
    others = [event for event in events if event.change_id not in found.changes]
    changes = {
        **found.changes,
        **outbox.changes_of(connection, {e.to_snapshot for e in others}, {e.kind for e in others}),
    }
    of_groups: defaultdict[str, list[Event]] = defaultdict(list)
    for event in events:
        of_groups[event.group_id].append(event)
    told = [changes[event.change_id] for event in events if event.change_id in changes]
    behind = snapshots | {change["from_snapshot"] for change in told}
    rows: Mapping[str, Any] = {}
    if any(change["model"] is not None for change in told):
        rows = outbox.rows_beside(connection, snapshots, deepest(told))
    return Context(
        changes,
        of_groups,
        rows,
        outbox.captures_behind(connection, behind),
        outbox.boards(connection, {event.board for event in events}),
        outbox.last_messages(connection, groups),
    )
