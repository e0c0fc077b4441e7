"""`podium serve`: it works by itself, is alone, ends cleanly, and survives what is killed."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from tests.flows.home import TEXT, WEBDEV, Home, environment
from tests.flows.made import arena_page, scores
from tests.flows.service import Service, serving, until
from tests.flows.sources import write_sources
from tests.servers import Request, answer, serve

_PODIUM = str(Path(sys.executable).with_name("podium"))


class Pages:
    """The pages of every day, the same standing on each; they wait while they are held."""

    def __init__(self) -> None:
        """Hold none."""
        self.may_answer, self.is_asked = threading.Event(), threading.Event()
        self.may_answer.set()

    def board(self, request: Request) -> bytes:
        """The page of a day."""
        self.is_asked.set()
        self.may_answer.wait(60)
        day, file = request.path.split("/")[-2:]
        name = file.removesuffix(".json")
        return answer(arena_page(day, scores(), leaderboard=name, fetched_at=f"{day}T00:00:00Z"))


class Place(NamedTuple):
    """A home with two boards of one publisher, and its environment."""

    home: Home
    env: dict[str, str]
    pages: Pages


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A home that has not been served before."""
    sources = write_sources(tmp_path / "sources", {}, open_ended=True)
    (sources / "artificial-analysis.yml").unlink()
    pages = Pages()
    with serve(pages.board) as server:
        home = Home(tmp_path / "home", server.url, sources)
        yield Place(home, environment(home.folder, server.url, sources), pages)
        pages.may_answer.set()


def begun(place: Place, service: Service) -> str:
    """The id of a run that is in the middle of a page."""
    place.pages.may_answer.clear()
    place.pages.is_asked.clear()
    run = service.run_now("ingest/arena")
    assert place.pages.is_asked.wait(40)
    return run


def test_serves_by_itself_alone_and_survives_being_killed(place: Place) -> None:
    """It answers, is alone, runs a cycle at its time, and is started again after any kill.

    Killed itself (-9) in a cycle, its children end; the next marks the run and does its work once.
    It ends within ten seconds in the middle of a cycle, too.
    """
    with serving(place.home.folder, place.env) as service:
        check_answers(service)
        check_refuses(place, service)
        check_cycle(place, service)
        check_server(place, service)
        run = begun(place, service)
        service.end(signal.SIGKILL)
        until(lambda: service.children() == [], 10)
        place.pages.may_answer.set()
    with serving(place.home.folder, place.env) as service:
        check_done_again(service, run)
        other = begun(place, service)
        status, seconds = service.end()
        left = service.children()
        place.pages.may_answer.set()

    assert (status, left) == (0, [])
    assert seconds < 10
    assert state_on_disk(place, other) == "CRASHED"
    assert place.home.rows("SELECT count(*) FROM record.snapshots") == [(2,)]


def check_answers(service: Service) -> None:
    """UI, API and metrics answer, but not to whoever calls this machine by another name."""
    ui = httpx.get(f"{service.url}/", follow_redirects=True, timeout=60)
    metrics = httpx.get(f"{service.url}/metrics", timeout=60)
    elsewhere = httpx.get(f"{service.url}/api/health", headers={"Host": "evil.example"})

    assert [ui.status_code, metrics.status_code, elsewhere.status_code] == [200, 200, 400]
    assert "<html" in ui.text


def check_refuses(place: Place, service: Service) -> None:
    """A second service of the same home is one line that names the first."""
    ended = subprocess.run(
        [_PODIUM, "serve", "--port", "0"],
        env={**place.env, "PATH": "", "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"found that process {service.process.pid} serves it" in ended.stderr


def check_cycle(place: Place, service: Service) -> None:
    """A cycle begins at its time by itself, is told of in a line, and readers see its standings."""
    due = datetime.now(UTC) + timedelta(seconds=18)
    service.schedule_at("ingest/arena", due)
    until(lambda: service.said("ingest arena: completed"))
    (run,) = service.runs()
    late = datetime.fromisoformat(run["start_time"]) - due

    assert abs(late) < timedelta(seconds=5)
    assert place.home.rows("SELECT board FROM boards WHERE state = 'ok' ORDER BY ALL") == [
        (TEXT,),
        (WEBDEV,),
    ]


def check_server(place: Place, service: Service) -> None:
    """A server that is killed (-9) in a cycle is started again, and the cycle ends as it would."""
    run = begun(place, service)
    os.kill(service.server(), signal.SIGKILL)
    until(lambda: service.said("is started again"))
    place.pages.may_answer.set()
    until(lambda: service.state(run) == "COMPLETED")

    assert service.ask("health") is True


def check_done_again(service: Service, run: str) -> None:
    """The run that was cut off is marked, and done again once; nothing else runs."""
    until(lambda: len(service.runs()) > 3)
    *_, again = service.runs()
    until(lambda: service.state(again["id"]) == "COMPLETED")

    assert [service.state(each["id"]) for each in service.runs()] == [
        "COMPLETED",
        "COMPLETED",
        "CRASHED",
        "COMPLETED",
    ]
    assert service.runs()[2]["id"] == run


def state_on_disk(place: Place, run: str) -> str:
    """The state of a run in the database of a service that has ended."""
    with sqlite3.connect(place.home.folder / "prefect" / "prefect.db") as database:
        asked = "SELECT state_type FROM flow_run WHERE id = ?"
        return str(database.execute(asked, [run]).fetchone()[0])


def test_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """A port that somebody listens on is one line with what to do, in a moment."""
    with serve(lambda _: answer()) as server:
        port = server.url.rpartition(":")[2]
        ended = subprocess.run(
            [_PODIUM, "serve", "--port", port],
            env={
                "PODIUM_HOME": str(tmp_path),
                "PATH": "",
                "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"podium: expected port {port} of 127.0.0.1 to be free")
    assert "--port" in ended.stderr
