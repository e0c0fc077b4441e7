"""Who is who from one standing to the next: by the publisher's key, by exact name, by a rename.

A key that is shown again is the same model. A name that passes from a key that is gone to a new one
stays the same model. Where names are all a board has, a name that is gone and a new one may be one
model renamed: how sure that is says `warehouse.renames`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.beside import Cut
from warehouse.renames import Decided, Rename, Scale, Stranger, match
from warehouse.state import State


class Claim(NamedTuple):
    """A row of a page, or of the snapshot before it, and the identity it claims."""

    entry: Entry
    identity: str


@dataclass(frozen=True)
class Identified:
    """Keys on a page with whom they mean, and the renames that were found with their states.

    A rename is `applied`, `proposed`, `expired` where what followed did not bear it out, or by a
    person `accepted` or `refused`.
    """

    identities: dict[str, str]
    renames: list[tuple[Rename, str]]

    @cached_property
    def joined(self) -> dict[str, Rename]:
        """The renames that hold, by the identity they joined."""
        return {r.old.identity: r for r, state in self.renames if state in {"applied", "accepted"}}

    @cached_property
    def decided(self) -> set[str]:
        """The identities of both sides of every rename that a person decided upon."""
        pairs = [rename for rename, state in self.renames if state in {"accepted", "refused"}]
        return {side.identity for pair in pairs for side in (pair.old, pair.new)}

    @property
    def undecided(self) -> list[Rename]:
        """The renames that are proposed."""
        return [rename for rename, state in self.renames if state == "proposed"]

    def settled(self, fates: Mapping[Rename, str]) -> "Identified":
        """The same with what became of proposed renames."""
        renames = [(rename, fates.get(rename, state)) for rename, state in self.renames]
        found = Identified(dict(self.identities), renames)
        found.identities.update(
            {rename.new.entry.key: identity for identity, rename in found.joined.items()}
        )
        return found

    @cached_property
    def proposed(self) -> set[str]:
        """The identities of both sides of every proposed rename."""
        return {side.identity for pair in self.undecided for side in (pair.old, pair.new)}


def identify(
    state: State, entries: Sequence[Entry], board: Board, decided: Decided, *, may_be_cut: bool
) -> Identified:
    """Whom each row of the page means, given what was known before.

    Of a page that may be cut, a model is not renamed that may only stand below its last row.
    """
    identities = {entry.key: state.identity(entry.key) for entry in entries}
    identities |= _settle_claims(
        [Claim(entry, identities[entry.key]) for entry in entries],
        [Claim(tracked.entry, identity) for identity, tracked in state.known.items()],
    )
    gone, newcomers = _strangers(state, entries, identities)
    if not gone or not newcomers:
        return Identified(identities, [])
    passed = _passed_on(state, entries, gone, newcomers)
    identities |= passed
    settled = set(passed.values())
    found = match(
        [each for each in gone if each.identity not in settled],
        [each for each in newcomers if each.entry.key not in passed],
        _scale(state, entries, identities),
        decided,
    )
    cut = Cut.of(entries, board) if may_be_cut else None
    renames = [
        (rename, outcome)
        for rename in found
        if (outcome := _state(rename, board, decided))
        and (outcome == "accepted" or _is_in_sight(state, rename, cut))
    ]
    return Identified(identities, renames).settled({})


def _strangers(
    state: State, entries: Sequence[Entry], identities: Mapping[str, str]
) -> tuple[list[Stranger], list[Stranger]]:
    """The models that only the state before knows, and those that only the page shows."""
    shown = {identities[e.key]: e for e in entries if e.standing is not None}
    gone = [
        Stranger(identity, tracked.entry, tracked.standing)
        for identity, tracked in state.known.items()
        if identity not in shown
    ]
    newcomers = [
        Stranger(identity, entry, entry.standing or 0)
        for identity, entry in shown.items()
        if identity not in state.known
    ]
    return gone, newcomers


def _is_in_sight(state: State, rename: Rename, cut: Cut | None) -> bool:
    """Whether both names stood where pages show them, not below where one is cut."""
    window = state.head.window_rows if state.head is not None else None
    old = state.known[rename.old.identity]
    should_be = not old.is_unseen and (cut is None or cut.is_above(old))
    return should_be and (window is None or rename.new.standing <= window)


def _scale(state: State, entries: Sequence[Entry], identities: Mapping[str, str]) -> Scale:
    known = [tracked.entry for tracked in state.known.values()]
    common = [
        (state.known[identity].entry, entry)
        for entry in entries
        if (identity := identities[entry.key]) in state.known
    ]
    return Scale.of(known, common)


def _passed_on(
    state: State, entries: Sequence[Entry], gone: Sequence[Stranger], newcomers: Sequence[Stranger]
) -> dict[str, str]:
    """New keys whose exact name is that of one key that is gone, and of no other."""
    names = Counter(entry.model for entry in entries)
    before = Counter(tracked.entry.model for tracked in state.known.values())
    once = {name for name, count in names.items() if count == 1 and before[name] == 1}
    holders = {each.entry.model: each for each in gone if each.entry.model in once}
    return {
        new.entry.key: holders[new.entry.model].identity
        for new in newcomers
        if new.entry.model in holders
    }


def _state(rename: Rename, board: Board, decided: Decided) -> str:
    """What is made of a rename; empty where it is not even proposed."""
    if decided.accepts(rename.old, rename.new):
        return "accepted"
    if rename.certainty < board.gate.doubt:
        return ""
    if decided.refuses(rename.old, rename.new):
        return "refused"
    return "applied" if rename.certainty >= board.gate.certainty else "proposed"


def _settle_claims(listed: Sequence[Claim], before: Sequence[Claim]) -> dict[str, str]:
    """The identities of rows of one page that more than one could have; page keys to identities.

    Of rows with one name, each is the one before that is nearest in score and votes. A name that
    had been joined to another and is shown beside it again is a model of its own.
    """
    assigned: dict[str, str] = {}
    doubles = {_name(c) for c in (*listed, *before) if c.entry.key.startswith(f"{_name(c)}#")}
    for name in sorted(doubles):
        rows = [c for c in listed if _name(c) == name and c.entry.is_keyed_by_name]
        known = [c for c in before if _name(c) == name and c.entry.is_keyed_by_name]
        assigned |= _nearest(rows, known)
    holders = {claim.identity: claim.entry.key for claim in before}
    return _without_doubles(listed, holders, assigned)


def _name(claim: Claim) -> str:
    return claim.entry.model


def _nearest(rows: Sequence[Claim], known: Sequence[Claim]) -> dict[str, str]:
    """Rows of one name to the identities before, the nearest pair first."""
    pairs = sorted(
        product(rows, known),
        key=lambda pair: (_distance(*pair), pair[0].entry.key, pair[1].identity),
    )
    assigned: dict[str, str] = {}
    for row, other in pairs:
        if row.entry.key not in assigned and other.identity not in assigned.values():
            assigned[row.entry.key] = other.identity
    return assigned


def _distance(one: Claim, other: Claim) -> tuple[float, float]:
    votes = abs(math.log((one.entry.votes or 1) / (other.entry.votes or 1)))
    return abs((one.entry.score or 0) - (other.entry.score or 0)) + votes, votes


def _without_doubles(
    listed: Iterable[Claim], holders: Mapping[str, str], assigned: Mapping[str, str]
) -> dict[str, str]:
    """Give every page key an identity of its own; only those that are changed are returned."""
    used = set(assigned.values())
    changed = dict(assigned)
    rest = [claim for claim in listed if claim.entry.key not in assigned]
    for claim in sorted(rest, key=lambda c: (holders.get(c.identity) != c.entry.key, c.entry.key)):
        identity = claim.identity
        if identity in used:
            identity = changed[claim.entry.key] = _fresh(claim.entry, used | set(holders))
        used.add(identity)
    return changed


def _fresh(entry: Entry, used: set[str]) -> str:
    names = (entry.key, *(f"{entry.model}#{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)
