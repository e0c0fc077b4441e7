"""The text of a board's entry in a source file: what is known, and what a person must decide.

What comes from the page is quoted; the comments hold none of it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from cli.scaffold.draft import Draft
from parsers.columns import figure
from parsers.roles import LOWER_IS_BETTER, Column, Role, folded
from parsers.survey import Form

_LEAST_OF_ROWS, _MOST_OF_ROWS = 0.85, 2
_PERCENT, _WHOLE = 100.0, 1.0
_RATES = {"%", "wer", "cer", "rate", "accuracy", "acc", "resolved"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the board is: its title, the page for people, the address that is read.

    `parser` names a module other than the publisher's own, `allow_private` is the channel's.
    """

    title: str
    page: str
    address: str
    parser: str | None = None
    allow_private: bool = False


def source_text(draft: Draft, place: Place) -> str:
    """A whole source file with this one board."""
    publisher = draft.board.partition("/")[0]
    name = scalar(publisher.replace("-", " ").title())
    site = scalar("/".join(place.address.split("/", 3)[:3]))
    return "\n".join(
        [
            "# What stands beside `decide:` is a guess or was left open: settle it, then take the",
            "# comment away.",
            f"publisher: {_key(publisher)}",
            f"title: {name}   # decide: what the publisher calls itself",
            f"url: {site}",
            f"attribution: {name}   # decide: how the publisher wants to be named",
            'terms: "Not read yet."   # decide: read them; what do they say of automated access?',
            "",
            "boards:",
            board_text(draft, place),
        ]
    )


def board_text(draft: Draft, place: Place) -> str:
    """The entry of the board, as it stands below `boards:`."""
    score = draft.columns[Role.SCORE]
    kind = "page" if draft.candidate.form in {Form.HTML, Form.EMBEDDED, Form.FRAME} else "dataset"
    lines = [
        f"  {_key(draft.board.partition('/')[2])}:",
        f"    title: {scalar(place.title)}   # decide: what people call the board",
        f"    url: {scalar(place.page)}   # decide: the page for people, if it is another one",
        f"    metric: {scalar(score.name)}   # decide: what the score measures",
        f"    unit: {scalar(_unit(draft, score))}   # decide: a guess by the size of the scores",
        f"    higher_is_better: {_word(is_higher_better(draft))}   # decide: a guess",
        "    cadence: 1d   # decide: how often it is worth a look",
        f"    rows: {_rows(len(draft.candidate.rows))}",
        f"    score: {_bounds(draft, score)}",
        *_unordered(draft),
        "    channels:",
        *_channel(place, kind),
    ]
    return "\n".join(lines) + "\n"


def _channel(place: Place, kind: str) -> Iterator[str]:
    yield f"      - name: {kind}"
    yield f"        kind: {kind}"
    if kind == "page":
        yield "        on: false   # decide: on once the terms were read and allow it"
    else:
        yield "        on: true   # decide: off, should the terms or the licence not allow it"
    if place.allow_private:
        yield "        allow_private: true"
    if place.parser is not None:
        yield f"        parser: {place.parser}"
    yield f"        url: {scalar(place.address)}"


def scalar(text: str) -> str:
    """The text as a YAML scalar in double quotes, on one line."""
    dumped: str = yaml.safe_dump(text, default_style='"', width=math.inf, allow_unicode=True)
    return dumped.removesuffix("\n")


def _key(name: str) -> str:
    """A name as a key: quoted only where it would be read as a number or a day."""
    return name if yaml.safe_load(name) == name else scalar(name)


def _word(value: bool) -> str:  # noqa: FBT001 - what is written is the value itself
    return "true" if value else "false"


def _scores(draft: Draft) -> list[float]:
    column = draft.columns[Role.SCORE]
    found = (figure(row, column) for row in draft.candidate.rows)
    return [score for score in found if score is not None]


def _unit(draft: Draft, column: Column) -> str:
    scores = _scores(draft)
    if column.unit == "%":
        return "%"
    if min(scores) >= 0 and max(scores) <= _WHOLE:
        return "fraction"
    is_rate = bool(_RATES & set(folded(column.name).split()))
    return "%" if is_rate and min(scores) >= 0 and max(scores) <= _PERCENT else "points"


def _bounds(draft: Draft, column: Column) -> str:
    """The scale's own ends where it has any, else as far again to both sides as the scores go."""
    unit, scores = _unit(draft, column), _scores(draft)
    if unit != "points":
        return f"{{least: 0, most: {_WHOLE if unit == 'fraction' else _PERCENT:g}}}"
    span = max(max(scores) - min(scores), abs(max(scores)) / 10, 1.0)
    return f"{{least: {math.floor(min(scores) - span)}, most: {math.ceil(max(scores) + span)}}}"


def _rows(count: int) -> str:
    return f"{{least: {max(1, math.floor(count * _LEAST_OF_ROWS))}, most: {count * _MOST_OF_ROWS}}}"


def is_higher_better(draft: Draft) -> bool:
    """Whether better ranks go with higher scores; without ranks, what the column's name says."""
    ranked = _by_rank(draft)
    if len(ranked) > 1 and ranked[0] != ranked[-1]:
        return ranked[0] > ranked[-1]
    return not LOWER_IS_BETTER & set(folded(draft.columns[Role.SCORE].name).split())


def _by_rank(draft: Draft) -> list[float]:
    """The scores in the order of the published ranks; none where there are no ranks."""
    score, rank = draft.columns[Role.SCORE], draft.columns.get(Role.RANK)
    if rank is None:
        return []
    pairs = [(_rank(row.get(rank.name)), figure(row, score)) for row in draft.candidate.rows]
    known = [(place, score) for place, score in pairs if place is not None and score is not None]
    return [score for _, score in sorted(known, key=lambda pair: pair[0])]


def _rank(value: object) -> float | None:
    if isinstance(value, int):
        return value
    digits = "".join(sign for sign in str(value or "") if sign.isascii() and sign.isdigit())
    return int(digits) if digits else None


def _unordered(draft: Draft) -> Iterator[str]:
    """A line for a board whose ranks do not follow its scores."""
    scores = _by_rank(draft)
    if scores != sorted(scores, reverse=is_higher_better(draft)):
        yield "    rank_follows_score: false   # decide: what do the ranks follow?"
