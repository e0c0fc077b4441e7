"""The command as a whole: help, errors, exit statuses."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.main import COMMANDS, podium
from tests.cli.conftest import Ask

PODIUM = [sys.executable, "-m", "cli.main"]
READERS = ("standings", "changes", "history", "sql", "sources", "doctor", "alerts")
HEAVY = ("duckdb", "prefect", "pydantic", "httpx", "rich", "yaml")


def test_help_names_every_command_with_its_line() -> None:
    """`podium --help`, and `podium` alone, list every command."""
    helped = CliRunner().invoke(podium, ["--help"])
    alone = CliRunner().invoke(podium, [])

    assert (helped.exit_code, alone.exit_code) == (0, 0)
    assert alone.output == helped.output
    for commands in COMMANDS.values():
        for name, entry in commands.items():
            assert f"  {name}" in helped.output
            assert entry.line in helped.output


def test_help_loads_no_heavy_module() -> None:
    """Help is there at once: neither database, scheduler, HTTP client nor pydantic is imported."""
    program = f"""
import sys
from click.testing import CliRunner
from cli.main import podium
for arguments in [[]] + [[name] for name in {READERS!r}]:
    assert CliRunner().invoke(podium, [*arguments, "--help"]).exit_code == 0, arguments
print([name for name in {HEAVY!r} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", [name for group in COMMANDS.values() for name in group])
def test_every_command_has_help(name: str) -> None:
    """Every command of the list exists and explains itself."""
    helped = CliRunner().invoke(podium, [name, "--help"])

    assert helped.exit_code == 0
    assert f"Usage: podium {name}" in helped.output


@pytest.mark.parametrize("name", READERS)
def test_reading_commands_show_examples(name: str) -> None:
    """The help of a reading command ends with something to type, or needs no argument."""
    helped = CliRunner().invoke(podium, [name, "--help"])

    assert f"  podium {name}" in helped.output or name == "doctor"


def test_version_is_the_projects_own(ask: Ask) -> None:
    """`--version` says what is installed."""
    assert ask("--version").output.startswith("podium ")


def test_a_mistyped_command_gets_a_suggestion(ask: Ask) -> None:
    """A word that is no command is bad usage, and a near one is named."""
    result = ask("standing")

    assert result.exit_code == 2
    assert "standings" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("standings", "acme/chess"),
        ("changes",),
        ("history", "alpha"),
        ("sql", "FROM boards"),
    ],
)
def test_an_empty_home_says_what_to_run_first(
    arguments: tuple[str, ...], ask: Ask, tmp_path: Path
) -> None:
    """Without a record every reading command fails with one clear line."""
    result = ask(*arguments, env={"PODIUM_HOME": str(tmp_path)})

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nothing has been recorded yet" in result.stderr
    assert "podium demo" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_damaged_record_is_told_without_a_traceback(ask: Ask, tmp_path: Path) -> None:
    """A file that is no database is an error in words."""
    (tmp_path / "podium.duckdb").write_bytes(b"this is not a database" * 1000)

    result = ask("standings", "acme/chess", env={"PODIUM_HOME": str(tmp_path)})

    assert result.exit_code == 1
    assert "cannot be opened" in result.stderr


def test_a_wrong_setting_is_named(ask: Ask) -> None:
    """A setting that cannot be is an error naming it, not a traceback."""
    result = ask("standings", "acme/chess", env={"PODIUM_MIRRORS": "nonsense"})

    assert result.exit_code == 1
    assert "PODIUM_MIRRORS" in result.stderr


def test_an_interrupt_ends_quietly_with_130(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no error: nothing is printed and the status is the shell's own for it."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(click.Command, "invoke", interrupted)

    result = ask("changes")

    assert (result.exit_code, result.output) == (130, "")


def test_a_reader_that_stops_reading_is_no_error(home: Path) -> None:
    """`podium ... | head` ends without a traceback."""
    endless = 'podium() { "$0" -c "from cli.main import podium; podium()" "$@"; }; '
    command = endless + 'podium sql "FROM range(2000000)" --csv | head -n 2'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PODIUM_HOME": str(home)},
    )

    assert (done.stdout, done.stderr) == ("range\n0\n", "")


def test_an_interrupted_process_leaves_130(home: Path) -> None:
    """A real Ctrl-C during a query ends the process with 130 and takes the query along."""
    endless = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT max(x) FROM a"
    program = "from cli.main import podium; podium()"
    child = subprocess.Popen(
        [sys.executable, "-c", program, "sql", endless],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PODIUM_HOME": str(home)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    with pytest.raises(subprocess.TimeoutExpired):
        child.wait(1.0)
    child.send_signal(signal.SIGINT)
    printed, complained = child.communicate(timeout=10)

    assert (child.returncode, printed, complained) == (130, b"", b"")
