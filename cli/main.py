"""The `podium` command. A subcommand's module is imported when it is asked for, not before."""

import atexit
import os
import sys
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

import click

from leaderboard.errors import PodiumError
from leaderboard.text import clean

_INTERRUPTED = 130


def main() -> NoReturn:
    """The command as installed."""
    code: str | int | None = 0
    try:
        podium()
    except SystemExit as end:
        code = end.code
    _leave(code)


def _leave(code: str | int | None) -> NoReturn:
    """End the process with the code that click gives.

    After a flow ran, Prefect's threads still live while Python takes the modules down, and what
    they hold is reported as leaked; so its own farewells are run, and the process ends there.
    """
    if "prefect" not in sys.modules:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - what Python itself would do next
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


class Entry(NamedTuple):
    """One subcommand: where it is defined, and its line in the help."""

    place: str
    line: str


COMMANDS: dict[str, dict[str, Entry]] = {
    "Start here": {
        "demo": Entry("cli.demo:demo", "Show two real events on recorded pages, offline."),
        "doctor": Entry("cli.doctor:doctor", "Check the installation and the record."),
    },
    "Capture": {
        "run": Entry("cli.cycle:run", "Capture what the boards show now."),
        "serve": Entry("cli.serve:serve", "Capture on schedule and tell what changed, for good."),
        "backfill": Entry("cli.cycle:backfill", "Read the past of a board from its archive."),
        "import": Entry("cli.importing:import_", "Take in what other web-archive tools captured."),
        "publish": Entry("cli.cycle:publish", "Put the writer's state where readers open it."),
        "migrate-to": Entry("cli.migrating:migrate_to", "Move the record to a shared lake."),
        "reparse": Entry("cli.cycle:reparse", "Read archived pages again after a parser changed."),
        "sources": Entry("cli.sources:sources", "List, check or add what is watched."),
        "deploy": Entry("cli.deploy:deploy", "Register what runs by itself on a Prefect server."),
    },
    "Read": {
        "standings": Entry("cli.standings:standings", "Who stands where, now or at a time."),
        "changes": Entry("cli.changes:changes", "What changed, each fact in a sentence."),
        "history": Entry("cli.history:history", "The ranks and scores of a model through time."),
        "renames": Entry("cli.renames:renames", "Names that may have changed: list, decide."),
        "unresolved": Entry("cli.unresolved:unresolved", "Names that the catalogue lacks."),
        "sql": Entry("cli.sql:sql", "Ask the record in SQL, read-only."),
    },
    "Tell": {
        "alerts": Entry("cli.alerts:alerts", "Rules and receivers: preview, try, send, silence."),
    },
    "Keep safe": {
        "backup": Entry("cli.backup:backup", "Copy everything, whole and consistent, to a folder."),
        "restore": Entry("cli.backup:restore", "Put a backup in the place of a lost record."),
    },
}
_PLACES = {name: entry for group in COMMANDS.values() for name, entry in group.items()}


class Podium(click.Group):
    """A group that knows its commands by name and loads one when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        del ctx
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        del ctx
        if cmd_name not in _PLACES:
            return None
        module, _, function = _PLACES[cmd_name].place.partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write every command's line without importing any."""
        del ctx
        for title, commands in COMMANDS.items():
            with formatter.section(title):
                formatter.write_dl([(name, entry.line) for name, entry in commands.items()])

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command; the one place where an error of ours becomes words and a status."""
        try:
            return super().invoke(ctx)
        except PodiumError as error:
            first, *more = str(error).splitlines() or [type(error).__name__]
            for line in (f"podium: {first}", *more):
                click.echo(clean(line), err=True)
            ctx.exit(1)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)


@click.group(
    cls=Podium,
    commands={name: click.Command(name) for name in _PLACES},  # for what a mistyped one was near
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`podium COMMAND --help` has examples. Times are UTC. Exit status: 0 done, 1 something "
    "asked for failed, 2 bad usage. PODIUM_HOME (default ./data) is the folder of the record.",
)
@click.version_option(package_name="podium", message="podium %(version)s")
@click.pass_context
def podium(ctx: click.Context) -> None:
    """The record of public AI leaderboards: every standing kept, every change with its evidence."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
