"""`podium serve`: the whole service of one machine, in the foreground."""

import signal
import sys
from contextlib import suppress
from types import FrameType

import click

from cli.asking import examples


@click.command(epilog=examples("serve", "serve --port 4300", "serve --port 0"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="Where the UI and the API are on 127.0.0.1; 0 is any free one. PODIUM_PORT, else 4200.",
)
def serve(port: int | None) -> None:
    """Capture every source on its own cadence, tell what changed, and go on until told to end.

    One command is all that a machine needs: it starts a Prefect server of its own, whose UI shows
    every run, and each run is a process of its own. Each source has its own time, which stays the
    same over restarts; of runs that were missed meanwhile the last one is done, once. Source files
    may be changed while it runs.

    SIGTERM and Ctrl-C end it within ten seconds, whatever it is doing; the next start goes on from
    there. All it keeps is under PODIUM_HOME. For many machines there is `podium deploy`.
    """
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    from flows.serve import serve as serve_now
    from leaderboard.settings import load_settings

    settings = load_settings()
    serve_now(settings, settings.port if port is None else port, _say)


def _end(_: int, __: FrameType | None) -> None:
    """While it starts there is nothing to wait for."""
    sys.exit(0)


def _say(line: str) -> None:
    """A reader of the output that went away is no reason to end."""
    with suppress(OSError):
        click.echo(line)
