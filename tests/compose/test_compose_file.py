"""docker-compose.yml and Dockerfile: what each service may do, and that nothing moves by itself."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from cli.main import podium
from flows.deployments import KEEPER, POOL
from tests.compose.compose_file import FILE, ONE_SHOT, ROOT, Service, argv, read_compose, services

_SERVICES = services()
_PINNED = re.compile(r"[a-z]+:[0-9.]+[a-z0-9.\-]*@sha256:[0-9a-f]{64}")
_OURS = "podium:0.1.0"
_LONG_LIVED = [name for name in _SERVICES if name not in ONE_SHOT]

each_service = pytest.mark.parametrize("service", _SERVICES.values(), ids=_SERVICES)
each_long_lived = pytest.mark.parametrize(
    "service", [_SERVICES[name] for name in _LONG_LIVED], ids=_LONG_LIVED
)


def test_it_is_a_compose_file() -> None:
    """It is what the compose specification's schema says, as told without a network."""
    command = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    checked = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout


def test_compose_reads_it() -> None:
    """A real one finds nothing wrong; it needs no engine for that."""
    if shutil.which("docker") is None or _docker("compose", "version").returncode:
        pytest.skip("needs docker with its plugin compose")
    ran = _docker("compose", "--file", str(FILE), "config", "--quiet")

    assert ran.stderr == ""


def _docker(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["docker", *arguments],  # noqa: S607 - of the system
        capture_output=True,
        text=True,
        check=False,
    )


@each_service
def test_no_service_can_do_more_than_it_must(service: Service) -> None:
    """No root, no capability, no new privilege, nothing written but volumes and memory, limits."""
    user, _, group = service["user"].partition(":")
    limits = service["deploy"]["resources"]["limits"]

    assert int(user) > 0
    assert int(group) > 0
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"cpus", "memory", "pids"} <= limits.keys()
    assert "max-size" in service["logging"]["options"]
    assert not service.keys() & {"privileged", "cap_add", "pid", "ipc", "devices"}


@each_service
def test_every_image_is_pinned(service: Service) -> None:
    """By digest where it is somebody else's; ours by the version of this checkout."""
    image = service["image"]

    assert image == _OURS or _PINNED.fullmatch(image)
    assert ("build" in service) == (image == _OURS)
    assert f'version = "{_OURS.partition(":")[2]}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@each_long_lived
def test_what_goes_on_is_watched_and_started_again(service: Service) -> None:
    """It has a health check, a policy of restarts and time to end."""
    assert service["healthcheck"]["test"][0] == "CMD"
    assert {"interval", "timeout", "retries", "start_period"} <= service["healthcheck"].keys()
    assert service["restart"] == "unless-stopped"
    assert "stop_grace_period" in service


@each_service
def test_secrets_are_files(service: Service) -> None:
    """No value of the environment is a secret, and each file that is named is given."""
    given = service.get("environment", {})
    secrets = service.get("secrets", [])
    named = {
        value.removeprefix("/run/secrets/") for value in given.values() if "/secrets/" in value
    }

    assert named <= set(secrets)
    assert [n for n in given if re.search("PASSWORD$|AUTH|TOKEN|_URL$|LAKE$", n)] in (
        [],
        ["PREFECT_API_URL"],
        ["PREFECT_SERVER_UI_API_URL"],
    )
    assert all("@" not in value for value in given.values())


def test_what_outlives_a_server_and_what_it_writes_has_a_place() -> None:
    """Leases are files of a volume that our user may write, the pages are in memory."""
    server = _SERVICES["server"]
    given = server["environment"]
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    owned = image.partition("install -d -o podium")[2].partition("\nCOPY")[0].split()

    assert given["PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE"].endswith(".filesystem")
    assert server["volumes"] == [f"scheduler:{given['PREFECT_HOME']}"]
    assert given["PREFECT_SERVER_UI_STATIC_DIRECTORY"].startswith("/tmp/")  # noqa: S108 - a tmpfs
    for service in (each for each in _SERVICES.values() if each["image"] == _OURS):
        assert {each.split(":")[1] for each in service.get("volumes", [])} <= set(owned)


def test_schedules_outlive_the_container_that_registers_them() -> None:
    """The name of a container, which schedules may follow from, is not another one each time."""
    assert _SERVICES["deploy"]["hostname"] == "podium"


def test_a_worker_reads_pages_and_cannot_reach_the_scheduler_s_database() -> None:
    """Who handles what strangers wrote has neither that password nor anybody else's."""
    assert set(_SERVICES["worker"]["secrets"]) == {"prefect_client", "podium_lake", "receivers"}
    assert "secrets" not in _SERVICES["reader"]
    assert _SERVICES["reader"]["network_mode"] == "none"
    assert _SERVICES["reader"]["volumes"] == ["home:/var/lib/podium:ro"]


def test_ports_are_of_loopback_only() -> None:
    """One is published, on this machine alone; Postgres has none, and no way out."""
    ports = {name: each["ports"] for name, each in _SERVICES.items() if "ports" in each}

    assert ports == {"server": ["127.0.0.1:4200:4200"]}
    assert _SERVICES["postgres"]["networks"] == ["inside"]
    assert read_compose()["networks"]["inside"] == {"internal": True}


def test_variables_change_what_they_should() -> None:
    """Port, workers, their limit and the folder of secrets are the user's."""
    wanted = {"PODIUM_PORT": "4300", "PODIUM_WORKERS": "5", "PODIUM_SECRETS_FOLDER": "/safe"}
    changed = services(wanted)

    assert changed["server"]["ports"] == ["127.0.0.1:4300:4200"]
    assert changed["worker"]["deploy"]["replicas"] == "5"
    secrets = read_compose(wanted)["secrets"].values()
    assert {Path(secret["file"]).parent for secret in secrets} == {Path("/safe")}


@each_service
def test_commands_are_there(service: Service) -> None:
    """Each of our commands is one of `podium`, and each of Prefect's is known to it."""
    program, *words = argv(service) if "command" in service else ("postgres",)

    assert program in {"podium", "prefect", "postgres"}
    if program == "podium":
        assert CliRunner().invoke(podium, [words[0], "--help"]).exit_code == 0
    if words[:1] == ["worker"]:
        assert f"--pool={POOL}" in words
        assert words[4] in {f"--work-queue={queue}" for queue in ("default", KEEPER)}


def test_the_image_is_built_from_what_is_locked() -> None:
    """Its base is pinned by digest, its files by sha256, and it runs as nobody in particular."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2]

    assert _PINNED.fullmatch(re.findall("ARG PYTHON=(.*)", text)[0])
    assert re.findall("FROM (.*) AS", text) == ["${PYTHON}"] * 2
    assert text.count("--require-hashes") == 2
    assert re.findall("USER (.*)", last) == [_SERVICES["worker"]["user"]]
    assert "STOPSIGNAL SIGTERM" in last
    assert 'ENTRYPOINT ["podium"]' in last


def test_the_image_has_every_folder_that_is_installed() -> None:
    """What .dockerignore lets in is what pyproject.toml puts into the package."""
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = yaml.safe_load(re.findall(r"^packages = (\[.*\])$", project, re.MULTILINE)[0])
    included = re.findall(r'^"([a-z.]+)" = "leaderboard/', project, re.MULTILINE)

    assert {*packages, *included} <= allowed
