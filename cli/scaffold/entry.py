"""The function of a new parser that reads a row."""

from collections.abc import Iterator

from cli.scaffold.draft import WIDTH, Draft, has_marks, number, value
from parsers.roles import Kind, Role


def entry_function(draft: Draft) -> str:
    """`_entry`: a row as an entry."""
    steps, score, low, high = _scored(draft)
    fields = {
        "key": "row.key" if Role.KEY in draft.columns else _model(draft),
        "model": _model(draft),
        "organization": _organization(draft),
        "rank": number(draft, Role.RANK, "rank"),
        "score": score,
        "score_low": low,
        "score_high": high,
        "votes": number(draft, Role.VOTES, "whole"),
    }
    lines = [f"        {name}={value}," for name, value in fields.items() if value]
    return "\n".join(
        ["def _entry(row: Row) -> Entry:", *steps, "    return Entry(", *lines, "    )"]
    )


def _model(draft: Draft) -> str:
    column, text = draft.columns[Role.MODEL], value(draft, Role.MODEL)
    if column.kind is Kind.NAMED:
        return f"{text}.name"
    if column.kind is Kind.NAMES:
        return f'", ".join({text})'
    texts = [str(row.get(column.name)) for row in draft.candidate.rows]
    return f"{text}.strip()" if any(each != each.strip() for each in texts) else text


def _organization(draft: Draft) -> str:
    column = draft.columns.get(Role.ORGANIZATION)
    if column is None:
        return ""
    text = value(draft, Role.ORGANIZATION)
    if column.kind is Kind.NAMED:
        return f"{text}.name if {text} else None" if column.is_optional else f"{text}.name"
    if column.kind is Kind.NAMES:
        return f'", ".join({text} or ()) or None'
    if any(column.missing):
        return f"None if {text} in MISSING else {text}"
    return f"{text} or None"


def _scored(draft: Draft) -> tuple[list[str], str, str, str]:
    """The lines before the entry; the expressions for score, its low and its high end."""
    columns = draft.columns
    if columns[Role.SCORE].kind is Kind.SCORE_WITH_INTERVAL:
        return _score_with_interval(draft), "score", "low", "high"
    score = number(draft, Role.SCORE, "number")
    if Role.LOW in columns and columns[Role.LOW].kind is not Kind.DISTANCE:
        low, high = (number(draft, role, "number") for role in (Role.LOW, Role.HIGH))
        return [], score, low, high
    steps = list(_interval(draft, score))
    if not steps:
        return [], score, "", ""
    named = [] if score.startswith("row.") else [f"    score = {score}"]
    return [*named, *steps], "score" if named else score, "low", "high"


def _score_with_interval(draft: Draft) -> list[str]:
    column, text = draft.columns[Role.SCORE], value(draft, Role.SCORE)
    unit = f', unit="{column.unit}"' if column.unit else ""
    if not has_marks(column):
        return [f"    score, low, high = score_with_interval({text}{unit})"]
    read = f"(None, None, None) if text in MISSING else score_with_interval(text{unit})"
    line = f"    score, low, high = {read}"
    lines = (
        [line] if len(line) <= WIDTH else ["    score, low, high = (", f"        {read}", "    )"]
    )
    return [f"    text = {text}", *lines]


def _interval(draft: Draft, score: str) -> Iterator[str]:
    """The lines that give `low` and `high`; none where the board shows no interval."""
    named = score if score.startswith("row.") else "score"
    columns = draft.columns
    if Role.LOW in columns:
        yield f"    low, high = interval({named}, row.low, row.high)"
        return
    if Role.STDERR in columns:
        yield from _reach_of(draft, Role.STDERR, "half_width_of_stderr")
        yield f"    low, high = interval({named}, reach, reach)"
    elif Role.INTERVAL in columns:
        kind = columns[Role.INTERVAL].kind
        if kind is Kind.BOUNDS:
            yield from _pair_of(draft, "low, high", "bounds")
        elif kind is Kind.DELTAS:
            yield from _pair_of(draft, "below, above", "deltas")
            yield f"    low, high = interval({named}, below, above)"
        else:
            yield from _reach_of(draft, Role.INTERVAL, "half_width")
            yield f"    low, high = interval({named}, reach, reach)"


def _pair_of(draft: Draft, names: str, reader: str) -> Iterator[str]:
    """The lines that read an interval from its text into two names."""
    text = value(draft, Role.INTERVAL)
    if not has_marks(draft.columns[Role.INTERVAL]):
        yield f"    {names} = {reader}({text})"
        return
    yield f"    text = {text}"
    yield f"    {names} = (None, None) if text in MISSING else {reader}(text)"


def _reach_of(draft: Draft, role: Role, reader: str) -> Iterator[str]:
    """The lines that read into `reach` how far an interval goes to both sides."""
    column, text = draft.columns[role], value(draft, role)
    if column.kind is not Kind.NUMBER:
        inner = "number(text)" if role is Role.STDERR else "text"
        is_missing = "None if text in MISSING else " if has_marks(column) else ""
        yield f"    text = {text}"
        yield f"    reach = {is_missing}{reader}({inner})"
    elif role is Role.INTERVAL:
        yield f"    reach = {text}"
    else:
        is_missing = f"None if {text} is None else " if column.is_optional else ""
        yield f"    reach = {is_missing}{reader}({text})"
