"""A candidate on trial: identified, judged beside the state before it, and compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from leaderboard.capture import REFUTED, Cause
from leaderboard.capture import Outcome as CaptureOutcome
from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair, is_better, pair_up, worst
from warehouse.compare import LEFT, Comparison, Outcome, tracked
from warehouse.contests import Tested, contested
from warehouse.gate import Gate, Verdict
from warehouse.identity import Identified, identify
from warehouse.line import Candidate, Line, Snapshot
from warehouse.renames import Decided
from warehouse.state import State

Entries = Callable[[Candidate], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is made of a candidate: its outcome and why, and whom of the missing to carry on.

    It `is_open` where a later capture will tell more; then `doubted` are those whose absence waits
    for that.
    """

    outcome: CaptureOutcome
    reason: str = ""
    carried: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()

    @property
    def is_accepted(self) -> bool:
        """Whether the candidate makes a snapshot."""
        return self.outcome == CaptureOutcome.CHANGED


@dataclass(frozen=True)
class Trial:
    """A candidate beside the state of its line; `entries` gives the rows of any candidate."""

    line: Line
    state: State
    candidate: Candidate
    board: Board
    decided: Decided
    entries: Entries
    thresholds: Sequence[int]

    @cached_property
    def identified(self) -> Identified:
        """Whom each row means."""
        return identify(self.state, self.entries(self.candidate), self.board, self.decided)

    @cached_property
    def beside(self) -> Beside:
        """The candidate beside the state before it."""
        rows = self.entries(self.candidate)
        return Beside(tuple(pair_up(self.state, rows, self.identified.identities)), self.board)

    @cached_property
    def verdict(self) -> Verdict:
        """What the gate says."""
        return Gate(self.state, self.candidate, self.beside, self._absent, self.board).judge()

    @cached_property
    def ruling(self) -> Ruling:
        """The verdict together with what the captures that follow say."""
        verdict = self.verdict
        if verdict.refusal:
            return Ruling(CaptureOutcome.REJECTED, verdict.refusal)
        if verdict.held:
            return self._held(verdict)
        carried, doubted = set[str](), set[str]()
        for pair in verdict.doubted:
            is_shown_again = self._is_shown_again(pair)
            if is_shown_again is not False:
                (doubted if is_shown_again is None else carried).add(pair.identity)
        return Ruling(CaptureOutcome.CHANGED, "", frozenset(carried), frozenset(doubted))

    @cached_property
    def comparison(self) -> Comparison | None:
        """What became of every model; None where nothing is compared."""
        head = self.state.head
        if head is None or self.verdict.epoch:
            return None
        return Comparison(
            self.beside,
            self.verdict.window,
            head.window_rows,
            self.ruling.carried,
            self.ruling.doubted,
            self.state.departed,
        )

    @property
    def tested(self) -> list[Tested]:
        """What moved in the order of models, and whether it means anything."""
        if self.comparison is None or self.state.head is None:
            return []
        window = self.state.head.window_rows
        return contested(self.comparison.outcomes, self.thresholds, window, self.board)

    @cached_property
    def pending(self) -> set[str]:
        """The identities of both sides of renames that are proposed and have not expired."""
        if self.line.reaches(self.candidate.observed_at + self.board.confirmation):
            return set()
        return self.identified.proposed

    @cached_property
    def cause(self) -> Cause:
        """How the changes of this snapshot came about."""
        head, candidate = self.state.head, self.candidate
        reread_before = head.reread_at if head is not None else None
        is_reread = candidate.reread_at is not None or (
            reread_before is not None and reread_before > candidate.attempted_at
        )
        return Cause.PARSER if is_reread else Cause(candidate.cause)

    def conclude(self) -> tuple[Snapshot, State]:
        """The snapshot that an accepted candidate makes, and the state of the line after it."""
        made, state = self.candidate, self.state
        draft = Snapshot(
            *(made.board, made.channel, made.snapshot_id, made.observed_at, made.standing_id),
            window_rows=self.verdict.window,
            is_open=bool(self.ruling.doubted or self.pending),
            moved=self.beside.moved_share,
            epoch=self.verdict.epoch or None,
            reread_at=made.reread_at,
            state="",
        )
        after = State(
            draft,
            tracked(self._outcomes, made.snapshot_id),
            {**state.identities, **self.identified.identities},
            state.departed | {o.pair.identity for o in self._outcomes if o.status == LEFT},
            made.method or state.method,
            max((m for m in (state.most_moved, draft.moved) if m is not None), default=None),
            state.was_cut or self.verdict.window is not None,
            max((t for t in (state.published_at, made.published_at) if t), default=None),
        )
        after.head = draft._replace(state=after.digest())
        return after.head, after

    @property
    def _outcomes(self) -> Sequence[Outcome]:
        if self.comparison is not None:
            return self.comparison.outcomes
        return Comparison(replace(self.beside, pairs=self._afresh), None, None).outcomes

    @property
    def _afresh(self) -> tuple[Pair, ...]:
        """What the page shows, as if nothing had been known."""
        return tuple(p._replace(old=None) for p in self.beside.pairs if p.new is not None)

    @property
    def _absent(self) -> list[Pair]:
        """The models that are gone, and neither renamed nor shown under another key."""
        refused = {r.old.identity for r, state in self.identified.renames if state == "refused"}
        renamed = {rename.old.identity for rename, _ in self.identified.renames} - refused
        names = {entry.model for entry in self.beside.shown}
        return [
            pair
            for pair in self.beside.pairs
            if pair.old is not None
            and not pair.is_shown
            and pair.identity not in renamed
            and not (pair.new is not None and pair.old.entry.model in names)
        ]

    def _held(self, verdict: Verdict) -> Ruling:
        is_cut = verdict.window is not None
        later = next(self._later(0 if is_cut else self.board.gate.shrunk), None)
        if later is None:
            reason = f"{verdict.held}; held until another capture agrees"
            return Ruling(CaptureOutcome.SUSPECT, reason)
        shown = _shown(later)
        is_contradicted = any(
            pair.old is not None and pair.old.entry.key in shown for pair in verdict.doubted
        )
        if is_contradicted or (verdict.is_moved and not self._is_nearer(shown)):
            reason = f"{verdict.held}; {REFUTED}"
            return Ruling(CaptureOutcome.REJECTED, reason)
        return Ruling(CaptureOutcome.CHANGED)

    def _is_shown_again(self, pair: Pair) -> bool | None:
        """Whether the next capture that could shows a missing model; None if there is none yet."""
        assert pair.old is not None
        is_cut = self.verdict.window is not None
        for rows in self._later(0 if is_cut else self.board.gate.shrunk):
            if pair.old.entry.key in _shown(rows):
                return True
            is_below = is_better(worst(rows, self.board), pair.old.entry.score, self.board)
            if not is_cut or not is_below:
                return False
        return None

    def _is_nearer(self, shown: Mapping[str, Entry]) -> bool:
        """Whether a later capture's scores are nearer to the candidate's than to those before."""
        nearer = 0
        for pair in self.beside.pairs:
            later = shown.get(pair.new.key) if pair.new is not None else None
            if later is None or pair.old is None or pair.new is None:
                continue
            scores = (later.score, pair.new.score, pair.old.entry.score)
            if None not in scores:
                score, now, before = (value or 0.0 for value in scores)
                nearer += (abs(score - now) < abs(score - before)) - (
                    abs(score - now) > abs(score - before)
                )
        return nearer > 0

    def _later(self, share: float) -> Iterator[Sequence[Entry]]:
        """The rows of later captures with other bytes and at least that share of the rows."""
        for later in self.line.later(self.candidate, share * self.candidate.rows):
            yield self.entries(later)


def _shown(rows: Sequence[Entry]) -> dict[str, Entry]:
    return {entry.key: entry for entry in rows if entry.standing is not None}
