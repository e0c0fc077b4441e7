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
    monkeypatch.setenv("PREFECT_API_KEY", "secret")
    monkeypatch.setenv("PREFECT_API_URL", "https://elsewhere.example/api")
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS", "3")
    made = environment(tmp_path, 4321)

    assert "PREFECT_API_KEY" not in os.environ
    assert made["PREFECT_API_URL"] == "http://127.0.0.1:4321/api"
    assert made["PREFECT_HOME"] == str(tmp_path)
    assert made["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] == "3"


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
