"""What commands have in common: times as people write them, and names that are nearly right."""

import difflib
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from leaderboard.errors import PodiumError, UnknownBoardError
from warehouse.reading import Reader, reading

if TYPE_CHECKING:
    from leaderboard.settings import Settings

_SPAN = re.compile(r"(\d{1,6})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SUGGESTIONS = 5

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON list of objects.")


class Moment(click.ParamType[datetime]):
    """A day, a time or a duration ago, as a UTC time without zone.

    A day alone means its first moment, or its last where `closing`. Where `ahead`, a duration is
    one from now on.
    """

    name = "time"

    def __init__(self, *, closing: bool = False, ahead: bool = False) -> None:
        self.closing = closing
        self.ahead = ahead

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        """The time that the text means."""
        if isinstance(value, datetime):
            return value
        try:
            return self._read(str(value).strip())
        except (ValueError, OverflowError):
            span = "a duration from now on (3d, 8h)" if self.ahead else "a duration ago (90d, 12h)"
            self.fail(
                f"expected a day (2026-05-28), a time (2026-05-28T12:00Z) or {span}, "
                f"found {value!r}",
                param,
                ctx,
            )

    def _read(self, text: str) -> datetime:
        if found := _SPAN.fullmatch(text):
            span = timedelta(**{_UNITS[found[2]]: int(found[1])})
            return now() + span if self.ahead else now() - span
        if len(text) == len("2026-05-28"):
            return datetime.combine(
                date.fromisoformat(text), time.max if self.closing else time.min
            )
        read = datetime.fromisoformat(text)
        return read if read.tzinfo is None else read.astimezone(UTC).replace(tzinfo=None)


def now() -> datetime:
    """The time in UTC without zone, as all times of the record."""
    return datetime.now(UTC).replace(tzinfo=None)


def examples(*lines: str) -> str:
    """The end of a command's help: what to type."""
    return "\n".join(["\b", "Examples:", *(f"  podium {line}" for line in lines)])


def settings() -> "Settings":
    """The settings of this process."""
    from leaderboard.settings import load_settings

    return load_settings()


def published() -> AbstractContextManager[Reader]:
    """The published warehouse, open for reading."""
    return reading(settings().published_file)


def find_board(reader: Reader, name: str) -> dict[str, Any]:
    """The row of `boards` of that name.

    Raises:
        UnknownBoardError: there is none; the message names those like it.
    """
    boards = {board["board"]: board for board in reader.run("FROM boards").records()}
    if name not in boards:
        raise UnknownBoardError(_not_on_record("board", name, boards, "podium sources list"))
    return boards[name]


def unknown_model(name: str, models: Iterable[str], board: str | None) -> PodiumError:
    """The error for a model that was never seen, naming those like it."""
    subject = "model" if board is None else f"model on {board}"
    listing = 'podium sql "SELECT DISTINCT model FROM standings ORDER BY model"'
    return PodiumError(_not_on_record(subject, name, models, listing))


def near(name: str, names: Iterable[str]) -> list[str]:
    """The names most like this one, whatever their case; those that contain it first."""
    by_folded = {each.casefold(): each for each in names}
    folded = name.casefold()
    containing = [each for each in sorted(by_folded, key=len) if folded and folded in each]
    alike = difflib.get_close_matches(folded, by_folded, n=_SUGGESTIONS, cutoff=0.6)
    found = dict.fromkeys([*(n for n in alike if n == folded), *containing, *alike])
    return [by_folded[each] for each in found][:_SUGGESTIONS]


def _not_on_record(subject: str, name: str, names: Iterable[str], listing: str) -> str:
    similar = near(name, names)
    hint = f"near it: {', '.join(similar)}" if similar else f"`{listing}` lists what there is"
    return f"no {subject} {name!r} is on record; {hint}"
