"""What a rule of rules.yml is made of, each field with the words that editors show for it."""

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)

from leaderboard.channel import Duration, Model
from leaderboard.countries import ALPHA_2
from leaderboard.words import KINDS

_CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
_INSTANT = (
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?$"
)
_TOP = "_top"


def _clock(value: object) -> object:
    if not isinstance(value, str) or re.match(_CLOCK, value) is None:
        raise ValueError('expected a time of day such as "08:00"')
    return time.fromisoformat(value)


def _instant(value: object) -> datetime:
    """A day or time as YAML or a text has it, in UTC without zone."""
    expected = "expected a day or a time in UTC such as 2026-12-01 or 2026-12-01T08:00Z"
    try:
        if isinstance(value, str) and re.match(_INSTANT, value):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
    except (ValueError, OverflowError) as error:
        raise ValueError(expected) from error
    if isinstance(value, date):
        return datetime.combine(value, time())
    raise ValueError(expected)


def _zone(value: object) -> ZoneInfo:
    expected = "expected a time zone such as Europe/Berlin or UTC"
    if not isinstance(value, str):
        raise ValueError(expected)  # noqa: TRY004 - pydantic tells ValueErrors
    try:
        return ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:  # no such zone, no name of one, a folder
        raise ValueError(expected) from error


def _kind(value: str) -> str:
    if value not in KINDS:
        raise ValueError(f"expected one of {', '.join(KINDS)}")
    return value


def _country(value: str) -> str:
    code = value.removeprefix("!")
    if not set(code) & set("*?[") and code.upper() not in ALPHA_2:
        raise ValueError("expected a country of ISO 3166-1 in two letters, such as CN or GB")
    return value


Clock = Annotated[
    time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": _CLOCK})
]
Instant = Annotated[
    datetime, BeforeValidator(_instant), WithJsonSchema({"type": "string", "pattern": _INSTANT})
]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone), WithJsonSchema({"type": "string"})]
Kind = Annotated[
    str, AfterValidator(_kind), WithJsonSchema({"type": "string", "enum": list(KINDS)})
]
Switch = Annotated[bool, Field(strict=True)]
Top = Annotated[int, Field(strict=True, ge=1, le=1000)]
Count = Annotated[int, Field(strict=True, ge=1, le=10_000)]
Points = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Pattern = Annotated[str, Field(pattern="^!?[^!].*$")]
Patterns = Annotated[tuple[Pattern, ...], Field(min_length=1)]
Countries = Annotated[tuple[Annotated[Pattern, AfterValidator(_country)], ...], Field(min_length=1)]
Organizations = Annotated[
    Annotated[Patterns, Tag("list")] | Annotated[Literal["mine"], Tag("word")],
    Discriminator(lambda value: "word" if isinstance(value, str) else "list"),
]
# As in the variable that has its address: see alerts.receivers.
Receiver = Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Significance = Literal["significant", "not_significant", "unknown"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Title = Annotated[str, Field(min_length=1, pattern="^[^\\x00-\\x1f\\x7f]+$")]


class Confirm(Model):
    """How long a fact must stand before it is told: so many captures or so many hours."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    captures: Count | None = Field(None, description="So many captures that show it in a row.")
    hours: Count | None = Field(None, description="So many hours since the first that showed it.")

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.captures is None) == (self.hours is None):
            raise ValueError("expected either captures or hours")
        return self


class Digest(Model):
    """What comes together is sent together, at this time."""

    every: Literal["1d", "1w"] = Field(description="1d: every day. 1w: every week.")
    at: Clock = Field(description='The time of day it is sent at, such as "08:00".')
    zone: Zone = Field(ZoneInfo("UTC"), description="The time zone of `at`: Europe/Berlin.")
    on: Weekday | None = Field(None, description="The day of a weekly digest; else Monday.")

    @model_validator(mode="after")
    def _of_a_week(self) -> Self:
        if self.on is not None and self.every == "1d":
            raise ValueError("expected a day of the week only where every is 1w")
        return self


class Quiet(Model):
    """Between these times nothing is sent; it is sent when they end."""

    start: Clock = Field(alias="from", description='When it begins, such as "22:00".')
    until: Clock = Field(description='When it ends, such as "07:00"; before `from`: next day.')
    zone: Zone = Field(ZoneInfo("UTC"), description="The time zone of both: Europe/Berlin.")

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.start == self.until:
            raise ValueError("expected from and until to differ")
        return self


class RuleFields(Model):
    """Which changes are told, when, how and to whom."""

    title: Title | None = Field(None, description="Words for people; else the rule's name.")
    on: Switch = Field(True, description="Off: the rule is kept, and tells nothing.")  # noqa: FBT003 - a default
    boards: Patterns = Field(
        ("*",),
        description="Boards as <publisher>/<board>, `*` for any letters; `!arena/*`: not these.",
    )
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)] = Field(
        description="The kinds of change it tells."
    )
    top: Annotated[tuple[Top, ...], Field(min_length=1)] | None = Field(
        None, description="For the kinds that end in _top: of which tops. Left out: of all."
    )
    models: Patterns | None = Field(
        None, description="Models by their name on the board or their base model; `*`, `!`."
    )
    organizations: Organizations | None = Field(
        None, description="Makers of models; `*`, `!`. The word mine: those of PODIUM_LABS."
    )
    countries: Countries | None = Field(
        None, description="Countries of the makers, in two letters: [CN, FR]; `!US`: any other."
    )
    significance: Annotated[tuple[Significance, ...], Field(min_length=1)] | None = Field(
        None,
        description="What the difference in scores must be; unknown: not tested. Left out: any.",
    )
    own_moves_only: Switch = Field(
        False,  # noqa: FBT003 - a default
        description="Leaves out models that only moved because of others.",
    )
    min_rank_change: Count | None = Field(
        None, description="Ranks it must have moved by; one that is new or gone always has."
    )
    min_score_change: Points | None = Field(
        None, description="Points its score must have moved by; one that is new or gone always has."
    )
    confirm: Confirm | None = Field(
        None, description="How long it must stand before it is told: {captures: 2} or {hours: 24}."
    )
    hysteresis: Annotated[int, Field(strict=True, ge=0, le=1000)] = Field(
        0, description="Ranks below the top that a model must fall to before left_top is told."
    )
    group: Literal["update", "fact"] = Field(
        "update", description="One message for all of one update of a board, or one for each fact."
    )
    digest: Digest | None = Field(None, description="Collects, and sends at one time.")
    quiet: Quiet | None = Field(None, description="When nothing is sent; it is sent at the end.")
    silence_until: Instant | None = Field(
        None, description="A day or time in UTC; what happens until then is noted and not sent."
    )
    repeat_every: Duration | None = Field(
        None, description="Says again, so often, that a source is still stale: 12h or 7d."
    )
    receivers: Annotated[tuple[Receiver, ...], Field(min_length=1)] | None = Field(
        None, description="Names of receivers. Left out: each with an address, jsonl and prefect."
    )

    @model_validator(mode="after")
    def _each_does_something(self) -> Self:
        if self.top is not None and not any(kind.endswith(_TOP) for kind in self.kinds):
            raise ValueError(f"expected top only with a kind that ends in {_TOP}")
        if self.hysteresis and "left_top" not in self.kinds:
            raise ValueError("expected hysteresis only with the kind left_top")
        if self.repeat_every is not None and "source_stale" not in self.kinds:
            raise ValueError("expected repeat_every only with the kind source_stale")
        return self
