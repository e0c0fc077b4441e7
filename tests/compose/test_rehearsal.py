"""docker-compose.yml rehearsed: its services as processes, a whole cycle, a backup restored."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import httpx
import pytest

from cli.recorded import recorded_pages
from tests.compose.native import Host, up
from tests.servers import Request, Server, answer, serve

pytestmark = [
    pytest.mark.skipif(duckdb.__version__ != "1.5.5", reason="a lake needs DuckDB 1.5.5"),
    pytest.mark.timeout(600),
]

_BOARD, _NEWCOMER = "voicebench/overall", "Kimi-Audio"
_DONE = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


class Page:
    """The page of a board, on two days: a model comes in at No. 4."""

    def __init__(self) -> None:
        (page,) = [p for p in recorded_pages([_BOARD]) if p.is_right and p.day.month == 5]
        (file,) = page.documents.values()
        self._text = file.read_text(encoding="utf-8")
        self.is_later = threading.Event()

    def __call__(self, request: Request) -> bytes:
        """The page of now; there is no other."""
        if not request.path.endswith("/VoiceBench/main/README.md"):
            return answer(b"", 404)
        lines = self._text.splitlines()
        if not self.is_later.is_set():
            lines = [line for line in lines if _NEWCOMER not in line]
            ranks = {"|  5   |": "|  4   |", "|  6   |": "|  5   |"}
            lines = [ranks.get(line[:8], line[:8]) + line[8:] for line in lines]
        return answer("\n".join(lines).encode())


@pytest.fixture
def page() -> Page:
    """What the publisher shows."""
    return Page()


@pytest.fixture
def publisher(page: Page) -> Iterator[Server]:
    """The publisher, on loopback."""
    with serve(page) as server:
        yield server


@pytest.fixture
def host(publisher: Server, tmp_path: Path) -> Iterator[Host]:
    """The services, up."""
    mirrors = f"https://raw.githubusercontent.com={publisher.url}"
    with up(Host(tmp_path, {"PODIUM_MIRRORS": mirrors})) as started:
        yield started


def test_the_services_do_a_whole_cycle(host: Host, page: Page, tmp_path: Path) -> None:
    """From pages to the lake, to readers and alerts; then a backup, and its restoring is proven."""
    for name in ("worker", "publisher"):
        host.expect_health(name)
    assert httpx.post(f"{host.api}/deployments/filter", json={}).status_code == 401

    _run(host, "ingest/voicebench")
    page.is_later.set()
    _run(host, "ingest/voicebench")
    _run(host, "publish/publish")

    standings = json.loads(_podium(host, "standings", _BOARD, "--json"))
    assert (4, _NEWCOMER) in [(row["rank"], row["model"]) for row in standings]
    alerts = (host.home / "alerts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["rule"] for line in alerts] == ["top-five-anywhere"]
    assert "backed up to" in host.run("backup")
    _expect_restored(host, tmp_path / "other", standings)
    assert [name for name in ("worker", "publisher", "server") if host.stop(name) > 10] == []
    print({name: round(seconds, 1) for name, seconds in host.seconds.items()})  # noqa: T201


def _run(host: Host, deployment: str) -> None:
    """Have the deployment run now, and wait until it is done."""
    began = time.monotonic()
    key = tuple(_secret_line(host, "PREFECT_API_AUTH_STRING").split(":"))
    with httpx.Client(base_url=host.api, auth=(key[0], key[1]), timeout=30) as client:
        found = client.get(f"/deployments/name/{deployment}").raise_for_status().json()
        asked = {"state": {"type": "SCHEDULED"}}
        run = client.post(f"/deployments/{found['id']}/create_flow_run", json=asked).json()
        while (state := client.get(f"/flow_runs/{run['id']}").json()["state"])["type"] not in _DONE:
            assert time.monotonic() - began < 120, host.log("worker") + host.log("publisher")
            time.sleep(0.2)
    host.seconds[f"{deployment} {len(host.seconds)}"] = time.monotonic() - began
    assert state["type"] == "COMPLETED", state["message"]


def _secret_line(host: Host, name: str) -> str:
    (line,) = [each for each in host.secret("prefect_client").splitlines() if name in each]
    return line.partition('"')[2].rstrip('"')


def _podium(host: Host, *arguments: str) -> str:
    """`podium` as the service `reader` has it: no secret, nothing but the volume."""
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "podium"), *arguments],
        env=host.environment("reader"),
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout


def _expect_restored(host: Host, home: Path, standings: list[dict[str, Any]]) -> None:
    """The newest backup, in another database and another home, answers as the record does."""
    address = host.secret("podium_lake")
    owner = address.replace("://lake:", "://postgres:").replace(
        _password(address), host.secret("postgres_password")
    )
    import psycopg  # noqa: PLC0415 - where a lake can be

    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored OWNER lake")
    other = {
        "PODIUM_HOME": str(home),
        "PODIUM_LAKE": address.removesuffix("/lake") + "/restored",
        "PODIUM_LAKE_DATA": str(home / "lake"),
    }
    subprocess.run(
        [str(Path(sys.executable).parent / "podium"), "restore", str(host.home / "backups")],
        env={**host.environment("backup"), **other},
        check=True,
    )
    ran = subprocess.run(
        [str(Path(sys.executable).parent / "podium"), "standings", _BOARD, "--json"],
        env={**os.environ, "PODIUM_HOME": str(home)},
        capture_output=True,
        check=True,
    )
    assert standings == json.loads(ran.stdout)
    assert (home / "alerts.jsonl").read_bytes() == (host.home / "alerts.jsonl").read_bytes()


def _password(address: str) -> str:
    return urlsplit(address).password or ""
