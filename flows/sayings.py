"""What the log says of a tally that grows: each thing once, when it is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.logs import log
from flows.tally import Tally
from flows.visits import Visit
from leaderboard.alert import DeliveryState
from leaderboard.capture import BROKEN
from warehouse.record import Kept


@dataclass(slots=True)
class Saying:
    """How much of a run's tally was said so far."""

    done: list[tuple[Visit, Kept]] = field(default_factory=list)
    count: int = 0
    told: int = 0
    sent: int = 0
    faults: int = 0

    def say(self, tally: Tally) -> None:
        """Say what is new."""
        for visit, kept in self._ends(tally):
            say = log.warning if kept.outcome in BROKEN else log.info
            facts = {"board": visit.board.name, "channel": visit.channel.name}
            day = {"day": visit.day.isoformat()} if visit.day else {}
            say("board", **facts, outcome=kept.outcome, reason=kept.reason, **day)
        for headline in [*tally.told.values()][self.told :]:
            log.info("told", headline=headline)
        for sent in tally.sent[self.sent :]:
            say = log.info if sent.state == DeliveryState.SENT else log.warning
            say("sent", **sent._asdict())
        for fault in tally.faults[self.faults :]:
            log.error("fault", reason=fault)
        self.told, self.sent, self.faults = map(len, (tally.told, tally.sent, tally.faults))

    def _ends(self, tally: Tally) -> Iterator[tuple[Visit, Kept]]:
        """The ends of visits that were not said; those that are tried again leave the tally."""
        if tally.done is not self.done:
            said = {id(pair) for pair in self.done[: self.count]}
            self.count = sum(1 for pair in tally.done if id(pair) in said)
            self.done = tally.done
        yield from tally.done[self.count :]
        self.count = len(tally.done)
