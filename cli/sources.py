"""`podium sources`: what is watched, and whether the files that say so are right."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.asking import as_json, examples, near, now, published, settings
from cli.new_source import new
from cli.show import print_json, print_table
from leaderboard.errors import PodiumError, SourceFileError
from leaderboard.text import clean

if TYPE_CHECKING:
    from leaderboard.channel import Channel
    from leaderboard.source import Board, Source

Row = dict[str, Any]
_UNTRIED: Row = {"last_accepted_at": None, "models": None, "outcome": None}
_HEALTH = ("board", "channel", "accepted", "rows", "age", "outcome", "note")
_NEVER: Row = {"last_accepted_at": None, "last_attempt_at": None, "models": None, "state": None}


class Checked(NamedTuple):
    """A source file, and what is wrong with it; nothing where `error` is empty."""

    file: str
    error: str
    boards: tuple["Board", ...] = ()


@click.group(epilog=examples("sources list", "sources check arena"))
def sources() -> None:
    """What is watched: the source files, one a publisher, each with its boards and channels."""


sources.add_command(new)


@sources.command(name="list", epilog=examples("sources list", "sources list --json"))
@as_json
def list_(*, as_json: bool) -> None:
    """Every board with its channels, and when it was last seen."""
    from leaderboard.source import load_sources

    seen = seen_boards()
    rows = [
        _listed(source, board, seen.get(board.name, _NEVER))
        for source in load_sources(settings().sources)
        for board in source.all_boards
    ]
    if as_json:
        print_json(rows)
        return
    columns = ("board", "title", "channels", "cadence", "last_accepted_at", "models", "state")
    print_table(columns, [[_short(row, column) for column in columns] for row in rows])
    publishers = len({row["publisher"] for row in rows})
    click.echo(f"\n{len(rows)} boards of {publishers} publishers")
    if not seen:
        click.echo("nothing is on record yet; `podium run` captures every board that is on")


@sources.command(epilog=examples("sources check", "sources check artificial-analysis"))
@click.argument("name", required=False)
@as_json
def check(name: str | None, *, as_json: bool) -> None:
    """Check the source files, or the one of that NAME, and how it stands with each board.

    Of each board: the channel in use, when it last showed a standing, how many rows and how old,
    what came of the last attempt, and what keeps a channel from being read.
    """
    checked = check_sources(settings().sources, name)
    health = channel_health()
    rows = [_health(board, health) for each in checked for board in each.boards]
    if as_json:
        wrong = [{"file": c.file, "error": c.error} for c in checked if c.error]
        print_json([*wrong, *rows])
    else:
        for each in checked:
            click.echo(clean(each.error or f"{each.file}: ok, {boards_of(each)}"))
        if rows:
            click.echo()
            print_table(_HEALTH, [[row[column] for column in _HEALTH] for row in rows])
    if any(each.error for each in checked):
        raise click.exceptions.Exit(1)


def check_sources(folder: Path, name: str | None = None) -> list[Checked]:
    """Each source file of the folder, or the one of that name, with what is wrong with it.

    Raises:
        SourceFileError: there is no file, or none of that name.
    """
    names = sorted(path.stem for path in folder.glob("*.yml"))
    if not names:
        raise SourceFileError(f"{folder}: expected source files (*.yml), found none")
    publisher = None if name is None else name.partition("/")[0]
    if publisher is not None and publisher not in names:
        there = ", ".join(near(publisher, names) or names)
        raise SourceFileError(f"no source file {publisher}.yml in {folder}; there is: {there}")
    return [_checked(folder / f"{each}.yml") for each in names if publisher in {None, each}]


def seen_boards() -> dict[str, Row]:
    """The rows of `boards`, by name; none where nothing was published yet."""
    if not settings().published_file.is_file():
        return {}
    with published() as reader:
        return {board["board"]: board for board in reader.run("FROM boards").records()}


def channel_health() -> dict[tuple[str, str], Row]:
    """How it stands with each channel that was ever tried, by board and name."""
    if not settings().published_file.is_file():
        return {}
    with published() as reader:
        return {(row["board"], row["channel"]): row for row in reader.ask("health").records()}


def _health(board: "Board", health: dict[tuple[str, str], Row]) -> Row:
    channel = next(iter(board.channels_on()), None)
    row = health.get((board.name, channel.name if channel else ""), _UNTRIED)
    accepted = row["last_accepted_at"]
    return {
        "board": board.name,
        "channel": channel.name if channel else None,
        "accepted": accepted,
        "rows": row["models"],
        "age": None if accepted is None else ago(now() - accepted),
        "outcome": row["outcome"] or "never tried",
        "note": "; ".join(_notes(board, channel, health)),
    }


def _notes(
    board: "Board", used: "Channel | None", health: dict[tuple[str, str], Row]
) -> Iterator[str]:
    """What keeps a channel from being read, and what is not proven yet."""
    for channel in board.channels:
        if channel.on and channel.key is not None and channel.wants_key:
            yield f"{channel.name}: set {channel.key.variable}"
    if used is None:
        yield "no channel is on"
    elif used.unverified and health.get((board.name, used.name), _UNTRIED)["models"] is None:
        yield f"{used.name}: unverified"


def _checked(path: Path) -> Checked:
    from leaderboard.source import load_source
    from parsers import find_parser

    try:
        source = load_source(path)
        for board in source.all_boards:
            for channel in board.channels:
                find_parser(channel.parser or board.parser)
    except PodiumError as error:
        message = str(error)
        named = message if message.startswith(path.name) else f"{path.name}: {message}"
        return Checked(path.name, named)
    return Checked(path.name, "", source.all_boards)


def _listed(source: "Source", board: "Board", seen: Row) -> Row:
    return {
        "board": board.name,
        "title": board.title,
        "publisher": source.title,
        "channels": [
            {
                "name": channel.name,
                "kind": str(channel.kind),
                "on": channel.is_on,
                "unverified": channel.unverified,
            }
            for channel in board.channels
        ],
        "cadence": board.cadence,
        "last_accepted_at": seen["last_accepted_at"],
        "models": seen["models"],
        "state": seen["state"] or "never seen",
    }


def _short(row: Row, column: str) -> object:
    if column != "channels":
        return row[column]
    return ", ".join(_channel_words(channel) for channel in row["channels"])


def _channel_words(channel: Row) -> str:
    unverified = " (unverified)" if channel["unverified"] else ""
    return f"{channel['name']} {'on' if channel['on'] else 'off'}{unverified}"


def boards_of(checked: Checked) -> str:
    """How many boards a source file has: 1 board, 2 boards."""
    count = len(checked.boards)
    return f"{count} board" if count == 1 else f"{count} boards"


def ago(age: timedelta) -> str:
    """An age in its largest whole unit: 3 days ago."""
    for unit, name in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if age >= unit:
            count = age // unit
            return f"{count} {name}{'s' if count != 1 else ''} ago"
    return f"{max(age, timedelta(0)) // timedelta(minutes=1)} min ago"
