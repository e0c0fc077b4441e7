"""Whether a standing can be believed by itself, whatever else is on record."""

import re
from itertools import pairwise
from operator import itemgetter

from leaderboard.errors import RejectedError
from leaderboard.source import Board
from leaderboard.standing import Entry, Standing

# Signs that stand in no name: of control, of direction, and the one for what could not be read.
_NO_LETTERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\ud800-\udfff]")
# What letters of several bytes in UTF-8 become where each byte is taken for a letter.
_BYTE = (
    "[\u0080-\u00bf"
    + bytes(set(range(0x80, 0xA0)) - {0x81, 0x8D, 0x8F, 0x90, 0x9D}).decode("cp1252")
    + "]"
)
_GARBLED = re.compile(
    f"[\u00c2-\u00df]{_BYTE}|[\u00e0-\u00ef]{_BYTE}{{2}}|[\u00f0-\u00f4]{_BYTE}{{3}}"
)
# More than people will ever cast, and what the record has room for.
_MOST_VOTES = 10**15


def check_alone(standing: Standing, board: Board) -> None:
    """Check a standing against the board's contract.

    Raises:
        RejectedError: the first check that fails, with what was expected and what was found.
    """
    rows = len(standing.entries)
    if rows == 0:
        raise RejectedError("expected a standing, found 0 rows")
    if board.rows and not board.rows.hold(rows):
        low, high = board.rows.least, board.rows.most
        raise RejectedError(f"expected {low:.0f} to {high:.0f} rows, found {rows}")
    if standing.declared_rows not in {None, rows}:
        raise RejectedError(f"the page declares {standing.declared_rows} rows, found {rows}")
    _check_keys(standing.entries)
    _check_scores(standing.entries, board)
    _check_ranks(standing.entries, board)
    _check_votes(standing.entries)


def _check_keys(entries: tuple[Entry, ...]) -> None:
    seen: set[str] = set()
    for entry in entries:
        if not entry.key or not entry.model:
            raise RejectedError(f"expected every row to name its model, found {entry!r:.120}")
        if entry.key in seen:
            raise RejectedError(f"expected every key once, found {entry.key!r} twice")
        seen.add(entry.key)
        for name in (entry.key, entry.model, entry.organization or ""):
            _check_letters(name)


def _check_letters(name: str) -> None:
    """A name that was read in a wrong encoding, or has signs that no name has, is no other name."""
    if name.isascii() and name.isprintable():
        return
    if found := _NO_LETTERS.search(name):
        raise RejectedError(f"expected names in letters, found {found[0]!r} in {name!r:.60}")
    if found := _GARBLED.search(name):
        raise RejectedError(
            f"expected names read as UTF-8, found {found[0]!r} for one letter in {name!r:.60}"
        )


def _check_scores(entries: tuple[Entry, ...], board: Board) -> None:
    scores = [entry.score for entry in entries if entry.score is not None]
    if not scores:
        raise RejectedError("expected scores, found none")
    for entry in entries:
        if entry.score is not None and board.score and not board.score.hold(entry.score):
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
