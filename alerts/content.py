"""What a message says, piece by piece, before it is known in which form.

Pieces of `Text` hold names as pages have them; the writer of a form makes them harmless.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from alerts.names import as_text
from leaderboard.alert import Line, Message, Proof, Reason, Row, Text
from leaderboard.text import moment, number

_SHORT_HASH = 12
_WORDS = {
    Reason.FIRST: "",
    Reason.NEW_IN_GROUP: "Also: ",
    Reason.RESOLVED: "Resolved: ",
    Reason.CORRECTED: "Corrected: ",
    Reason.REPEATED: "Still so: ",
}


class Said(NamedTuple):
    """A sentence, the word before it, and what stands beneath: its margin, its move."""

    word: str
    sentence: Text
    notes: tuple[Text, ...]
    is_withdrawn: bool


class Link(NamedTuple):
    """An address, to be written as a link if it may be one."""

    url: str


class Fact(NamedTuple):
    """One item of the evidence: what it is, and its values."""

    label: str
    values: tuple[Text | Link, ...]


class TableRow(NamedTuple):
    """The cells of a row, in the order of the heads; it `is_told` where a line speaks of it."""

    cells: tuple[Text, ...]
    is_told: bool


class Table(NamedTuple):
    """The rows before and after; `right` has the columns that are aligned to the right."""

    heads: tuple[str, ...]
    right: frozenset[int]
    rows: tuple[TableRow, ...]


def word(message: Message) -> str:
    """The word before the headline, which says why it is told: none for the first time."""
    if message.lines[0].is_withdrawn:
        return "Corrected, not so: " if message.reason is Reason.CORRECTED else "Not so: "
    return _WORDS[message.reason]


def headline(message: Message) -> Said:
    """The first line."""
    return _said(message.lines[0], word(message))


def other_lines(message: Message) -> list[Said]:
    """The lines after the first: what is new, what is not so, and what was told before."""
    still = "Still so: " if message.reason is Reason.REPEATED else "Told before: "
    rest = message.lines[1:]
    new = [_said(line, "") for line in rest if line.is_new and not line.is_withdrawn]
    taken_back = [_said(line, "Not so: ") for line in rest if line.is_withdrawn]
    told = [_said(line, still) for line in rest if not (line.is_new or line.is_withdrawn)]
    return new + taken_back + told


def setting(message: Message) -> str:
    """Where and when it was seen."""
    return f"{message.title}, {moment(message.observed_at)} UTC"


def table(message: Message) -> Table:
    """The rows before and after; a column that would be empty is left out."""
    heads = ("now", "before", "model", f"score, {message.unit}", "lab")
    rows = [TableRow(_cells(row), row.is_told) for row in message.rows]
    kept = [i for i in range(len(heads)) if any(any(row.cells[i]) for row in rows)]
    return Table(
        tuple(heads[i] for i in kept),
        frozenset(place for place, i in enumerate(kept) if i in {0, 1}),
        tuple(TableRow(tuple(row.cells[i] for i in kept), row.is_told) for row in rows),
    )


def score(row: Row) -> str:
    """The score with half of its interval, and what it was where that differs."""
    if row.score is None:
        return "" if row.old_score is None else f"was {number(row.old_score)}"
    half = "" if row.half_width is None else f" ±{number(row.half_width)}"
    moved = row.old_score is not None and number(row.old_score) != number(row.score)
    was = f" (was {number(row.old_score)})" if moved and row.old_score is not None else ""
    return f"{number(row.score)}{half}{was}"


def evidence(message: Message, *, brief: bool) -> list[Fact]:
    """The changes by their ids, and the captures; `brief` shortens the hashes."""
    changes = dict.fromkeys(line.change_id for line in message.lines)
    facts = [Fact("change", (as_text(change),)) for change in changes]
    return facts + [_capture(proof, brief=brief) for proof in message.evidence]


def signature(message: Message) -> tuple[Text | Link, ...]:
    """The last line: by which rule, of which board, and under which id."""
    rule = ("rule ", message.rule)
    return rule, Link(message.url), _labelled("id ", as_text(message.message_id))


def _said(line: Line, before: str) -> Said:
    """A line under its word; without one its own words begin with a capital letter."""
    ours, *rest = line.sentence or ("",)
    if not before:
        ours = ours[:1].upper() + ours[1:]
    notes = tuple(note for note in (line.margin, line.move) if any(note))
    return Said(before, (ours, *rest), notes, line.is_withdrawn)


def _cells(row: Row) -> tuple[Text, ...]:
    now = "gone" if row.standing is None else str(row.standing)
    before = "new" if row.was is None else str(row.was)
    lab = ("", row.organization) if row.organization else ()
    return ((now,), (before,), ("", row.model), (score(row),), lab)


def _capture(proof: Proof, *, brief: bool) -> Fact:
    return Fact(proof.side, tuple(_values(proof, brief=brief)))


def _values(proof: Proof, *, brief: bool) -> Iterator[Text | Link]:
    yield (f"{moment(proof.observed_at)} UTC",)
    yield Link(proof.url)
    if proof.sha256:
        digest = proof.sha256[:_SHORT_HASH] if brief else proof.sha256
        yield _labelled("sha256 ", as_text(digest))
    if proof.archived:
        yield ("archived in ", proof.archived)


def _labelled(label: str, text: Iterable[str]) -> Text:
    first, *rest = text
    return (label + first, *rest)
