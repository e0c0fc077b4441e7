"""Which changes become events, and which events are told now: decided without database or clock."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from alerts.patience import has_stood, is_undone
from alerts.rules import Rule, Rules
from alerts.saying import said
from leaderboard.alert import Event, EventState, Look
from leaderboard.words import OF_SOURCES, Change

# A rule, and a change or a group.
Key = tuple[str, str]
About = tuple[object, ...]

# What is undone by what. What happens again to the same model was undone in between; that a model
# returns is as if it entered.
_OPPOSITES = {
    "entered_top": "left_top",
    "left_top": "entered_top",
    "entered": "left",
    "left": "entered",
}
_ONCE = {kind: kind for kind in (*_OPPOSITES, "new_leader")} | {"returned": "entered"}


@dataclass(slots=True)
class Telling:
    """What becomes a message: a group with events that are told now, or are not so any more.

    It `is_correction` where something that was told is not so, or otherwise.
    """

    rule: str
    group_id: str
    told: list[Event] = field(default_factory=list)
    is_correction: bool = False
    is_repeat: bool = False


@dataclass(slots=True)
class Outbox:
    """The events at hand while it is decided what is told.

    `changes` are those visible now, by their names; `events` those that may have to be told or
    taken back, by rule and change. What is decided stands in `noted`, to be written in place of
    what has those names and of `replaced`, and in `tellings`, by rule and group.
    """

    rules: Rules
    now: datetime
    changes: Mapping[str, Change]
    events: dict[Key, Event]
    noted: dict[Key, Event] = field(default_factory=dict)
    replaced: list[Event] = field(default_factory=list)
    tellings: dict[Key, Telling] = field(default_factory=dict)

    @property
    def waiting(self) -> list[Event]:
        """The events that wait to be told."""
        return [event for event in self.events.values() if event.state is EventState.WAITING]

    def correct(self) -> None:
        """Take back what is not so any more, and say otherwise what is otherwise."""
        for event in tuple(self.events.values()):
            change = self.changes.get(event.change_id) or self._again(event)
            if change is None or self._is_no_more_spoken_of(event, change):
                self._take_back(event)
            else:
                self._rewrite(event, change)

    def note(self, fresh: Iterable[str]) -> None:
        """Make events of changes that rules speak of; what undoes one not yet told goes with it."""
        waiting = defaultdict(list)
        for event in self.waiting:
            waiting[_about(event)].append(event)
        for name in sorted(fresh, key=self._in_time):
            change = self.changes[name]
            for rule in self.rules.active:
                if (rule.name, name) not in self.events and rule.speaks_of(change):
                    self._note(rule, change, waiting)

    def settle(self, looks: Mapping[str, Look]) -> None:
        """Tell what has stood long enough, drop what was undone before, let the rest wait."""
        last = self._last()
        for event in self.waiting:
            rule, look = self.rules.by_name.get(event.rule), looks.get(event.change_id)
            is_last = event.observed_at >= last.get(_about(event), event.observed_at)
            if rule is None or look is None or is_undone(rule, event, look, is_last=is_last):
                self._put(event._replace(state=EventState.DROPPED))
            elif has_stood(rule, event, look):
                self._tell(event)

    def repeat(self) -> None:
        """Say again that a source is still stale, where a rule wants that."""
        events = tuple(self.events.values())
        over = {(e.rule, e.group_id) for e in events if e.kind == "source_recovered"}
        for event in events:
            rule = self.rules.by_name.get(event.rule)
            every = rule.repeat_every if rule is not None else None
            is_told = event.kind == "source_stale" and event.state is EventState.TOLD
            if every is None or event.told_at is None or not is_told:
                continue
            if event.told_at + every <= self.now and (event.rule, event.group_id) not in over:
                self._tell(event)
                self._telling(event).is_repeat = True

    def _note(self, rule: Rule, change: Change, waiting: dict[About, list[Event]]) -> None:
        event = self._event(rule, change)
        if event.kind == "source_recovered":
            stale = self._silence(rule, change)
            if stale is None:
                return
            event = event._replace(group_id=stale.group_id)
        before = waiting[_about(event, undone=True)]
        undone = next((e for e in before if e.observed_at < event.observed_at), None)
        if rule.waits and undone is not None:
            before.remove(undone)
            self._put(undone._replace(state=EventState.DROPPED))
            self._put(event._replace(state=EventState.DROPPED))
        else:
            waiting[_about(event)].append(event)
            self._put(event)

    def _event(self, rule: Rule, change: Change) -> Event:
        fields = ("change_id", "board", "channel", "kind", "threshold", "model")
        return Event(
            rule=rule.name,
            group_id=group_id(rule, change),
            observed_at=change["observed_at"],
            to_snapshot=change["to_snapshot"],
            state=EventState.WAITING,
            said=said(change),
            noted_at=self.now,
            **{field: change[field] for field in fields},
        )

    def _last(self) -> dict[About, datetime]:
        """When each fact that can be undone was last seen to happen, of those at hand."""
        last: dict[About, datetime] = {}
        for event in self.events.values():
            if event.kind in _ONCE and event.state in {EventState.WAITING, EventState.TOLD}:
                about = _about(event)
                last[about] = max(event.observed_at, last.get(about, event.observed_at))
        return last

    def _is_no_more_spoken_of(self, event: Event, change: Change) -> bool:
        """Whether what waits is otherwise by now, so that its rule would not tell it."""
        rule = self.rules.by_name.get(event.rule)
        is_waiting = event.state is EventState.WAITING
        return is_waiting and rule is not None and not rule.speaks_of(change)

    def _again(self, event: Event) -> Change | None:
        """The same fact under another name, as where a page is read otherwise or came late."""
        about = (event.board, event.channel, event.kind, event.threshold, event.model)
        fields = ("board", "channel", "kind", "threshold", "model")
        alike = [
            change
            for name, change in self.changes.items()
            if tuple(change[field] for field in fields) == about
            and (event.rule, name) not in self.events
            and not (event.kind in OF_SOURCES and change["observed_at"] != event.observed_at)
        ]
        return min(
            alike, key=lambda change: abs(change["observed_at"] - event.observed_at), default=None
        )

    def _take_back(self, event: Event) -> None:
        if event.state is EventState.TOLD:
            self._telling(event).is_correction = True
            self._put(event._replace(state=EventState.WITHDRAWN))
        else:
            self._put(event._replace(state=EventState.DROPPED))

    def _rewrite(self, event: Event, change: Change) -> None:
        now_said = said(change)
        observed_at, name = change["observed_at"], change["change_id"]
        if (name, now_said, observed_at) == (event.change_id, event.said, event.observed_at):
            return
        again = event._replace(
            change_id=name,
            said=now_said,
            observed_at=observed_at,
            to_snapshot=change["to_snapshot"],
        )
        if name != event.change_id:
            del self.events[event.rule, event.change_id]
            self.replaced.append(event)
        self._put(again)
        is_otherwise = now_said != event.said or observed_at.date() != event.observed_at.date()
        if event.state is EventState.TOLD and is_otherwise:
            self._telling(event).is_correction = True
            self._tell(again)

    def _tell(self, event: Event) -> None:
        told = event._replace(state=EventState.TOLD, told_at=self.now)
        self._put(told)
        self._telling(told).told.append(told)

    def _telling(self, event: Event) -> Telling:
        key = (event.rule, event.group_id)
        return self.tellings.setdefault(key, Telling(*key))

    def _put(self, event: Event) -> None:
        """Keep the event in place of what it was."""
        key = (event.rule, event.change_id)
        self.events[key] = self.noted[key] = event

    def _silence(self, rule: Rule, recovered: Change) -> Event | None:
        """The silence that is over, where the rule told of it."""
        about = (rule.name, "source_stale", EventState.TOLD, recovered["from_snapshot"])
        events = self.events.values()
        told = (e for e in events if (e.rule, e.kind, e.state, e.to_snapshot) == about)
        return next(told, None)

    def _in_time(self, name: str) -> tuple[datetime, str]:
        return self.changes[name]["observed_at"], name


def _about(event: Event, *, undone: bool = False) -> About:
    """What an event is about, the same of what happens again; or what it undoes."""
    kind = _ONCE.get(event.kind, event.kind)
    kind = _OPPOSITES.get(kind, "") if undone else kind
    return (event.rule, event.board, event.channel, kind, event.threshold, event.model)


def group_id(rule: Rule, change: Change) -> str:
    """The name of what is told together: one update of a board, one silence, or one fact."""
    is_of_source = change["kind"] in OF_SOURCES
    snapshot = change["from_snapshot"] if is_of_source else change["to_snapshot"]
    about = change["change_id"] if rule.group == "fact" and not is_of_source else ""
    words = (rule.name, change["board"], change["channel"], snapshot, str(is_of_source), about)
    return hashlib.sha256("|".join(words).encode()).hexdigest()[:16]
