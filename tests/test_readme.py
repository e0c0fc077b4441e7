"""What the documents tell people to type is typed here."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.recorded import recorded_pages, serving

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def _commands() -> list[str]:
    """Every line of every shell block of the documents."""
    documents = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
    texts = [path.read_text("utf-8") for path in documents]
    lines = [line for text in texts for block in BLOCK.findall(text) for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line.strip()]


@pytest.fixture(scope="module")
def demo(
    tmp_path_factory: pytest.TempPathFactory, prefect_api: str
) -> Iterator[tuple[dict[str, str], str]]:
    """The demo, run once: the environment to look into its record, and what it printed."""
    home = tmp_path_factory.mktemp("demo")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PODIUM_")}
    environment |= {"PODIUM_HOME": str(home), "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    environment["PREFECT_API_URL"] = prefect_api
    done = _run("podium demo", environment)
    assert done.returncode == 0, done.stderr
    with serving([page for page in recorded_pages() if page.is_right]) as mirrors:
        mirrored = ",".join(f"{origin}={mirror}" for origin, mirror in mirrors.items())
        looking = {"PODIUM_HOME": str(home / "demo"), "PODIUM_MIRRORS": mirrored}
        yield environment | looking, done.stdout


def _run(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        shlex.split(command),
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=120,
    )


@pytest.mark.parametrize(
    "told",
    [
        "qwen3.7-max-20260517 enters Code Arena WebDev at No. 4 with 1541, one point behind claude",
        "Fun-Realtime-TTS-Preview climbs from No. 6 to No. 5 of Speech Arena with 1190.01: into",
        "blocked, and nothing is believed of it: expected the page, found a Cloudflare challenge",
    ],
)
def test_the_demo_tells_what_the_readme_shows(demo: tuple[dict[str, str], str], told: str) -> None:
    """Both headlines and the page that is not believed, in the words the README prints."""
    assert told in demo[1]
    assert told in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_demo_shows_the_captures_behind_each_update(demo: tuple[dict[str, str], str]) -> None:
    """Before and after: time, address, hash and WARC file, and the file is there."""
    before, after = re.findall(r"(?:before|after ) .*code\.json  sha256 (\w+)  (\S+)", demo[1])[:2]

    for digest, place in (before, after):
        path = Path(demo[0]["PODIUM_HOME"], "archive", place)
        assert path.name.startswith(digest)
        assert path.is_file()


def test_what_the_demo_says_to_try_next_works(demo: tuple[dict[str, str], str]) -> None:
    """Every command at its end runs on the record it left."""
    tries = re.findall(r"^  (\S*podium .*)$", demo[1], re.MULTILINE)

    assert len(tries) == 5
    for command in tries:
        done = _run(command, demo[0])
        assert (command, done.returncode, done.stderr) == (command, 0, "")
        assert done.stdout.strip()


@pytest.mark.parametrize("command", [c for c in _commands() if c.startswith("podium ")])
def test_a_command_of_the_documents_runs(demo: tuple[dict[str, str], str], command: str) -> None:
    """It exits 0 and prints something, with the recorded pages in place of the archives."""
    done = _run(command, demo[0])

    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0), done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("command", [c for c in _commands() if not c.startswith("podium ")])
def test_a_make_command_of_the_documents_exists(command: str) -> None:
    """Other than podium the documents only ask for make, and for targets that are there."""
    make, target = shlex.split(command)

    assert make == "make"
    done = _run(f"make --dry-run {target}", dict(os.environ))
    assert (done.returncode, done.stderr) == (0, "")
