"""Boards in a test whose page of now the test sets, and receivers of what is told of them."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import msgspec

from flows.cycle import Cycle
from flows.tally import Tally
from flows.visits import utc_now, visits_of_now
from leaderboard.alert import Message
from leaderboard.settings import load_settings
from leaderboard.source import find_boards, load_sources
from tests.flows.home import QUICK, ROOT, TEXT, TTS, WEBDEV, Home, Rows
from tests.flows.made import Scores, arena_page, tts_page
from tests.flows.sources import write_sources
from tests.servers import Request, Server, answer, serve

_RAW = "https://raw.githubusercontent.com"
_ARENA = f"{_RAW}/aabao325/arena-ai-leaderboards/main/data"
_AA = f"{_RAW}/oolong-tea-2026/artificial-analysis-leaderboards/main/data"
_PAGES = {WEBDEV: f"{_ARENA}/code.json", TEXT: f"{_ARENA}/text.json", TTS: f"{_AA}/speech.json"}
# Some days ago, so that no source is stale.
FIRST_DAY = utc_now().date() - timedelta(days=9)
# Who is on a board and how good, so that each day one of them can climb into the top five.
NAMES = tuple(f"model-{number:02}" for number in range(12))
RULES = """
rules:
  top-five:
    title: Top five
    kinds: [entered_top, left_top]
    top: [5]
"""


def on_day(number: int, names: tuple[str, ...] = NAMES) -> Scores:
    """The standing of that day: from day 1 on another model from below is fourth each day."""
    best = [(name, 1500.0 - 10 * place) for place, name in enumerate(names)]
    climber = 4 + number
    return best if number == 0 else [*best[:3], (names[climber], 1475.0), *_others(best, climber)]


def _others(best: Scores, climber: int) -> Scores:
    return [pair for place, pair in enumerate(best) if place > 2 and place != climber]


def page(board: str, number: int, shown: Scores) -> bytes:
    """The page of the board as it was taken on that day."""
    day = str(FIRST_DAY + timedelta(days=number))
    if board == TTS:
        return tts_page(day, shown)
    return arena_page(day, shown, leaderboard="code" if board == WEBDEV else "text")


@dataclass
class Live:
    """A home, the pages that its boards show now, and the environment of who works in it."""

    home: Home
    server: Server
    pages: dict[str, bytes] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    def show(self, number: int, board: str = WEBDEV, shown: Scores | None = None) -> None:
        """From now on the board's page is that of this day."""
        self.pages[_PAGES[board]] = page(board, number, on_day(number) if shown is None else shown)

    def rows(self, sql: str) -> Rows:
        """What stands in the writer's own file."""
        return self.home.writer_rows(sql)

    @property
    def messages(self) -> list[Message]:
        """All messages on record, in the order of their deliveries."""
        bodies = self.rows("SELECT body FROM record.messages ORDER BY rowid")
        return [msgspec.json.decode(str(body), type=Message) for (body,) in bodies]

    def keys(self, receiver: str) -> list[str]:
        """The keys of the receiver's deliveries, in the order they are to be sent."""
        sql = f"SELECT key FROM record.deliveries WHERE receiver = '{receiver}' ORDER BY position"  # noqa: S608
        return [str(key) for (key,) in self.rows(sql)]

    def podium(self, *arguments: str, api: str) -> tuple[int, str]:
        """Run the installed command with a Prefect server: exit code, and what it said."""
        others = {name: v for name, v in os.environ.items() if not name.startswith("PREFECT_")}
        prefect = {"PREFECT_API_URL": api, "PREFECT_HOME": str(self.home.folder.parent / "prefect")}
        ended = subprocess.run(
            [str(Path(sys.executable).with_name("podium")), *arguments],
            cwd=ROOT,
            env={**others, **self.env, **prefect},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )
        return ended.returncode, ended.stdout

    @property
    def lines(self) -> list[dict[str, object]]:
        """The file of JSON lines."""
        text = (self.home.folder / "alerts.jsonl").read_text(encoding="ascii")
        assert text.endswith("\n")
        return [json.loads(line) for line in text.splitlines()]


@contextmanager
def living(folder: Path, rules: str = RULES, **receivers: str) -> Iterator[Live]:
    """A home with these rules and receivers, and a server of its boards' pages.

    No Prefect server is named in its environment.
    """
    pages: dict[str, bytes] = {}

    def respond(request: Request) -> bytes:
        body = pages.get(f"{_RAW}{request.path}")
        return answer(b"", 404) if body is None else answer(body)

    with serve(respond) as server:
        channels = {
            board: {"kind": "dataset", "url": url, "partial": None, "licence": "MIT"}
            for board, url in _PAGES.items()
        }
        sources = write_sources(folder / "sources", channels)
        file = folder / "rules.yml"
        file.write_text(rules, encoding="utf-8")
        env = {
            "PODIUM_HOME": str(folder / "home"),
            "PODIUM_SOURCES": str(sources),
            "PODIUM_MIRRORS": f"{_RAW}={server.url}",
            "PODIUM_RULES": str(file),
            **{f"PODIUM_RECEIVER_{name.upper()}": url for name, url in receivers.items()},
        }
        yield Live(Home(folder / "home", server.url, sources), server, pages, env)


def one_cycle() -> Tally:
    """One cycle over the board's page of now, from plan to delivery, as the flow does it."""
    cycle = _cycle()
    boards = find_boards(cycle.sources, tuple(os.environ.get("BOARDS", WEBDEV).split()))
    cycle.plan(list(visits_of_now(boards, {}, utc_now())))
    asyncio.run(cycle.capture())
    cycle.publish()
    asyncio.run(cycle.deliver())
    return cycle.tally


def publish() -> None:
    """What a cycle does once all is kept: readers see it, what is due is sent."""
    cycle = _cycle()
    cycle.publish()
    asyncio.run(cycle.deliver())


def deliver() -> None:
    """The end of a cycle: what is due is sent."""
    asyncio.run(_cycle().deliver())


def _cycle() -> Cycle:
    settings = load_settings()
    return Cycle(settings, load_sources(settings.sources), lambda _: None, manners=QUICK)
