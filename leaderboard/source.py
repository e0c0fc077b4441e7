"""What is watched: the source files, checked.

A source file describes one publisher: its boards, and for each board the channels it can be read
through, in order of preference.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    model_validator,
)

from leaderboard import yaml_file
from leaderboard.errors import SourceFileError, UnknownBoardError

NAME = r"^[a-z0-9][a-z0-9.\-]*$"
_DURATION = re.compile(r"(\d+)([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) == 0:
        raise ValueError("expected a duration such as 30m, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _address(value: str) -> str:
    HttpUrl(value.replace("{date}", "2026-01-31"))
    return value


Name = Annotated[str, Field(pattern=NAME)]
Address = Annotated[str, AfterValidator(_address)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


class Model(BaseModel):
    """Source files are strict: an unknown field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bounds(Model):
    """The smallest and the largest value that is believed."""

    least: float
    most: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise ValueError("expected least <= most")
        return self

    def hold(self, value: float) -> bool:
        """Whether the value lies within the bounds, ends included."""
        return self.least <= value <= self.most


class ChannelKind(StrEnum):
    """Where a channel's bytes come from: a data set or API, an archive's daily file, a page."""

    DATASET = "dataset"
    ARCHIVE = "archive"
    PAGE = "page"


class Span(Model):
    """An address with the days it holds for, both included; `{date}` stands for the day."""

    address: Address
    since: date = date.min
    until: date = date.max


class Channel(Model):
    """One way to read a board.

    `on` is false where the publisher's terms leave the decision to the user. `partial` says that
    the channel may show only the top of the board. `allow_private` trusts an address that is not
    public. `parser` names another module than `parsers.sites.<publisher>`.
    """

    name: Name
    kind: ChannelKind
    url: Address | tuple[Span, ...]
    on: bool
    licence: str | None = None
    terms: str | None = None
    partial: bool = False
    allow_private: bool = False
    parser: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_.]*$")] | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if not all(("{date}" in span.address) == self.is_dated for span in self.spans):
            raise ValueError("expected {date} in every address of an archive and in no other")
        return self

    @property
    def is_dated(self) -> bool:
        """Whether each day has an address of its own."""
        return self.kind is ChannelKind.ARCHIVE

    @property
    def spans(self) -> tuple[Span, ...]:
        """The addresses, oldest first as the file has them."""
        return (Span(address=self.url),) if isinstance(self.url, str) else self.url

    def address(self, day: date) -> str | None:
        """The address that holds the given day, None where the channel has none for it."""
        for span in self.spans:
            if span.since <= day <= span.until:
                return span.address.replace("{date}", day.isoformat())
        return None


class BoardFields(Model):
    """One board as a source file describes it."""

    title: str
    url: Address
    metric: str
    unit: str
    higher_is_better: bool
    cadence: Duration
    rows: Bounds
    score: Bounds
    rank_follows_score: bool = True
    channels: tuple[Channel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [channel.name for channel in self.channels]
        if len(set(names)) != len(names):
            raise ValueError("expected every channel to have a name of its own")
        return self


class Board(BoardFields):
    """One board, under the name everything calls it by: `<publisher>/<board>`."""

    name: str
    publisher: str
    parser: str

    def channel(self, name: str) -> Channel:
        """The channel of that name."""
        return next(channel for channel in self.channels if channel.name == name)

    def channels_on(self) -> tuple[Channel, ...]:
        """The channels that are on, preferred first."""
        return tuple(channel for channel in self.channels if channel.on)

    def archive(self) -> Channel | None:
        """The archive channel that history is read through."""
        return next((c for c in self.channels_on() if c.kind is ChannelKind.ARCHIVE), None)


class Source(Model):
    """One publisher's file under sources/."""

    schema_version: Literal[1] = 1
    publisher: Name
    title: str
    url: Address
    attribution: str
    terms: str
    boards: dict[Name, BoardFields] = Field(min_length=1)

    @cached_property
    def all_boards(self) -> tuple[Board, ...]:
        """The boards of this publisher, in the order of the file."""
        parser = f"parsers.sites.{self.publisher.replace('-', '_').replace('.', '_')}"
        return tuple(
            Board(
                name=f"{self.publisher}/{name}",
                publisher=self.publisher,
                parser=parser,
                **dict(board),
            )
            for name, board in self.boards.items()
        )


def load_source(path: Path) -> Source:
    """Read one source file.

    Raises:
        SourceFileError: one line with the file, the field, what was expected and what was found.
    """
    try:
        source = Source.model_validate(yaml_file.load(path))
    except ValidationError as error:
        raise SourceFileError(_in_one_line(path, error)) from error
    if source.publisher != path.stem:
        message = f"{path.name}: publisher: expected the file's name {path.stem!r}"
        raise SourceFileError(f"{message}, found {source.publisher!r}")
    return source


def read_sources(folder: Path) -> tuple[tuple[Source, ...], tuple[SourceFileError, ...]]:
    """Read every `*.yml` of the folder, by name: those that are right, and what is wrong.

    Raises:
        SourceFileError: there is none.
    """
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise SourceFileError(
            f"{folder}: expected source files (*.yml), found none; set PODIUM_SOURCES"
        )
    right: list[Source] = []
    wrong: list[SourceFileError] = []
    for path in paths:
        try:
            right.append(load_source(path))
        except SourceFileError as error:
            wrong.append(error)
    return tuple(right), tuple(wrong)


def load_sources(folder: Path) -> tuple[Source, ...]:
    """Read every `*.yml` of the folder, by name.

    Raises:
        SourceFileError: a file is wrong, or there is none.
    """
    right, wrong = read_sources(folder)
    if wrong:
        raise wrong[0]
    return right


def find_boards(sources: tuple[Source, ...], names: tuple[str, ...] = ()) -> tuple[Board, ...]:
    """The boards of these names; a publisher's name stands for all its boards, none for every one.

    Raises:
        UnknownBoardError: a name is neither; the message lists those that exist.
    """
    boards = tuple(board for source in sources for board in source.all_boards)
    for name in names:
        if not any(name in (board.name, board.publisher) for board in boards):
            known = ", ".join(board.name for board in boards)
            message = f"no source file has a board or publisher {name!r}; there are: {known}"
            raise UnknownBoardError(message)
    return tuple(b for b in boards if not names or {b.name, b.publisher} & set(names))


def _in_one_line(path: Path, error: ValidationError) -> str:
    first, *others = error.errors(include_url=False)
    place = ".".join(str(part) for part in first["loc"]) or "the file"
    expected = first["msg"].removeprefix("Value error, ")
    expected = expected[:1].lower() + expected[1:]
    found = "nothing" if first["type"] == "missing" else repr(first["input"])[:60]
    more = f" (and {len(others)} more)" if others else ""
    return f"{path.name}: {place}: {expected}, found {found}{more}"
