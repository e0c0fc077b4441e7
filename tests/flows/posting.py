"""A record that is told of, and what is sent of it, by a clock that the test moves."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.delivering import Delivering
from leaderboard.settings import Settings
from leaderboard.source import Source
from tests.alerts.telling import TOP_FIVE, Told
from tests.flows.told import posted
from tests.servers import Server


class Posted(Told):
    """A home whose changes are told and sent; the clock of both is `now`."""

    def __init__(
        self,
        home: Path,
        monkeypatch: pytest.MonkeyPatch,
        text: str = TOP_FIVE,
        source: Source | None = None,
        **receivers: Server | str,
    ) -> None:
        self.settings = Settings(home=home)
        self.monkeypatch = monkeypatch
        monkeypatch.setattr("alerts.address.PACE_SECONDS", 0.0)
        for name, server in receivers.items():
            self.move(name, server)
        self.settings.writer_file.parent.mkdir(parents=True, exist_ok=True)
        super().__init__(self.settings.writer_file.parent, text, tuple(receivers), source)

    def move(self, receiver: str, to: Server | str) -> None:
        """From now on the receiver is there: a webhook, or another address."""
        url = to if isinstance(to, str) else to.url.replace("http:", "json:") + "/hook"
        self.monkeypatch.setenv(f"PODIUM_RECEIVER_{receiver.upper()}", url)

    def deliver(self, now: datetime | None = None) -> list[tuple[str, str, str]]:
        """Send what is due, as of some time: to whom, what became of it, what went wrong."""
        self.now = now or self.now
        delivering = Delivering(self.settings, self.teller.rules, lambda: self.now)
        delivering.work_off()
        return [(sent.receiver, str(sent.state), sent.error) for sent in delivering.sent]

    def keys(self, receiver: str) -> list[str]:
        """The keys of the receiver's deliveries that were not cancelled, in order."""
        rows = self.rows(
            f"SELECT key FROM record.deliveries WHERE receiver = '{receiver}' "  # noqa: S608
            "AND state <> 'cancelled' ORDER BY position"
        )
        return [str(key) for (key,) in rows]

    def next_attempt(self, receiver: str) -> datetime:
        """When the receiver is tried next."""
        ((due_at,),) = self.rows(
            f"SELECT min(due_at) FROM record.deliveries WHERE receiver = '{receiver}' "  # noqa: S608
            "AND state IN ('due', 'sending')"
        )
        assert isinstance(due_at, datetime)
        return due_at


def keys_of(server: Server) -> list[str]:
    """The keys that came to a webhook."""
    return [got.key for got in posted(server)]
