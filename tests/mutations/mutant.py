"""A changed page, and what would be right to believe of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leaderboard.standing import Entry, keyed_by_name
from tests.mutations.subject import Subject

# Whether these entries, believed, are what the changed page truly says.
Right = Callable[[Sequence[Entry]], bool]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed page: the class of the change, which one it is, and the documents after it."""

    kind: str
    what: str
    bodies: tuple[bytes, ...]
    right: Right


def same(subject: Subject) -> Right:
    """The change means nothing, or what it means cannot be read: all is as it was.

    Where the publisher's keys are gone, a model is known by its name.
    """
    expected, named = _counted(subject.standing.entries), _nameless(subject.standing.entries)

    def is_right(entries: Sequence[Entry]) -> bool:
        is_named = all(entry.is_keyed_by_name for entry in entries)
        return _counted(entries) == expected or (is_named and _nameless(entries) == named)

    return is_right


def ordered(subject: Subject) -> Right:
    """The rows stand in another order.

    Of rows with one name the order tells which is which, and ranks that count rows by their
    position are not shown where they do not.
    """
    expected = _nameless(_unranked(subject.standing.entries))
    ranks = {entry.model: entry.rank for entry in subject.standing.entries}

    def is_right(entries: Sequence[Entry]) -> bool:
        is_ranked = all(e.rank in {None, ranks.get(e.model)} for e in entries)
        is_same = same(subject)(entries)
        return is_same or (_nameless(_unranked(entries)) == expected and is_ranked)

    return is_right


def either(*rights: Right) -> Right:
    """One of these is right."""
    return lambda entries: any(right(entries) for right in rights)


def apart_from(subject: Subject, odd: Entry | None) -> Right:
    """A score that is computed from a row's figures is made of those that are left."""
    key = odd.key if odd is not None else None
    expected = _counted([entry for entry in subject.listed if entry.key != key])

    def is_right(entries: Sequence[Entry]) -> bool:
        rest = [entry for entry in entries if entry.key != key]
        return len(entries) == len(subject.listed) and _counted(rest) == expected

    return is_right


def is_computed(subject: Subject) -> bool:
    """Whether the page prints no score: it is computed from the row's figures."""
    return subject.visit.board.publisher == "livebench"


def exactly(expected: Sequence[Entry]) -> Right:
    """The page says these entries now."""
    return lambda entries: _counted(entries) == _counted(expected)


def never(_: Sequence[Entry]) -> bool:
    """Nothing that could be read from the page is true."""
    return False


def in_pieces(subject: Subject) -> Right:
    """A piece is lost, or stands twice: rows are gone, the others as they were, but for their rank.

    Where that begins in one row and ends at the same place of another one, the two are one row to
    every reader. Nothing in the bytes tells.
    """
    before = _nameless(_unranked(subject.standing.entries))
    values = [set(column) for column in zip(*before, strict=True)]

    def is_right(entries: Sequence[Entry]) -> bool:
        odd = _nameless(_unranked(entries)) - before
        rows = [zip(row, values, strict=True) for row in odd.elements()]
        return len(rows) <= 1 and all(value in column for row in rows for value, column in row)

    return is_right


def without(subject: Subject, gone: Entry | None) -> Right:
    """A row is no longer there; or all is as it was, where another place says it still.

    Boards that print no ranks may be numbered by row, and one that prints them may show none where
    they no longer follow each other.
    """
    rest = [entry for entry in subject.listed if entry != gone]
    is_named = all(entry.is_keyed_by_name for entry in rest)
    expected = _counted(_unranked(keyed_by_name(rest) if is_named else rest))
    is_same = same(subject)

    def is_right(entries: Sequence[Entry]) -> bool:
        before = {entry.key: entry.rank for entry in subject.listed}
        ranks = all(
            entry.rank is None or (before.get(entry.key) or 0) - entry.rank in {0, 1}
            for entry in entries
        )
        return is_same(entries) or (
            _counted(_unranked(entries)) == expected and (ranks or not is_named)
        )

    return is_right


def lacking(subject: Subject, rows: Sequence[Entry | None]) -> Right:
    """In these rows a figure is no longer said: fields may be missing, none may differ."""
    keys = {entry.key for entry in rows if entry is not None}
    before = {entry.key: entry for entry in subject.standing.entries}

    def is_right(entries: Sequence[Entry]) -> bool:
        if {entry.key for entry in entries} != before.keys():
            return False
        return all(_lacks(entry, before[entry.key], entry.key in keys) for entry in entries)

    return is_right


def beginning(subject: Subject) -> Right:
    """The page ends early: the first rows, each of them whole."""
    prefixes = [_counted(subject.listed[:count]) for count in range(1, len(subject.listed) + 1)]
    return lambda entries: _counted(entries) in prefixes


def cut_open(subject: Subject) -> Right:
    """The page ends early; where a publisher leaves the last line open, its last figure may too.

    Nothing in such a file tells whether its last cell is whole.
    """
    right, last = beginning(subject), apart_from(subject, subject.listed[-1])
    return either(right, last) if is_computed(subject) else right


def _lacks(entry: Entry, before: Entry, may_lack: bool) -> bool:  # noqa: FBT001 - read in one place
    pairs = zip(_said(entry), _said(before), strict=True)
    return all(new == old or (may_lack and new is None) for new, old in pairs)


def _counted(entries: Sequence[Entry]) -> Counter[tuple[object, ...]]:
    return Counter(map(_said, entries))


def _nameless(entries: Sequence[Entry]) -> Counter[tuple[object, ...]]:
    return Counter(_said(entry._replace(key="")) for entry in entries)


def _unranked(entries: Sequence[Entry]) -> list[Entry]:
    return [entry._replace(rank=None) for entry in entries]


def _said(entry: Entry) -> tuple[object, ...]:
    """What a page says; the place is computed."""
    return tuple(entry._replace(place=None))
