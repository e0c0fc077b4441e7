"""To whom a message goes: those whom a rule names, or those who got what is corrected."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from typing import NamedTuple

from alerts.outbox import Telling
from alerts.rules import Rule, Rules
from alerts.timing import due, silenced
from leaderboard.alert import Addressed, Delivery, DeliveryState, Message, Reason

_GOT = {DeliveryState.SENT, DeliveryState.SENDING}
_PENDING = {DeliveryState.DUE, DeliveryState.DEAD}


class Variant(NamedTuple):
    """A message of a group for some of its receivers: for what reason they get it.

    `since` is the key of the last they got, where a later one of the group did not reach them.
    """

    reason: Reason
    receivers: tuple[str, ...]
    since: str = ""


def revision_after(deliveries: Sequence[Addressed]) -> int:
    """The number of the next revision of a group with these deliveries."""
    return max((delivery.revision for delivery in deliveries), default=0) + 1


def superseded(telling: Telling, deliveries: Iterable[Addressed]) -> list[Addressed]:
    """The deliveries not made yet whose message is not so any more."""
    if not telling.is_correction:
        return []
    return [delivery for delivery in deliveries if delivery.state in _PENDING]


def variants(
    telling: Telling, deliveries: Sequence[Addressed], receivers: Collection[str]
) -> list[Variant]:
    """Who gets the next revision of a group, and why.

    That a source is well again goes to those who were told that it was not. A correction goes to
    those who got what it corrects; to those who are still to get it goes what is so, as if it were
    the first. A message without receivers stands in the feeds. `receivers` are those that the rule
    names.
    """
    heard = [each for each in deliveries if each.state is not DeliveryState.CANCELLED]
    if not telling.is_correction:
        reason = _reason(telling, heard)
        known = [each.receiver for each in heard]
        to = dict.fromkeys(known if reason is Reason.RESOLVED else receivers)
        return [Variant(reason, tuple(to))]
    got = {delivery.receiver: delivery for delivery in deliveries if delivery.state in _GOT}
    pending = {each.receiver for each in superseded(telling, deliveries)} - {*got}
    corrected = _corrected(got, revision_after(deliveries) - 1)
    return [*corrected, Variant(Reason.FIRST, tuple(sorted(pending)))] if pending else corrected


def deliveries_of(
    message: Message,
    receivers: Iterable[str],
    rule: Rule | None,
    quieted: Collection[str],
    now: datetime,
) -> list[Delivery]:
    """A delivery of the message to each receiver, due when its rule wants it.

    Of a rule or board that is silenced it is noted, and not made. A rule that is gone waits for
    nothing.
    """
    at = now if rule is None else due(rule, now)
    is_silent = (rule is not None and silenced(rule, now)) or _is_quiet(message, quieted)
    return [
        Delivery(
            key=hashlib.sha256(f"{message.message_id}|{receiver}".encode()).hexdigest()[:32],
            message_id=message.message_id,
            rule=message.rule,
            receiver=receiver,
            state=DeliveryState.CANCELLED if is_silent else DeliveryState.DUE,
            made_at=now,
            due_at=at,
            digest_at=at if rule is not None and rule.digest is not None else None,
            error="silenced" if is_silent else "",
        )
        for receiver in receivers
    ]


def named(rules: Rules, telling: Telling) -> Rule | None:
    """The rule of a message, None where it is gone."""
    return next((rule for rule in rules.rules if rule.name == telling.rule), None)


def _corrected(got: Mapping[str, Addressed], newest: int) -> list[Variant]:
    """What corrects what each receiver got last: most often the newest message."""
    revisions = sorted({each.revision for each in got.values()}, reverse=True) or [newest]
    made = []
    for revision in revisions:
        last = {name: each.key for name, each in sorted(got.items()) if each.revision == revision}
        since = "" if revision == newest else min(last.values())
        made.append(Variant(Reason.CORRECTED, tuple(last), since))
    return made


def _reason(telling: Telling, heard: Sequence[Addressed]) -> Reason:
    if telling.is_repeat:
        return Reason.REPEATED
    if any(event.kind == "source_recovered" for event in telling.told):
        return Reason.RESOLVED
    return Reason.NEW_IN_GROUP if heard else Reason.FIRST


def _is_quiet(message: Message, quieted: Iterable[str]) -> bool:
    """Whether somebody silenced the rule or the board."""
    return any(
        fnmatchcase(name, pattern) for pattern in quieted for name in (message.rule, message.board)
    )
