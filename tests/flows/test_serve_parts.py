"""What `podium serve` is made of, each part alone: systemd's socket, left processes, the lock."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import left_processes
from flows.notify import notify
from flows.own_server import environment
from flows.serve import serve
from leaderboard.errors import ServiceError
from leaderboard.settings import Settings


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The state goes as one datagram to the socket that systemd names."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1")

        assert channel.recv(64) == b"READY=1"


def test_systemd_that_is_away_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket that is not there changes nothing, nor does none."""
    monkeypatch.setenv("NOTIFY_SOCKET", "/nonexistent/notify")
    notify("READY=1")
    monkeypatch.delenv("NOTIFY_SOCKET")
    notify("READY=1")

    assert "NOTIFY_SOCKET" not in os.environ


def test_stopped_processes_of_a_killed_service_are_ended(tmp_path: Path) -> None:
    """A process of this folder is ended even when it is stopped; one of another folder is not."""
    ours, other = (_sleeper(tmp_path), _sleeper(tmp_path / "other"))
    ours.send_signal(signal.SIGSTOP)
    left_processes.end(tmp_path)
    is_there = other.poll() is None
    other.kill()

    assert is_there
    assert ours.wait(5) == -signal.SIGKILL
    assert list(left_processes.of(tmp_path)) == []


def test_environment_is_of_this_home_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither another server nor its key or database is mixed up with the service's own."""
    foreign = {
        "PREFECT_API_KEY": "secret",
        "PREFECT_API_AUTH_STRING": "user:secret",
        "PREFECT_PROFILES_PATH": "/run/secrets/prefect_client",
        "PREFECT_SERVER_API_BASE_PATH": "/other",
        "PREFECT_SERVER_API_AUTH_STRING": "user:secret",
        "PREFECT_SERVER_DATABASE_HOST": "db.example",
        "PREFECT_SERVER_DATABASE_MIGRATE_ON_START": "false",
        "PREFECT_CLIENT_CUSTOM_HEADERS": "{}",
    }
    for name, value in foreign.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("NO_PROXY", "intra.example")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("PREFECT_API_URL", "https://elsewhere.example/api")
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", "3")
    made = environment(tmp_path, 4321)

    assert set() == foreign.keys() & (os.environ.keys() | made.keys())
    assert made["no_proxy"] == made["NO_PROXY"] == "intra.example,127.0.0.1,localhost"
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4321/api"
    assert made["PREFECT_HOME"] == str(tmp_path)
    assert made["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] == "3"


def test_a_home_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    """A folder that cannot be made is an error of ours, with what to do."""
    (tmp_path / "home").write_text("a file", encoding="utf-8")

    with pytest.raises(ServiceError, match=r"expected to write to .*home/prefect, found: .*PODIUM"):
        serve(Settings(home=tmp_path / "home"), 0, print)


def _sleeper(folder: Path) -> "subprocess.Popen[bytes]":
    """A process with the mark of a service of that folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"],
        env={**os.environ, left_processes.MARK: str(folder)},
    )
    deadline = time.monotonic() + 10
    while process.pid not in left_processes.of(folder) and time.monotonic() < deadline:
        time.sleep(0.01)
    return process
