"""The services of docker-compose.yml run natively: what a container would be, as a process.

Command, environment, order and health checks are the file's. Only what a host would give is put in
by a table: names of hosts, ports, and the folders of volumes, secrets and tmpfs.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.compose.compose_file import ROOT, Service, argv, services
from tests.compose.postgres import BIN, free_port, postgres

_PATIENCE_SECONDS = 60.0
_GRACE_SECONDS = 15.0


@dataclass
class Host:
    """A host that runs the file's services in a folder of its own."""

    folder: Path
    variables: dict[str, str]
    ports: dict[str, int] = field(default_factory=dict)
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Give each name of the file a port of loopback; have the file's script make secrets."""
        self.ports = {name: free_port() for name in ("postgres", "server", "worker", "publisher")}
        self.services = services(self.variables)
        made = {
            "PODIUM_POSTGRES": f"127.0.0.1:{self.ports['postgres']}",
            "PODIUM_SERVER": f"http://127.0.0.1:{self.ports['server']}/api",
        }
        script = ["/bin/sh", str(ROOT / "deploy" / "secrets.sh"), str(self.folder / "secrets")]
        subprocess.run(script, env={**os.environ, **made}, check=True, capture_output=True)
        self.home.mkdir(parents=True)

    @property
    def home(self) -> Path:
        """The volume of the home, with those of lake and backups in it."""
        return self.folder / "volumes" / "home"

    @property
    def api(self) -> str:
        """The address of the Prefect server's API."""
        return f"http://127.0.0.1:{self.ports['server']}/api"

    def secret(self, name: str) -> str:
        """What stands in a secret."""
        return (self.folder / "secrets" / name).read_text(encoding="utf-8").strip()

    def run(self, name: str, more: Mapping[str, str] | None = None) -> str:
        """Run a service that ends by itself; returns what it printed."""
        done = subprocess.run(
            [self.put_in(name, part) for part in argv(self.services[name])],
            env={**self.environment(name), **(more or {})},
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=_PATIENCE_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, name: str) -> None:
        """Start a service that goes on."""
        with (self.folder / f"{name}.log").open("wb") as log:
            self.running[name] = subprocess.Popen(
                [self.put_in(name, part) for part in argv(self.services[name])],
                env=self.environment(name),
                cwd=self.home,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def expect_health(self, name: str) -> None:
        """Wait until the service's own health check says that it is well."""
        kind, *test = self.services[name]["healthcheck"]["test"]
        assert kind == "CMD"
        test = [self.put_in(name, part) for part in test]
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while subprocess.run(
            test, env=self.environment(name), capture_output=True, check=False
        ).returncode:
            process = self.running.get(name)
            assert process is None or process.poll() is None, self.log(name)
            assert time.monotonic() < deadline, self.log(name)
            time.sleep(1)  # each look is a process of its own

    def log(self, name: str) -> str:
        """What the service printed."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def stop(self, name: str) -> float:
        """End it as Compose does; returns how long that took, and none of its children live on."""
        process = self.running.pop(name)
        began = time.monotonic()
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return time.monotonic() - began

    def environment(self, name: str) -> dict[str, str]:
        """Only what the file gives, and where programs are."""
        path = f"{Path(sys.executable).parent}:{BIN}:{os.environ['PATH']}"
        given = self.services[name].get("environment", {})
        translated = {key: self.put_in(name, str(value)) for key, value in given.items()}
        modules = os.environ.get("PYTHONPATH", "")
        lent = {"PATH": path, "PYTHONPATH": modules, "HOME": str(self.folder / name)}
        return {**lent, **translated}

    def put_in(self, name: str, text: str) -> str:
        """The text with the host's own in place of what a container has."""
        table = {
            "/run/secrets": str(self._secrets_of(name, self.services[name])),
            "/var/lib/podium": str(self.home),
            "/var/lib/prefect": str(self.folder / "volumes" / "scheduler"),
            "/tmp/prefect": str(self.folder / name / "prefect"),  # noqa: S108 - the container's
            "http://server:4200": f"http://127.0.0.1:{self.ports['server']}",
            "--port=5432": f"--port={self.ports['postgres']}",
            "0.0.0.0": "127.0.0.1",  # noqa: S104 - never here
        }
        for old, new in table.items():
            text = text.replace(old, new)
        whole = {"4200": self.ports["server"], "8080": self.ports.get(name, 0)}
        return str(whole.get(text, text))

    def _secrets_of(self, name: str, service: Service) -> Path:
        """A folder of the secrets that this service has, and no others."""
        folder = self.folder / name / "secrets"
        if not folder.exists():
            folder.mkdir(parents=True)
            for secret in service.get("secrets", ()):
                shutil.copy(self.folder / "secrets" / secret, folder)
        return folder


@contextmanager
def up(host: Host) -> Iterator[Host]:
    """Start every service that is not for people, in order, each when what it waits for is so."""
    own = host.services["postgres"]
    secrets = host.folder / "secrets"
    script = (ROOT / "deploy" / "databases.sql").read_text(encoding="utf-8")
    script = script.replace("/run/secrets", str(secrets))
    with postgres(own["environment"], secrets, script, host.ports["postgres"]):
        try:
            for name, service in host.services.items():
                if "profiles" in service:
                    continue
                began = time.monotonic()
                for other, wanted in service.get("depends_on", {}).items():
                    if wanted["condition"] == "service_healthy":
                        host.expect_health(other)
                if service.get("restart") == "no":
                    host.run(name)
                elif name != "postgres":
                    host.start(name)
                host.seconds[name] = time.monotonic() - began
            yield host
        finally:
            for name in reversed(list(host.running)):
                host.stop(name)
