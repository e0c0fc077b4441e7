"""Which files a new board is made of, and where they go; none is ever overwritten."""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import quote, urldefrag

from cli.scaffold.draft import Draft
from cli.scaffold.parser import parser_text
from cli.scaffold.source import Place, board_text, source_text
from leaderboard.errors import SourceFileError
from leaderboard.page import Page
from leaderboard.settings import beside
from leaderboard.source import load_source
from parsers.survey import Form, title_of

_EXTENSIONS = {
    **dict.fromkeys((Form.HTML, Form.EMBEDDED, Form.FRAME), "html"),
    Form.MARKDOWN: "md",
    Form.CSV: "csv",
    Form.YAML: "yml",
    Form.JSON: "json",
}


@dataclass(frozen=True, slots=True)
class Room:
    """The folder that parsers and fixtures go below, None where there is none; that of sources."""

    root: Path | None
    sources: Path

    @classmethod
    def of(cls, sources: Path, into: Path | None) -> "Room":
        """The folder that was named, else the checkout that this project runs from."""
        if into is not None:
            return cls(into, into / "sources")
        checkout = beside("parsers").parent
        return cls(checkout if (checkout / "pyproject.toml").is_file() else None, sources)


@dataclass(frozen=True, slots=True)
class Files:
    """What is to be written: each file with its bytes, the parser and the fixture among them.

    `entry` is the board's entry for a source file that is there already, else empty; `page` is the
    page under the address that the board has, with its fragment.
    """

    contents: dict[Path, bytes]
    parser: Path
    source: Path
    fixture: Path
    entry: str
    page: Page


def files(draft: Draft, page: Page, room: Room, day: date, *, allow_private: bool) -> Files:
    """The parser, the source entry and the fixture of a board.

    Raises:
        SourceFileError: the board is there already, or its source file is wrong.
    """
    publisher, _, board = draft.board.partition("/")
    root, source = room.root or Path(), room.sources / f"{publisher}.yml"
    _expect_new(draft.board, source)
    parser = _module(root / "parsers" / "sites", publisher, board)
    fixture = root / "fixtures" / publisher / board / day.isoformat()
    place = _place(draft, page, parser.stem, allow_private=allow_private)
    about = {"url": place.address, "content_type": page.header("content-type") or ""}
    contents = {
        parser: parser_text(draft).encode(),
        fixture / f"page.{_EXTENSIONS[draft.candidate.form]}": page.body,
        fixture / "about.json": (json.dumps(about, indent=2) + "\n").encode(),
    }
    entry = board_text(draft, place) if source.exists() else ""
    if not entry:
        contents[source] = source_text(draft, place).encode()
    return Files(contents, parser, source, fixture, entry, replace(page, url=place.address))


def write(made: Files) -> None:
    """Write them all, or none.

    Raises:
        SourceFileError: one is there already, or a folder cannot be written to.
    """
    for path in made.contents:
        if path.exists():
            raise SourceFileError(f"{path}: expected no such file yet, found one; it is kept")
    done: list[Path] = []
    try:
        for path, content in made.contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                done.append(path)
                file.write(content)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        message = f"{error.filename}: expected to write a new file, found {error.strerror}"
        raise SourceFileError(message) from error


def _expect_new(board: str, source: Path) -> None:
    publisher, _, name = board.partition("/")
    if source.exists() and name in load_source(source).boards:
        message = f"{source}: expected no board {name!r} yet, found one"
        raise SourceFileError(f"{message}; choose another name than {publisher}/{name}")


def _place(draft: Draft, page: Page, module: str, *, allow_private: bool) -> Place:
    publisher, _, board = draft.board.partition("/")
    return Place(
        title=title_of(page) or board.replace("-", " ").title(),
        page=urldefrag(page.url).url,
        address=_address(page.url, draft),
        parser=None if module == _plain(publisher) else f"parsers.sites.{module}",
        allow_private=allow_private,
    )


def _module(folder: Path, publisher: str, board: str) -> Path:
    """The publisher's own parser file, or where there is one already, one for this board."""
    own = folder / f"{_plain(publisher)}.py"
    return folder / f"{own.stem}_{_plain(board)}.py" if own.exists() else own


def _plain(name: str) -> str:
    return name.replace("-", "_").replace(".", "_")


def _address(url: str, draft: Draft) -> str:
    """The address that is read: with the name of the part as its fragment, where that is asked."""
    part = draft.candidate.part
    if not draft.reach.by_part or part is None:
        return url
    return f"{urldefrag(url).url}#{quote(part.value)}"
