"""`podium sources new`: from an address to a parser, a source entry and a fixture."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.asking import examples, near, now, settings
from cli.show import cell, print_table
from leaderboard.errors import LayoutError
from leaderboard.text import clean

if TYPE_CHECKING:
    from cli.scaffold.draft import Draft
    from cli.scaffold.files import Files
    from leaderboard.page import Page
    from parsers.roles import Columns, Role
    from parsers.survey import Candidate

_NAME = re.compile(r"[a-z0-9][a-z0-9.\-]*/[a-z0-9][a-z0-9.\-]*")
_LONGEST_NAME = 60
_LISTED, _COLUMNS, _CELL = 12, 8, 40
_HELP_INTO = "Write below this folder, not into the checkout."


class BoardName(click.ParamType[str]):
    """The name of a board: <publisher>/<board>."""

    name = "publisher/board"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """The name, if it may be one."""
        text = str(value)
        if _NAME.fullmatch(text) is None or len(text) > _LONGEST_NAME:
            self.fail(
                f"expected <publisher>/<board> in small letters, digits, dots and dashes, at most "
                f"{_LONGEST_NAME} signs, such as open-asr/english; found {text!r}",
                param,
                ctx,
            )
        return text


@click.command(
    epilog=examples(
        "sources new open-asr/english --url https://example.org/leaderboard.csv",
        "sources new acme/coding --url https://example.org/board --list",
        'sources new acme/coding --url https://example.org/board --table 2 --score "Pass@1"',
    )
)
@click.argument("name", type=BoardName())
@click.option("--url", required=True, help="The address of the page, or better of its data.")
@click.option("--list", "only_list", is_flag=True, help="Show what stands in the page, no more.")
@click.option("--table", type=click.IntRange(min=1), help="The one to read, by its number.")
@click.option("--model", metavar="COLUMN", help="The column that names the model.")
@click.option("--score", metavar="COLUMN", help="The column of the score.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help=_HELP_INTO)
@click.option("--allow-private", is_flag=True, help="The address may be one that is not public.")
def new(
    *,
    name: str,
    url: str,
    only_list: bool,
    table: int | None,
    model: str | None,
    score: str | None,
    into: Path | None,
    allow_private: bool,
) -> None:
    """Make a new board NAME, which is <publisher>/<board>, from a page that shows it.

    Fetches the page once, obeying its robots.txt; finds the tables and lists in it (HTML, Markdown,
    CSV, YAML, JSON, and JSON inside of pages); and writes a parser that reads the likeliest, a
    source entry and a fixture. Nothing is overwritten. Which column is what is guessed from its
    name and its values: what you must decide is marked `# decide:`.
    """
    page, found = _surveyed(url, allow_private=allow_private)
    if table is not None and table > len(found):
        raise click.BadParameter(f"expected 1 to {len(found)}, found {table}", param_hint="--table")
    candidate = found[(table or 1) - 1]
    _show(found, candidate)
    if not only_list:
        columns = _understood(candidate, {"model": model, "score": score})
        _write(_drafted(name, page, candidate, columns), page, into, allow_private=allow_private)


def _surveyed(url: str, *, allow_private: bool) -> "tuple[Page, list[Candidate]]":
    import asyncio

    from flows.surveying import survey_page

    return asyncio.run(survey_page(url, settings(), allow_private=allow_private))


def _show(found: "list[Candidate]", chosen: "Candidate") -> None:
    """What could be the standing, numbered: its columns, how many rows it has, the first one."""
    shown = found[: max(_LISTED, found.index(chosen) + 1)]
    rows = [
        [
            f"{'*' if each is chosen else ' '}{number}",
            each.name,
            len(each.rows),
            _few(each.columns),
            _few(each.rows[0].get(column) for column in each.columns),
        ]
        for number, each in enumerate(shown, start=1)
    ]
    print_table(("table", "what", "rows", "columns", "first row"), rows)
    if len(found) > len(shown):
        click.echo(f"and {len(found) - len(shown)} more, less likely")


def _few(values: Iterable[object]) -> str:
    texts = [cell(value) for value in values]
    short = [text if len(text) <= _CELL else f"{text[:_CELL]}..." for text in texts[:_COLUMNS]]
    return " | ".join([*short, *(["..."] if len(texts) > _COLUMNS else [])])


def _understood(candidate: "Candidate", asked: dict[str, str | None]) -> "Columns":
    """The columns by their role.

    Raises:
        LayoutError: the model or the score is in no column that is understood.
    """
    from parsers.columns import guess
    from parsers.roles import Role

    chosen = {Role(role): column for role, column in asked.items() if column is not None}
    for role, column in chosen.items():
        if column not in candidate.columns:
            there = ", ".join(near(column, candidate.columns) or candidate.columns)
            message = f"expected a column of {candidate.name}, such as {there}"
            raise click.BadParameter(f"{message}; found {column!r}", param_hint=f"--{role}")
    columns = guess(candidate.columns, candidate.rows, chosen)
    for role in (Role.MODEL, Role.SCORE):
        if role not in columns:
            raise LayoutError(_not_understood(candidate, role, chosen.get(role)))
    return columns


def _not_understood(candidate: "Candidate", role: "Role", asked: str | None) -> str:
    names = ", ".join(repr(name) for name in candidate.columns if name)
    if asked is not None:
        kind = "a number in every row" if role == "score" else "a name in every row"
        values = ", ".join(repr(row.get(asked)) for row in candidate.rows[:3])
        return f"{candidate.name}: expected {kind} of {asked!r}, found values such as {values}"
    return (
        f"{candidate.name}: expected a column that is the {role}, found none by its name and "
        f"values among {names}; name it with --{role} COLUMN, or take another table with --table N"
    )


def _drafted(name: str, page: "Page", candidate: "Candidate", columns: "Columns") -> "Draft":
    from cli.scaffold.draft import Draft
    from parsers.reach import reach

    return Draft(name, candidate, columns, reach(page, candidate, columns))


def _write(draft: "Draft", page: "Page", into: Path | None, *, allow_private: bool) -> None:
    """Write what is new, and say what to do next; print it where there is no place for it."""
    from cli.scaffold.files import Room, files, write

    day = now().date()
    room = Room.of(settings().sources, into)
    made = files(draft, page, room, day, allow_private=allow_private)
    if room.root is None:
        _print(made)
        return
    write(made)
    _say(draft, made)


def _print(made: "Files") -> None:
    """The texts themselves, for a project that is installed and is no checkout."""
    for path, content in made.contents.items():
        if path.parent != made.fixture:
            click.echo(f"\n# --- {clean(str(path))}")
            click.echo(clean_lines(content.decode()))
    if made.entry:
        click.echo(f"\n# --- to add below `boards:` in {clean(str(made.source))}")
        click.echo(clean_lines(made.entry.rstrip()))
    click.echo("# Podium is installed here and is no checkout: nothing was written. Copy these")
    click.echo("# files, or name a folder with --into DIR.")


def clean_lines(text: str) -> str:
    """The text with its lines kept, and every other sign that is not simply printed escaped."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _say(draft: "Draft", made: "Files") -> None:
    """What was written, what the new parser reads, and what to do next."""
    from cli.scaffold.trial import tried

    click.echo("")
    for path in made.contents:
        click.echo(f"wrote {clean(str(path))}")
    click.echo(f"      {clean(tried(made.parser, made.page))}")
    if made.entry:
        click.echo(f"\nadd below `boards:` in {clean(str(made.source))}:\n")
        click.echo(clean_lines(made.entry.rstrip()))
    click.echo("\nnext:")
    for number, step in enumerate(_steps(draft.board, made), start=1):
        click.echo(f"  {number}. {clean(step)}")


def _steps(board: str, made: "Files") -> list[str]:
    publisher = board.partition("/")[0]
    return [
        f"settle every `# decide:` in {made.source} and in the parser",
        f"cut the page in {made.fixture} down to rows that you may publish, `rows: least` of them",
        f"python -m pytest tests/test_fixtures.py -k {publisher}   (then read expected.json)",
        f"podium sources check {publisher}",
        f"podium run {board}",
    ]
