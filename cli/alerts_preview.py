"""`podium alerts preview`: what the rules would have told of what is on record."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cli.alerts_findings import why_idle
from cli.asking import Moment, as_json, examples, find_board, now, published, settings
from cli.show import counted, print_json, print_table
from leaderboard.text import clean, moment

if TYPE_CHECKING:
    from alerts.rules import Rules
    from flows.previewing import Previewed
    from warehouse.reading import Reader

_DAYS = timedelta(days=90)
_WEEK = timedelta(weeks=1)
_LONGEST_BAR = 40


class Span(NamedTuple):
    """The time that is looked at, on record from `first` to `last`."""

    since: datetime
    until: datetime
    first: datetime
    last: datetime

    @property
    def weeks(self) -> list[date]:
        """The Monday of each week that has a day of it."""
        monday = self._begin.date() - timedelta(days=self._begin.weekday())
        count = (self._end.date() - monday) // _WEEK + 1
        return [monday + n * _WEEK for n in range(count)]

    @property
    def days(self) -> int:
        """How many days it touches, as far as it is on record."""
        return (self._end.date() - self._begin.date()).days + 1

    @property
    def _begin(self) -> datetime:
        return max(self.since, min(self.first, self.until))

    @property
    def _end(self) -> datetime:
        return max(self._begin, min(self.until, now()))


@click.command(
    epilog=examples(
        "alerts preview",
        "alerts preview --since 2026-05-01 --until 2026-05-31",
        "alerts preview --rule top-five-anywhere --board arena/webdev --full",
        "alerts preview --since 90d --json",
    )
)
@click.option("--since", type=Moment(), help="From this day, time or duration ago (90d) on.")
@click.option("--until", type=Moment(closing=True), help="Until this day or time, included.")
@click.option("--rule", metavar="R", help="Only this rule.")
@click.option("--board", metavar="B", help="Only of this board.")
@click.option("--full", is_flag=True, help="Each message in full, as text.")
@as_json
def preview(
    *,
    since: datetime | None,
    until: datetime | None,
    rule: str | None,
    board: str | None,
    full: bool,
    as_json: bool,
) -> None:
    """What the rules would have told, as if all that is on record had been live.

    The rules are those of PODIUM_RULES: copy the file, change it, and look before you use it.
    Nothing is sent or written, and no receiver is needed. Without --since, the last 90 days on
    record. A line a message: when, rule, board, what happened, and in brackets why it is told and,
    where a digest or quiet hours move it, when it would be sent.
    """
    rules = _rules(rule)
    with published() as reader:
        if board is not None:
            find_board(reader, board)
        span = _span(reader, since, until)
        missing = _underived(reader, rules)
        told = _previewed(reader, rules, span, board) if span is not None else []
    if as_json:
        print_json(_record(each) for each in told)
        return
    _print(told, full=full)
    for line in _summary(told, rules, span):
        click.echo(clean(line))
    for line in missing:
        click.echo(line)


def _rules(name: str | None) -> "Rules":
    from alerts.rules import Rules, load_rules

    used = settings()
    rules = load_rules(used.rules, used.labs)
    return rules if name is None else Rules((rules.find(name),))


def _span(reader: "Reader", since: datetime | None, until: datetime | None) -> Span | None:
    """The time that is asked for, or else the last 90 days that are on record."""
    first, last = reader.ask("span_of_changes", {"board": None}).rows[0]
    if first is None:
        return None
    end = until or (last if since is None else now())
    begin = end - _DAYS if since is None else since
    if begin > end:
        message = f"expected a time before {moment(end)} UTC, found {moment(begin)}"
        raise click.BadParameter(message, param_hint="--since")
    return Span(begin, end, first, last)


def _previewed(
    reader: "Reader", rules: "Rules", span: Span, board: str | None
) -> "list[Previewed]":
    from flows.previewing import preview as foretell

    with reader.connected() as connection:
        told = foretell(connection, rules, span.since, span.until)
    return [each for each in told if board in (None, each.message.board)]


def _underived(reader: "Reader", rules: "Rules") -> list[str]:
    """What is said where a rule names a top that nothing on record was derived for."""
    derived = {top for (top,) in reader.ask("thresholds").rows}
    missing = [str(top) for top in rules.thresholds if top not in derived]
    if not missing:
        return []
    tops = f"{'tops' if len(missing) > 1 else 'top'} {', '.join(missing)}"
    return [f"the {tops} of these rules is not on record yet; the next run with them derives it"]


def _print(told: "Sequence[Previewed]", *, full: bool) -> None:
    from alerts.forms import Form, paragraphs

    for message, due_at in told:
        why: list[str] = [message.reason]
        if due_at is None:
            why.append("silenced, not sent")
        elif due_at != message.made_at:
            why.append(f"sent {moment(due_at)}")
        about = f"{moment(message.made_at)}  {message.rule}  {message.board}"
        click.echo(clean(f"{about}  {message.headline}  [{'; '.join(why)}]"))
        if full:
            text = "\n\n".join(paragraphs(message, Form.PLAIN))
            click.echo("".join(f"    {line}".rstrip() + "\n" for line in text.splitlines()))


def _summary(told: "Sequence[Previewed]", rules: "Rules", span: Span | None) -> Iterator[str]:
    """How many a week, rule by rule; or why there is none."""
    idle = {rule.name: why for rule in rules.rules if (why := why_idle(rule))}
    if span is None:
        yield "no change is on record yet: a change needs two standings that differ"
        yield "`podium backfill BOARD --since DAY` brings the past of a board"
    elif not told:
        time = f"from {moment(span.since)} to {moment(span.until)} UTC"
        yield f"these rules would have told nothing {time}"
        on_record = f"changes are on record from {moment(span.first)} to {moment(span.last)} UTC"
        yield f"{on_record}; --since and --until choose another time"
    else:
        _print_weeks(told, span)
        yield ""
        yield _total(len(told), span.days)
    yield from (f"rule {name} is {why}" for name, why in idle.items())


def _total(messages: int, days: int) -> str:
    total = f"{counted(messages, 'message')} in {counted(days, 'day')}"
    if days < _WEEK.days:
        return total
    return f"{total}: {messages * _WEEK.days / days:.1f} a week on average"


def _print_weeks(told: "Sequence[Previewed]", span: Span) -> None:
    counts = Counter((_monday(m.made_at), m.rule) for m, _ in told)
    rules = list(dict.fromkeys(m.rule for m, _ in told))
    totals = {week: sum(counts[week, rule] for rule in rules) for week in span.weeks}
    scale = min(1.0, _LONGEST_BAR / max(totals.values()))
    rows = [
        (str(week), *(counts[week, rule] for rule in rules), n, "█" * round(n * scale))
        for week, n in totals.items()
    ]
    click.echo()
    print_table(("week of", *rules, "all", ""), rows)


def _monday(time: datetime) -> date:
    return time.date() - timedelta(days=time.weekday())


def _record(each: "Previewed") -> dict[str, Any]:
    from alerts.data import as_data

    made = each.message
    return {"headline": clean(made.headline), "due_at": each.due_at, **as_data(made)}
