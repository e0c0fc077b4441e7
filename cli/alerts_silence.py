"""`podium alerts silence`: nothing is sent of a rule or board for a while."""

from collections.abc import Mapping
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from cli.asking import Moment, as_json, examples, near, now, settings
from cli.show import print_json, print_table
from leaderboard.errors import PodiumError, RulesError, WarehouseError
from leaderboard.place import is_begun
from leaderboard.text import clean, moment

if TYPE_CHECKING:
    from warehouse.telling import Connection


@click.command(
    epilog=examples(
        "alerts silence arena/text --until 3d",
        "alerts silence top-five-anywhere --until 2026-12-01T08:00Z",
        'alerts silence "arena/*" --until 8h',
        "alerts silence --off arena/text",
        "alerts silence",
    )
)
@click.argument("pattern", required=False)
@click.option(
    "--until", type=Moment(ahead=True), help="A day (its beginning), a time or a while ahead (8h)."
)
@click.option("--off", metavar="PATTERN", help="End the silence of this pattern now.")
@as_json
def silence(*, pattern: str | None, until: datetime | None, off: str | None, as_json: bool) -> None:
    """Send nothing of PATTERN until some time; without one, list the silences in force.

    PATTERN is a rule's name, a board, or a pattern of them with * for any letters. What happens
    until then is noted and stands in the feeds; it is not sent, not even afterwards. What was due
    before still is.
    """
    if (pattern is None) != (until is None) or (off is not None and pattern is not None):
        raise click.UsageError("expected PATTERN with --until, or --off PATTERN, or neither")
    if until is not None and until <= now():
        message = f"expected a time to come, found {moment(until)} UTC"
        raise click.BadParameter(message, param_hint="--until")
    file = settings().warehouse
    if not is_begun(file):
        raise WarehouseError(f"nothing has been recorded yet at {file}; run `podium run` first")
    from warehouse.database import writing
    from warehouse.units import carry_out

    if pattern is not None and until is not None:
        said = carry_out(file, lambda connection: _silence(connection, pattern, until))
        click.echo(clean(said))
    elif off is not None:
        click.echo(clean(carry_out(file, lambda connection: _end(connection, off))))
    else:
        with writing(file) as connection:
            _list(connection, as_json=as_json)


def _silence(connection: "Connection", pattern: str, until: datetime) -> str:
    from warehouse import deliveries

    names = [*deliveries.board_names(connection), *_rules()]
    fitting = [name for name in names if fnmatchcase(name, pattern)]
    if not fitting:
        raise PodiumError(_fits_nothing(pattern, names))
    deliveries.silence(connection, pattern, until, now())
    what = "" if fitting == [pattern] else f" ({_some(fitting)})"
    return f"nothing is sent of {pattern}{what} until {moment(until)} UTC; it is noted meanwhile"


def _end(connection: "Connection", pattern: str) -> str:
    from warehouse import deliveries
    from warehouse.outbox import quieted

    silent = quieted(connection, now())
    if pattern not in silent:
        there = ", ".join(silent) or "none"
        raise PodiumError(f"expected a silence in force, found {pattern!r}; there are: {there}")
    deliveries.end_silence(connection, pattern)
    return f"{pattern} is sent again; what was noted meanwhile is not"


def _list(connection: "Connection", *, as_json: bool) -> None:
    from warehouse.outbox import quieted

    silent = quieted(connection, now())
    if as_json:
        print_json({"pattern": pattern, "until": until} for pattern, until in silent.items())
    elif silent:
        print_silences(silent)
    else:
        click.echo("nothing is silenced; `podium alerts silence PATTERN --until 8h` does it")


def print_silences(silent: Mapping[str, datetime]) -> None:
    """Print what is silenced, and until when."""
    print_table(("silenced", "until"), list(silent.items()))


def _rules() -> list[str]:
    from alerts.rules import load_rules

    used = settings()
    try:
        return [rule.name for rule in load_rules(used.rules, used.labs).rules]
    except RulesError as error:
        click.echo(clean(f"note: {error}; only boards are known"), err=True)
        return []


def _fits_nothing(pattern: str, names: list[str]) -> str:
    similar = near(pattern, names)
    hint = f"near it: {', '.join(similar)}" if similar else f"there are: {_some(names)}"
    hint += "; `podium sources list` and `podium alerts status` list boards and rules"
    return f"expected a rule or a board on record, or a pattern of them, found {pattern!r}; {hint}"


def _some(names: list[str]) -> str:
    few, more = names[:5], len(names) - 5
    return ", ".join(few) + (f" and {more} more" if more > 0 else "")
