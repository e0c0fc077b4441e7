"""One way to read a board, and the words that source files are made of."""

import re
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
    model_validator,
)

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
    """An address with the days it holds for, both included; `{date}` stands for the day.

    `partial` says whether on these days it may show only the top of the board; where it is not
    given, the pages tell.
    """

    address: Address
    since: date = date.min
    until: date = date.max
    partial: bool | None = None


class Channel(Model):
    """One way to read a board.

    `on` is false where the publisher's terms leave the decision to the user. `partial` says whether
    the channel may show only the top of the board; where it is not given, the pages tell.
    `allow_private` trusts an address that is not
    public. `parser` names another module than `parsers.sites.<publisher>`.
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

    def is_partial(self, day: date) -> bool | None:
        """Whether that day's page may be only the top of the board; None where not said."""
        span = self._span(day)
        return self.partial if span is None or span.partial is None else span.partial

    def address(self, day: date) -> str | None:
        """The address that holds the given day, None where the channel has none for it."""
        span = self._span(day)
        return None if span is None else span.address.replace("{date}", day.isoformat())

    def _span(self, day: date) -> Span | None:
        return next((span for span in self.spans if span.since <= day <= span.until), None)
