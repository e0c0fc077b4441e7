"""A candidate on trial: identified, judged beside the state before it, and compared."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from leaderboard.capture import REFUTED, Cause, Outcome
from leaderboard.source import Board
from leaderboard.standing import Entry
from warehouse.beside import Beside, Pair, is_better, pair_up, worst
from warehouse.compare import LEFT, Comparison, tracked
from warehouse.contests import Tested, contested
from warehouse.gate import Gatekeeper
from warehouse.holds import Later, Verdict, shown_keys
from warehouse.identity import Identified, identify
from warehouse.line import Candidate, Line, Snapshot
from warehouse.renames import Decided, Rename
from warehouse.state import State, Tracked

# A page that stays what it is for so long is not a passing error of its publisher.
_STANDS_CADENCES = 3

Entries = Callable[[Candidate], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is made of a candidate: its outcome and why.

    Of the models it lacks, `carried` are those that are missing by mistake, and `doubted` those
    whose absence waits for a later capture.
    """

    outcome: Outcome
    reason: str = ""
    carried: frozenset[str] = frozenset()
    doubted: frozenset[str] = frozenset()

    @property
    def is_accepted(self) -> bool:
        """Whether the candidate makes a snapshot."""
        return self.outcome == Outcome.CHANGED


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
        """Whom each row means, with what the captures that follow say of proposed renames."""
        return self._proposed.settled(
            {rename: self._fate(rename) for rename in self._proposed.undecided}
        )

    @cached_property
    def beside(self) -> Beside:
        """The candidate beside the state before it."""
        rows = self.entries(self.candidate)
        return Beside(tuple(pair_up(self.state, rows, self.identified.identities)), self.board)

    @cached_property
    def verdict(self) -> Verdict:
        """What the gate says."""
        return Gatekeeper(self.state, self.candidate, self.beside, self._absent).judge()

    @cached_property
    def ruling(self) -> Ruling:
        """The verdict together with what the captures that follow say."""
        verdict = self.verdict
        if verdict.holds:
            later = next(self._later(is_cut=verdict.window is not None), None)
            if later is None:
                reason = f"{verdict.reason}; held until another capture agrees"
                return Ruling(Outcome.SUSPECT, reason)
            if not all(hold.agrees(later) for hold in verdict.holds):
                return Ruling(Outcome.REJECTED, f"{verdict.reason}; {REFUTED}")
        if verdict.epoch:
            return Ruling(Outcome.CHANGED)
        shown_again = {pair.identity: self._is_shown_again(pair) for pair in verdict.missing}
        carried = frozenset(identity for identity, is_shown in shown_again.items() if is_shown)
        doubted = frozenset(i for i, is_shown in shown_again.items() if is_shown is None)
        return Ruling(Outcome.CHANGED, "", carried, doubted)

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
        widest = self.state.widest
        return contested(self.comparison.moves, self.thresholds, widest, self.board)

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
            is_open=bool(self.ruling.doubted or self.identified.proposed),
            moved=self.beside.moved_share,
            epoch=self.verdict.epoch or None,
            reread_at=made.reread_at,
            state="",
        )
        moves = self.comparison.moves if self.comparison is not None else None
        after = State(
            draft,
            self._as_shown if moves is None else tracked(moves, draft.snapshot_id),
            {**state.identities, **self.identified.identities},
            state.departed | {move.pair.identity for move in moves or () if move.status == LEFT},
            made.method or state.method,
            max((m for m in (state.most_moved, draft.moved) if m is not None), default=None),
            state.was_cut or self.verdict.window is not None,
            self._widest,
            made.published_at or state.published_at,
        )
        after.head = draft._replace(state=after.digest())
        return after.head, after

    @property
    def _widest(self) -> int | None:
        """How many rows the page shows that shows most since figures are made as now; None: all."""
        window, before = self.verdict.window, self.state.widest
        if self.state.head is None or self.verdict.epoch:
            return window
        return None if window is None or before is None else max(window, before)

    @property
    def _as_shown(self) -> dict[str, Tracked]:
        """The models that the page shows, where it shows them."""
        snapshot_id = self.candidate.snapshot_id
        return {
            pair.identity: Tracked(pair.new, pair.new.standing, snapshot_id)
            for pair in self.beside.pairs
            if pair.new is not None and pair.new.standing is not None
        }

    @property
    def _absent(self) -> list[Pair]:
        """The models that are gone, and not shown under another key."""
        names = {entry.model for entry in self.beside.shown}
        return [
            pair
            for pair in self.beside.pairs
            if pair.old is not None
            and not pair.is_shown
            and not (pair.new is not None and pair.old.entry.model in names)
        ]

    @cached_property
    def _proposed(self) -> Identified:
        """Whom each row means, before anything that follows is looked at."""
        rows, made = self.entries(self.candidate), self.candidate
        is_partial = made.is_partial(self.board)
        may_be_cut = bool(is_partial) or (is_partial is None and self.state.was_cut)
        return identify(self.state, rows, self.board, self.decided, may_be_cut=may_be_cut)

    def _fate(self, rename: Rename) -> str:
        """What becomes of a proposed rename once the captures that follow are there.

        A name that comes back in place of the new one was only written otherwise for a while; one
        that comes back beside it is another model. Where it stays away, the odds decide.
        """
        waited = self.candidate.observed_at + self.board.confirmation
        for later in self._later(is_cut=False):
            if later.candidate.observed_at < waited:
                continue
            shown = shown_keys(later.rows)
            is_new_shown = rename.new.entry.key in shown
            if rename.old.entry.key in shown:
                return "expired" if is_new_shown else "applied"
            is_likely = rename.certainty >= self.board.gate.likely
            return "applied" if is_new_shown and is_likely else "expired"
        return "proposed"

    def _is_shown_again(self, pair: Pair) -> bool | None:
        """Whether the next capture that could shows a missing model; None if there is none yet.

        One that is shown below where this page was cut was not missing: it had fallen.
        """
        assert pair.old is not None
        old, cut_score = pair.old.entry, self.beside.cut.score
        is_cut = self.verdict.window is not None
        for later in self._later(is_cut=is_cut):
            again = next((e for e in later.rows if e.key == old.key and e.standing), None)
            if again is not None:
                return not is_cut or is_better(again.score, cut_score, self.board)
            is_below = is_better(worst(later.rows, self.board), old.score, self.board)
            if not is_cut or not is_below:
                return False
        return None

    def _later(self, *, is_cut: bool) -> Iterator[Later]:
        """The captures that follow and may tell: of a page that is not cut, none much shorter."""
        least = 0 if is_cut else self.board.gate.least_rows * self.candidate.rows
        stands = _STANDS_CADENCES * self.board.cadence
        for later in self.line.later(self.candidate, least, stands):
            yield Later(later, self.entries(later))
