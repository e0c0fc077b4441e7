"""What is watched: the source files, checked.

A source file describes one publisher: its boards, and for each board the channels it can be read
through, in order of preference.
"""

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from leaderboard import yaml_file
from leaderboard.channel import Address, Bounds, Channel, Duration, Model, Name
from leaderboard.errors import SettingsError, SourceFileError, UnknownBoardError
from leaderboard.gate import Epoch, Gate
from leaderboard.settings import load_settings

_PATIENCE_CADENCES = 14


class BoardFields(Model):
    """One board as a source file describes it.

    `cadence` is how often it is captured; a source that shows nothing new for longer than
    `stale_after`, 14 cadences where it is not given, is stale. Where `rows` or `score` is not
    given, the last accepted standing is what a new one is held to.
    """

    title: str
    url: Address
    metric: str
    unit: str
    higher_is_better: bool
    cadence: Duration
    stale_after: Duration | None = None
    rows: Bounds | None = None
    score: Bounds | None = None
    rank_follows_score: bool = True
    gate: Gate = Gate()
    epochs: tuple[Epoch, ...] = ()
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
        return tuple(channel for channel in self.channels if channel.is_on)

    @property
    def confirmation(self) -> timedelta:
        """How long a proposed rename is held back: if nothing is said, until the next capture."""
        return self.gate.confirmation or timedelta(0)

    @property
    def patience(self) -> timedelta:
        """How long the source may show nothing new before it is stale."""
        return self.stale_after or _PATIENCE_CADENCES * self.cadence

    @property
    def contract(self) -> str:
        """All that a standing is judged by: where it changes, so may every verdict."""
        judged_by = {"gate", "epochs", "score", "higher_is_better", "cadence", "channels"}
        # Whether a channel is on is no part of how its standings are judged.
        return self.model_dump_json(include=judged_by, exclude={"channels": {"__all__": {"on"}}})

    def archives(self) -> tuple[Channel, ...]:
        """The channels that history is read through: those whose days have addresses."""
        return tuple(channel for channel in self.channels_on() if channel.is_dated)


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
        switched_on = load_settings().switch_on
        parser = f"parsers.sites.{self.publisher.replace('-', '_').replace('.', '_')}"
        return tuple(
            Board(
                name=f"{self.publisher}/{name}",
                publisher=self.publisher,
                parser=parser,
                **dict(board)
                | {
                    "channels": tuple(
                        channel.model_copy(update={"on": True})
                        if f"{self.publisher}/{name}:{channel.name}" in switched_on
                        else channel
                        for channel in board.channels
                    )
                },
            )
            for name, board in self.boards.items()
        )


def load_source(path: Path) -> Source:
    """Read one source file.

    Raises:
        SourceFileError: one line with the file, the field, what was expected and what was found.
    """
    source = yaml_file.read(path, Source)
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
    _check_switches(right, {path.stem for path in paths})
    return tuple(right), tuple(wrong)


def _check_switches(sources: list[Source], publishers: set[str]) -> None:
    """Whether every switch fits a channel; those of a file that is wrong are not known.

    Raises:
        SettingsError: one fits none.
    """
    there = {f"{b.name}:{c.name}" for s in sources for b in s.all_boards for c in b.channels}
    unread = publishers - {source.publisher for source in sources}
    switches = {name for name in load_settings().switch_on if name.split("/")[0] not in unread}
    if missing := sorted(switches - there):
        message = f"PODIUM_SWITCH_ON: expected channels of the source files, found {missing[0]!r}"
        raise SettingsError(f"{message}; `podium sources list` names those that there are")


def load_sources(folder: Path) -> tuple[Source, ...]:
    """Read every `*.yml` of the folder, by name.

    Raises:
        SourceFileError: a file is wrong, or there is none.
    """
    right, wrong = read_sources(folder)
    if wrong:
        raise wrong[0]
    return right


def find_boards(
    sources: tuple[Source, ...],
    names: tuple[str, ...] = (),
    wrong: tuple[SourceFileError, ...] = (),
) -> tuple[Board, ...]:
    """The boards of these names; a publisher's name stands for all its boards, none for every one.

    Raises:
        UnknownBoardError: a name is neither; the message lists those that exist, or where files
            are `wrong` that may have it, what is wrong with them.
    """
    boards = tuple(board for source in sources for board in source.all_boards)
    for name in names:
        if not any(name in (board.name, board.publisher) for board in boards):
            which = "source file that is right" if wrong else "source file"
            known = "there are: " + ", ".join(board.name for board in boards)
            what = "; ".join(map(str, wrong)) or known
            raise UnknownBoardError(f"no {which} has a board or publisher {name!r}; {what}")
    return tuple(b for b in boards if not names or {b.name, b.publisher} & set(names))
