"""A record that is told of: rules, days, and the messages that come of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

import msgspec

from flows.telling import Teller
from leaderboard.alert import Line, Message
from leaderboard.capture import Capture, Cause
from leaderboard.source import Source, find_boards
from leaderboard.standing import Entry
from tests.alerts.changes import rules
from tests.record import BOARD, START, Record, make_capture, make_entries
from warehouse import record as recording
from warehouse import rereading
from warehouse.declaring import declare

TOP_FIVE = """
rules:
  top-five:
    kinds: [entered_top, left_top]
    top: [5]
"""
SILENT = """
rules:
  stale:
    kinds: [source_stale, source_recovered]
    repeat_every: 7d
"""
NAMES = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus")
FIRST = {name: 1500.0 - 10 * place for place, name in enumerate(NAMES)}
UP = FIRST | {"fay": 1475.0}  # above dan and eve: into the top five, eve falls out
ENTERED = (
    "fay climbs from No. 6 to No. 4 of Chess with 1475: into the top five; "
    "eve falls out, from 5 to 6"
)


def live(scores: dict[str, float] | Sequence[Entry], day: float) -> Capture:
    """A capture of these scores, made as it happened."""
    entries = make_entries(scores, half_width=10) if isinstance(scores, dict) else scores
    return replace(make_capture(entries, day), cause=Cause.SOURCE)


class Told(Record):
    """A warehouse whose changes are told by rules. The clock stands at the last capture's day."""

    def __init__(
        self,
        folder: Path,
        text: str = TOP_FIVE,
        receivers: tuple[str, ...] = ("team",),
        source: Source | None = None,
    ) -> None:
        self.now = START
        self.folder = folder
        self.teller = Teller(rules(folder, text), receivers, now=lambda: self.now)
        super().__init__(folder, source)
        self.declare()

    def __enter__(self) -> Self:
        return self

    def declare(self) -> None:
        """Bring the record up to date with the rules."""
        thresholds = self.teller.rules.thresholds if self.teller.rules else ()
        declare(self.connection, [self.source], self.teller, thresholds)

    def say(self, text: str) -> None:
        """From now on these rules hold."""
        self.teller = replace(self.teller, rules=rules(self.folder, text))

    def keep(self, *captures: Capture) -> list[str]:
        """Keep captures as one batch, and tell of them."""
        self.now = max(self.now, *(capture.attempted_at for capture in captures))
        boards = find_boards((self.source,))
        kept = recording.keep(self.connection, captures, boards, self.teller)
        return [outcome for outcome, _ in kept]

    def days(self, *days: dict[str, float]) -> None:
        """Keep days one by one, from the first on."""
        for day, scores in enumerate(days):
            self.keep(live(scores, day))

    @property
    def messages(self) -> list[Message]:
        """All messages, in the order they were made."""
        rows = self.rows(
            "SELECT body FROM record.messages ORDER BY made_at, revision, reason = 'first'"
        )
        return [msgspec.json.decode(str(body), type=Message) for (body,) in rows]

    @property
    def said(self) -> list[tuple[str, list[str]]]:
        """Why each message was made, and its sentences; one taken back in brackets."""
        return [
            (message.reason, [sentence(line) for line in message.lines])
            for message in self.messages
        ]

    def deliveries(self) -> list[tuple[object, ...]]:
        """To whom messages go, and how far they are."""
        return self.rows(
            "SELECT receiver, reason, state FROM alerts WHERE receiver IS NOT NULL "
            "ORDER BY made_at, revision, receiver"
        )

    def mark_sent(self, *receivers: str) -> None:
        """What is due to these receivers has arrived."""
        names = ", ".join(f"'{name}'" for name in receivers)
        self.connection.execute(
            f"UPDATE record.deliveries SET state = 'sent' WHERE state = 'due' AND receiver IN ({names})"  # noqa: S608, E501
        )


def sentence(line: Line) -> str:
    """The words of a line; in brackets where it was taken back."""
    words = "".join(line.sentence)
    return f"[{words}]" if line.is_withdrawn else words


def on(day: float) -> datetime:
    """That many days after the start."""
    return START + timedelta(days=day)


def reread(told: Told, scores: dict[str, float]) -> None:
    """The parser reads the last page otherwise."""
    pages = rereading.parsed_pages(told.connection, [BOARD])
    last = pages[-1]
    made = replace(
        live(scores, 0),
        attempted_at=last.attempted_at,
        observed_at=last.observed_at,
        sha256=last.sha256,
        archived=last.archived,
        url=last.url,
    )
    boards = find_boards((told.source,))
    rereading.reread(told.connection, [(last, made)], boards, told.now, told.teller)
