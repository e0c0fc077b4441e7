"""Which column of a table is what: guessed from its name, and held to what stands in it.

For people who add a board, and check what was guessed; no parser reads a page by guesses.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from leaderboard.errors import LayoutError
from parsers.numbers import Unit, bounds, deltas, number, rank, score_with_interval, whole
from parsers.roles import WORDS, Column, Columns, Kind, Role, folded

Rows = Sequence[Mapping[str, object]]

_MARKS = {"", "-", "--", "\u2013", "\u2014", "\u2212", "n/a", "na", "tbd", "?", "none", "null"}
# A rank's or a score's own bounds are neither.
_OF_BOUNDS = {"lower", "upper", "low", "high", "min", "max", "spread"}
_LONGEST_NAME = 60
_LONGEST_MODEL = 300
_LEAST_FILLED = 0.5


def guess(names: Sequence[str], rows: Rows, chosen: Mapping[Role, str] | None = None) -> Columns:
    """The column of each role, as far as one has a fitting name and fitting values.

    `chosen` names columns that a person has decided on; their values must fit all the same.
    """
    columns: Columns = {}
    usable = [name for name in names if names.count(name) == 1 and is_plain(name)]
    decided = dict(chosen or {})
    for role in Role:
        taken = {column.name for column in columns.values()} | set(decided.values())
        free = [name for name in usable if name not in taken]
        if role is Role.HIGH and Role.LOW not in columns:
            continue  # an upper end alone is how far the interval reaches
        wanted = [decided[role]] if role in decided else _named(role, free)
        for name in wanted:
            column = _fitting(role, name, rows)
            if column is not None:
                columns[role] = column
                break
    return _consistent(columns, rows)


def is_plain(name: str) -> bool:
    """Whether a reader of JSON can ask for a field of that name, and a line of code hold it."""
    has_odd_signs = any(sign in '"\\' or not sign.isprintable() for sign in name)
    return 0 < len(ascii(name)) - 2 <= _LONGEST_NAME and not has_odd_signs


def _named(role: Role, names: Sequence[str]) -> list[str]:
    """The columns that by their names may have the role, the likeliest first."""
    by_name = {name: folded(name) for name in names}
    exact = [name for word in WORDS[role] for name in names if by_name[name] == word]
    words = [word for word in WORDS[role] if word == "%" or word.replace(" ", "").isalnum()]
    if role is Role.KEY:
        return exact  # the identifier of something else is none of the model
    if role in {Role.RANK, Role.SCORE}:
        names = [name for name in names if not _OF_BOUNDS & set(by_name[name].split())]
    inside = [n for word in words for n in names if f" {word} " in f" {by_name[n]} "]
    return list(dict.fromkeys([*exact, *inside]))


def _fitting(role: Role, name: str, rows: Rows) -> Column | None:
    """The column if its values are such as the role has, else None."""
    values = [row.get(name) for row in rows]
    there = [value for value in values if not _is_missing(value)]
    if not there or len(there) < _LEAST_FILLED * len(values):
        return None
    read = _readings(role, there)
    if read is None:
        return None
    marks = {value for value in values if isinstance(value, str) and _is_missing(value)}
    column = replace(read, name=name, missing=tuple(sorted(marks)))
    column = replace(column, is_optional=any(value is None for value in values))
    is_whole = len(there) == len(values) or role not in {Role.MODEL, Role.KEY}
    return column if is_whole else None


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in _MARKS)


def _readings(role: Role, values: Sequence[object]) -> Column | None:
    """How values of the role are read, without name; None where they are none of that role."""
    if role in {Role.MODEL, Role.ORGANIZATION, Role.KEY}:
        return _names(role, values)
    if all(_is_number(value) for value in values):
        is_count = role in {Role.RANK, Role.VOTES}
        least = 1 if role is Role.RANK else 0
        fits = all(isinstance(v, int) and v >= least for v in values) if is_count else True
        return Column("", Kind.NUMBER) if fits else None
    texts = [value for value in values if isinstance(value, str)]
    return _figures(role, texts) if len(texts) == len(values) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _names(role: Role, values: Sequence[object]) -> Column | None:
    kind, names = _as_names(values) if role is not Role.KEY else (Kind.TEXT, values)
    texts = [name for name in names if isinstance(name, str)]
    is_name = len(texts) == len(names) and all(0 < len(t) <= _LONGEST_MODEL for t in texts)
    is_address = any(text.startswith(("http://", "https://")) for text in texts)
    if not is_name or is_address or (role is Role.KEY and len(set(texts)) < len(texts)):
        return None
    is_figures = role is Role.MODEL and all(_reads(number, [text]) for text in texts)
    return None if is_figures else Column("", kind)


def _as_names(values: Sequence[object]) -> tuple[Kind, Sequence[object]]:
    """The names in values that are texts, objects with a name, or lists of names."""
    if all(isinstance(value, dict) for value in values):
        return Kind.NAMED, [value.get("name") for value in values if isinstance(value, dict)]
    if all(isinstance(value, list) and value for value in values):
        return Kind.NAMES, [name for value in values if isinstance(value, list) for name in value]
    return Kind.TEXT, values


def _figures(role: Role, texts: Sequence[str]) -> Column | None:
    """How texts that hold figures are read, None where they do not all follow one form."""
    unit: Unit = "%" if all("%" in text for text in texts) else ""
    readers: dict[Role, tuple[tuple[Kind, Callable[[str], object]], ...]] = {
        Role.RANK: ((Kind.FIGURE, rank),),
        Role.VOTES: ((Kind.FIGURE, whole),),
        Role.INTERVAL: ((Kind.DELTAS, deltas), (Kind.BOUNDS, bounds), (Kind.FIGURE, number)),
        Role.SCORE: (
            (Kind.FIGURE, lambda text: number(text, unit=unit)),
            (Kind.SCORE_WITH_INTERVAL, lambda text: score_with_interval(text, unit=unit)),
        ),
    }
    plain = ((Kind.FIGURE, number),)
    for kind, reader in readers.get(role, plain):
        if _reads(reader, texts):
            return Column("", kind, unit if role is Role.SCORE else "")
    return None


def _reads(reader: Callable[[str], object], texts: Collection[str]) -> bool:
    try:
        for text in texts:
            reader(text)
    except LayoutError:
        return False
    return True


def _consistent(columns: Columns, rows: Rows) -> Columns:
    """Without what says the same twice, or does not hold together with the score."""
    low, high = columns.pop(Role.LOW, None), columns.pop(Role.HIGH, None)
    score = columns.get(Role.SCORE)
    if score is None or score.kind is Kind.SCORE_WITH_INTERVAL:
        columns.pop(Role.INTERVAL, None)
        columns.pop(Role.STDERR, None)
    elif low is not None and high is not None and (kind := _ends(low, high, score, rows)):
        columns |= {Role.LOW: replace(low, kind=kind), Role.HIGH: replace(high, kind=kind)}
        columns.pop(Role.INTERVAL, None)
    if {Role.INTERVAL, Role.LOW} & set(columns):
        columns.pop(Role.STDERR, None)
    return columns


def _ends(low: Column, high: Column, score: Column, rows: Rows) -> Kind | None:
    """How two columns bound the score in every row, None where they do not."""
    if low.kind is not high.kind or low.missing or high.missing:
        return None
    triples = [(figure(row, low), figure(row, score), figure(row, high)) for row in rows]
    known = [(a, b, c) for a, b, c in triples if a is not None and b is not None and c is not None]
    if known and all(a <= b <= c for a, b, c in known):
        return low.kind
    is_reach = low.kind is Kind.NUMBER and all(a >= 0 and c >= 0 for a, _, c in known)
    return Kind.DISTANCE if known and is_reach else None


def figure(row: Mapping[str, object], column: Column) -> float | None:
    """The number in a column of numbers or figures, None where there is none."""
    value = row.get(column.name)
    if _is_missing(value):
        return None
    if column.kind is Kind.SCORE_WITH_INTERVAL:
        return score_with_interval(str(value), unit=column.unit)[0]
    return number(str(value), unit=column.unit) if isinstance(value, str) else _as_float(value)


def _as_float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
