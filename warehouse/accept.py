"""Whether a standing is believed: what it says of itself, and how it stands beside the last one.

The checks are pure. Those of `check_alone` need only the page and hold whatever else is on record;
those of `judge` compare with the last accepted snapshot and are made again when an earlier capture
arrives late.
"""

from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from leaderboard.channel import Channel
from leaderboard.errors import RejectedError
from leaderboard.source import Board
from leaderboard.standing import Entry, Standing

# A standing with fewer than half the rows of the last one is a broken page, not news.
_SMALLEST_SHARE_OF_ROWS = 0.5
# More than people will ever cast, and what the record has room for.
_MOST_VOTES = 10**15
# A field filled in nearly every row before and in under half of them now was not read.
_USUALLY_FILLED, _HARDLY_FILLED = 0.9, 0.5
# With more than this many of the known models below its last row, a page shows the top only; fewer
# have left from the end of the board.
_CUT_ROWS, _CUT_SHARE = 1, 0.1


class Beside(NamedTuple):
    """A candidate standing beside the snapshot before it, counted in models.

    `known` are all that were on the board, shown or below a cut; `below_cut` those of them that the
    candidate does not show and that may stand below its last row, whose score is `cut_score`.
    """

    candidate: int
    models: int
    cut_score: float | None
    with_interval: int
    with_votes: int
    with_organization: int
    known: int
    below_cut: int
    previous_models: int
    previous_with_interval: int
    previous_with_votes: int
    previous_with_organization: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """Accepted where `refusal` is empty; `window` is how many rows a cut page shows, else None."""

    refusal: str = ""
    window: int | None = None


def check_alone(standing: Standing, board: Board) -> None:
    """Check a standing against the board's contract.

    Raises:
        RejectedError: the first check that fails, with what was expected and what was found.
    """
    rows = len(standing.entries)
    if rows == 0:
        raise RejectedError("expected a standing, found 0 rows")
    if not board.rows.hold(rows):
        low, high = board.rows.least, board.rows.most
        raise RejectedError(f"expected {low:.0f} to {high:.0f} rows, found {rows}")
    if standing.declared_rows not in {None, rows}:
        raise RejectedError(f"the page declares {standing.declared_rows} rows, found {rows}")
    _check_keys(standing.entries)
    _check_scores(standing.entries, board)
    _check_ranks(standing.entries, board)
    _check_votes(standing.entries)


def judge(beside: Beside, channel: Channel) -> Verdict:
    """Whether a standing is believed after the snapshot before it, and whether it is cut."""
    before = beside.previous_models
    if before == 0:  # whether a cut page is all of the board, the next ones will tell
        return Verdict(window=beside.models if channel.partial else None)
    if not channel.partial and beside.models < _SMALLEST_SHARE_OF_ROWS * before:
        return Verdict(f"expected about {before} models as before, found {beside.models}")
    filled = (
        ("an interval", beside.previous_with_interval, beside.with_interval),
        ("votes", beside.previous_with_votes, beside.with_votes),
        ("an organization", beside.previous_with_organization, beside.with_organization),
    )
    for field, then, now in filled:
        if then >= _USUALLY_FILLED * before and now < _HARDLY_FILLED * beside.models:
            return Verdict(
                f"expected {field} in nearly every row as before, found it in {now} of "
                f"{beside.models}"
            )
    is_cut = channel.partial and beside.below_cut > max(_CUT_ROWS, _CUT_SHARE * beside.known)
    return Verdict(window=beside.models if is_cut else None)


def _check_keys(entries: tuple[Entry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if not entry.key or not entry.model:
            raise RejectedError(f"expected every row to name its model, found {entry!r:.120}")
        if entry.key in seen:
            raise RejectedError(f"expected every key once, found {entry.key!r} twice")
        seen.add(entry.key)


def _check_scores(entries: tuple[Entry, ...], board: Board) -> None:
    scores = [entry.score for entry in entries if entry.score is not None]
    if not scores:
        raise RejectedError("expected scores, found none")
    for entry in entries:
        if entry.score is not None and not board.score.hold(entry.score):
            raise RejectedError(
                f"expected scores from {board.score.least:g} to {board.score.most:g}, found "
                f"{entry.score:g} for {entry.model!r:.60}"
            )
        low, high = entry.score_low, entry.score_high
        if entry.score is None or low is None or high is None:
            continue
        if not low <= entry.score <= high:
            raise RejectedError(
                f"expected {entry.score:g} within its interval, found {low:g} to {high:g} "
                f"for {entry.model!r:.60}"
            )


def _check_ranks(entries: tuple[Entry, ...], board: Board) -> None:
    ranked = [(entry.rank, entry) for entry in entries if entry.rank is not None]
    ranked.sort(key=itemgetter(0))
    for position, (rank, entry) in enumerate(ranked, start=1):
        if rank < 1 or rank > position:
            raise RejectedError(
                f"expected ranks without a gap, found {rank} in position {position} "
                f"({entry.model!r:.60})"
            )
    if not board.rank_follows_score:
        return
    sign = 1 if board.higher_is_better else -1
    scored = [(rank, entry) for rank, entry in ranked if entry.score is not None]
    for (_, better), (rank, worse) in pairwise(scored):
        if sign * (better.score or 0) < sign * (worse.score or 0) and better.rank != rank:
            raise RejectedError(
                f"expected scores in the order of ranks, found {better.score:g} at rank "
                f"{better.rank} and {worse.score:g} at rank {rank}"
            )


def _check_votes(entries: tuple[Entry, ...]) -> None:
    for entry in entries:
        if entry.votes is not None and not 0 <= entry.votes <= _MOST_VOTES:
            raise RejectedError(
                f"expected 0 to {_MOST_VOTES} votes, found {entry.votes} for {entry.model!r:.60}"
            )
