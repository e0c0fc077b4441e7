"""JSON elsewhere, deeper, twice, in other pieces; payloads of React cut into other chunks."""

import copy
import random
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from tests.mutations import shells
from tests.mutations.listing import Edit, Listing
from tests.mutations.mutant import Mutant, beginning, either, in_pieces, same
from tests.mutations.subject import Subject

_PIECES = 7


def trees(listing: Listing) -> Iterator[Mutant]:
    """The list of rows put elsewhere in its JSON document, or beside one that is like it."""
    if listing.edit is None:
        return
    right, part = same(listing.subject), beginning(listing.subject)
    for what, how in _DEEPER.items():
        yield Mutant("nested deeper", what, listing.edited(how), right)
    for what, how in _ALIKE.items():
        yield Mutant("second list alike", what, listing.edited(how), either(right, part))


def chunks(subject: Subject, document: int) -> Iterator[Mutant]:
    """The payload of a page in other chunks, and without some of them."""
    text = subject.bodies[document].decode()
    whole = shells.escaped(shells.payload(text))
    if not whole:
        return
    right = same(subject)
    for what, pieces in _cut(whole):
        yield Mutant("payload in other chunks", what, _body(subject, document, pieces), right)
    chance = random.Random(3)  # noqa: S311 - a seeded change
    for turn in range(4):
        pieces = _random(whole, chance)
        yield from _without(subject, document, pieces, f"cut {turn}")
    (_, pieces) = next(_cut(whole))
    order = chance.sample(range(len(pieces)), len(pieces))
    moved = [pieces[place] for place in order]
    yield Mutant("chunks in another order", "shuffled", _body(subject, document, moved), right)
    yield Mutant(
        "chunks in another order", "reversed", _body(subject, document, pieces[::-1]), right
    )


def _without(subject: Subject, document: int, pieces: list[str], what: str) -> Iterator[Mutant]:
    for at in range(len(pieces)):
        rest = [piece for place, piece in enumerate(pieces) if place != at]
        twice = [*pieces[:at], pieces[at], *pieces[at:]]
        name = f"{what}, chunk {at}"
        yield Mutant("chunk missing", name, _body(subject, document, rest), in_pieces(subject))
        yield Mutant("chunk twice", name, _body(subject, document, twice), in_pieces(subject))


def _body(subject: Subject, document: int, pieces: list[str]) -> tuple[bytes, ...]:
    text = shells.with_payload(subject.bodies[document].decode(), pieces)
    return subject.with_body(document, text.encode())


def _cut(whole: str) -> Iterator[tuple[str, list[str]]]:
    """A payload, as it stands in scripts, in pieces: also inside of an escape."""
    yield "of 100", [whole[at : at + 100] for at in range(0, len(whole), 100)]
    yield "one", [whole]
    yield "of 997", [whole[at : at + 997] for at in range(0, len(whole), 997)]
    escapes = [at + 1 for at, sign in enumerate(whole) if sign == "\\"][
        :: max(1, whole.count("\\") // 20)
    ]
    ends = [0, *escapes, len(whole)]
    yield "inside escapes", [whole[a:b] for a, b in pairwise(ends)]


def _random(whole: str, chance: random.Random) -> list[str]:
    ends = sorted([0, *chance.sample(range(1, len(whole)), _PIECES), len(whole)])
    return [whole[a:b] for a, b in pairwise(ends)]


def _wrap(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    parent[key] = {"data": parent[key]}


def _wrap_twice(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    parent[key] = {"data": {"items": parent[key], "count": 3}}


def _wrap_rows(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    value = parent[key]
    members = value.items() if isinstance(value, dict) else enumerate(value)
    parent[key] = [{"cursor": "a", "node": {"": name, "row": row}} for name, row in members]


def _by_number(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    value = parent[key]
    parent[key] = (
        {str(at): row for at, row in enumerate(value)} if isinstance(value, list) else [value]
    )


def _halved(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    if isinstance(value := parent[key], list):
        half = len(value) // 2
        parent[key] = [value[:half], value[half:]]


def _as_text(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    parent[key] = str(parent[key])


_DEEPER: dict[str, Edit] = {
    "in an object": _wrap,
    "in two objects": _wrap_twice,
    "each row in an object": _wrap_rows,
    "by number": _by_number,
    "in two lists": _halved,
    "as text": _as_text,
}


def _beside(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    twin = _other(copy.deepcopy(parent[key]))
    if isinstance(parent, dict):
        parent["alike"] = twin
    else:
        parent.append(twin)


def _before(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    twin = _other(copy.deepcopy(parent[key]))
    if isinstance(parent, dict):
        items = list(parent.items())
        parent.clear()
        parent.update([("alike", twin), *items])
    else:
        parent.insert(0, twin)


def _other(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The same with other figures, in the same order: those above 1 are larger by half of 1."""
    if isinstance(value, dict):
        return {name: _other(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_other(each) for each in value]
    return value + 0.5 if isinstance(value, float) else value


def _half_beside(parent: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
    if isinstance(parent, dict) and isinstance(parent[key], list):
        half = len(parent[key]) // 2
        parent["more"], parent[key] = parent[key][half:], parent[key][:half]


_ALIKE: dict[str, Edit] = {"after": _beside, "before": _before, "half of it": _half_beside}
