"""One way to read a board, and the words that source files are made of."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    WithJsonSchema,
    model_validator,
)

from leaderboard.variables import variables

NAME = r"^[a-z0-9][a-z0-9.\-]*$"
_DURATION = re.compile(r"([0-9]{1,6})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None or int(found[1]) == 0:
        raise ValueError("expected a duration such as 30m, 6h or 1d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def written_day(text: str) -> date | None:
    """The day that an address writes so, `2026-01-31`; None where it is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _address(value: str) -> str:
    HttpUrl(value.replace("{date}", "2026-01-31"))
    return value


Name = Annotated[str, Field(pattern=NAME)]
Address = Annotated[str, AfterValidator(_address)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,6}[mhd]$"}),
]


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
    """Where a channel's bytes come from.

    A data set or API; an archive, where each day has an address or a part of a file of its own; a
    page; or a small file that comes with the project and cites figures published only in print.
    """

    DATASET = "dataset"
    ARCHIVE = "archive"
    PAGE = "page"
    CITED = "cited"


class Span(Model):
    """An address with the days it holds for, both included; `{date}` stands for the day.

    One that holds the standing of a single day, such as a dated release, names that `day` instead.
    `beside` are further documents that make the page whole, such as the names of a table's columns.
    `file` holds what an address in print says, below the folder of the source files. `partial` says
    whether on these days it may show only the top of the board; where it is not given, the pages
    tell.
    """

    address: Address
    since: date = date.min
    until: date = date.max
    day: date | None = None
    beside: tuple[Address, ...] = ()
    file: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9./\-]*$")] | None = None
    partial: bool | None = None

    def holds(self, day: date) -> bool:
        """Whether the address is that day's."""
        return self.since <= day <= self.until if self.day is None else day == self.day


class Key(Model):
    """The header that a publisher wants its key in, and the variable that has it."""

    header: Annotated[str, Field(pattern=r"^[A-Za-z0-9\-]+$")]
    variable: Annotated[str, Field(pattern=r"^PODIUM_[A-Z0-9_]+$")]

    @property
    def value(self) -> str | None:
        """The key without the spaces around it, such as a file's last newline; None if not set."""
        return variables().get(self.variable, "").strip() or None


class Paging(Model):
    """A JSON answer that comes in parts: the address's `parameter` counts the rows before each.

    A part has `size` rows at most; the whole has as many as the first part's field `total` says.
    """

    parameter: str
    size: Annotated[int, Field(ge=1)]
    total: str


class Channel(Model):
    """One way to read a board.

    `on` is false where the publisher's terms leave the decision to the user; one that wants a `key`
    is on where the key is set, too. `partial` says whether the channel may show only the top of the
    board; where it is not given, the pages tell. `allow_private` trusts an address that is not
    public. `parser` names another module than `parsers.sites.<publisher>`. `unverified` marks a
    reader made from a description, which has not seen the publisher's own bytes.

    Where one page holds several boards, the fragment of the address says which part is this one.
    """

    name: Name
    kind: ChannelKind
    url: Address | tuple[Span, ...]
    on: bool
    licence: str | None = None
    terms: str | None = None
    partial: bool | None = None
    allow_private: bool = False
    parser: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_.]*$")] | None = None
    key: Key | None = None
    paging: Paging | None = None
    unverified: bool = False

    @model_validator(mode="after")
    def _dated(self) -> Self:
        for span in self.spans:
            is_of_days = "{date}" in span.address or span.day is not None
            if is_of_days != self.is_dated:
                raise ValueError(
                    "expected {date} or a day with every address of an archive, and with no other"
                )
            if (span.file is not None) != (self.kind is ChannelKind.CITED):
                raise ValueError("expected a file with every address that is cited, and no other")
        return self

    @property
    def is_on(self) -> bool:
        """Whether it is read: switched on, and its key is set if it wants one."""
        return self.on and not self.wants_key

    @property
    def wants_key(self) -> bool:
        """Whether it cannot be read for want of its key."""
        return self.key is not None and self.key.value is None

    @property
    def is_dated(self) -> bool:
        """Whether each day has an address of its own."""
        return self.kind in {ChannelKind.ARCHIVE, ChannelKind.CITED}

    @property
    def is_one_document(self) -> bool:
        """Whether a page is a single answer to a request, which an archive may have a copy of."""
        is_whole = self.paging is None and not any(span.beside for span in self.spans)
        return is_whole and self.kind is not ChannelKind.CITED

    @property
    def is_released(self) -> bool:
        """Whether every address holds the standing of one day, as dated releases do."""
        return all(span.day is not None for span in self.spans)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The addresses, oldest first as the file has them."""
        return (Span(address=self.url),) if isinstance(self.url, str) else self.url

    def span(self, day: date) -> Span | None:
        """The address of the day and what belongs to it, None where there is none."""
        return next((span for span in self.spans if span.holds(day)), None)

    def is_partial(self, day: date) -> bool | None:
        """Whether that day's page may be only the top of the board; None where not said."""
        span = self.span(day)
        return self.partial if span is None or span.partial is None else span.partial

    def address(self, day: date) -> str | None:
        """The address that holds the given day, None where the channel has none for it."""
        span = self.span(day)
        return None if span is None else span.address.replace("{date}", day.isoformat())

    def day_of(self, address: str) -> date | None:
        """The day whose address this is, None where it is no single day's."""
        for span in self.spans:
            if span.day is not None and span.address == address:
                return span.day
            before, _, _ = span.address.partition("{date}")
            text = address.removeprefix(before)[: len("2026-01-31")]
            if span.address.replace("{date}", text) == address and (day := written_day(text)):
                return day
        return None

    def days(self, since: date, until: date) -> Iterator[date]:
        """The days that have an address of their own, both ends included."""
        if self.is_released:
            released = (span.day for span in self.spans if span.day is not None)
            yield from sorted(day for day in released if since <= day <= until)
            return
        for offset in range((until - since).days + 1):
            day = since + timedelta(days=offset)
            if self.span(day) is not None:
                yield day
