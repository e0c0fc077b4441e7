"""Candidates in judgement: each beside the head of its line, under the identities of its models."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import duckdb

from leaderboard.source import Board
from warehouse.gate import Beside, Verdict, judge
from warehouse.identity import (
    Claim,
    Decided,
    Rename,
    Scale,
    Stranger,
    match,
    settle_claims,
)
from warehouse.line import Candidate, Line, Snapshot, due
from warehouse.sql import query

Columns = dict[str, list[object]]
Decisions = Mapping[str, Decided]


@dataclass(slots=True)
class Trial:
    """A candidate that is judged beside the head of its line.

    `renames` are the pairs of names that may be one model. `carried` are the models whose absence
    is not believed. `is_open` until a later capture tells what is in doubt.
    """

    line: Line
    candidate: Candidate
    board: Board
    beside: Beside
    strangers: list[Stranger] = field(default_factory=list)
    renames: list[tuple[Rename, str]] = field(default_factory=list)
    verdict: Verdict = field(default_factory=Verdict)
    carried: list[Stranger] = field(default_factory=list)
    is_open: bool = False

    @property
    def is_partial(self) -> bool | None:
        """Whether the page may show only the top of the board; None where it is not said."""
        channel = self.board.channel(self.candidate.channel)
        return channel.is_partial(self.candidate.observed_at.date())

    @property
    def absent(self) -> list[Stranger]:
        """The models that are gone, and neither renamed nor under another key."""
        renamed = {rename.old.key for rename, state in self.renames if state != "refused"}
        return [
            each
            for each in self.strangers
            if each.is_gone and not each.is_replaced and each.key not in renamed
        ]

    @property
    def is_pending(self) -> bool:
        """Whether a proposed rename has not expired."""
        is_proposed = any(state == "proposed" for _, state in self.renames)
        return is_proposed and not self.line.reaches(due(self.candidate, self.board.confirmation))

    def judge(self) -> None:
        """Come to a verdict."""
        past = self.line.past(self.candidate)
        self.verdict = judge(self.beside, self.absent, self.board, past, is_partial=self.is_partial)

    @property
    def confirming(self) -> Candidate | None:
        """The capture that is asked whether it agrees with this one, if there is one yet."""
        is_cut = self.verdict.window is not None
        least = 0 if is_cut else self.board.gate.shrunk * self.candidate.rows
        return self.line.confirming(self.candidate, least)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot that the candidate makes if it is accepted."""
        made = self.candidate
        return Snapshot(
            *(made.board, made.channel, made.snapshot_id, made.observed_at, made.standing_id),
            window_rows=self.verdict.window,
            is_open=self.is_open or self.is_pending,
            moved=self.beside.moved_share if self.beside.common else None,
            epoch=self.verdict.epoch or None,
        )


def open_trials(
    connection: duckdb.DuckDBPyConnection,
    nexts: Sequence[tuple[Line, Candidate]],
    boards: Mapping[str, Board],
    decisions: Decisions,
) -> list[Trial]:
    """Put each candidate beside the head of its line, and its models under their identities."""
    trials = _paired(connection, nexts, boards)
    if _settle_claims(connection, [trial for trial in trials if trial.beside.repeats]):
        trials = _paired(connection, nexts, boards)
    _fetch_strangers(connection, trials)
    if not any(trial.beside.newcomers and trial.beside.gone for trial in trials):
        return trials
    renames = _match(connection, trials, decisions)
    if any(state in {"applied", "accepted"} for pairs in renames for _, state in pairs):
        trials = _paired(connection, nexts, boards)
        _fetch_strangers(connection, trials)
    for trial, pairs in zip(trials, renames, strict=True):
        trial.renames = pairs
    return trials


def _paired(
    connection: duckdb.DuckDBPyConnection,
    nexts: Sequence[tuple[Line, Candidate]],
    boards: Mapping[str, Board],
) -> list[Trial]:
    columns: Columns = {
        "candidates": list(range(len(nexts))),
        "standing_ids": [candidate.standing_id for _, candidate in nexts],
        "previous_ids": [line.head.snapshot_id if line.head else None for line, _ in nexts],
        "boards": [candidate.board for _, candidate in nexts],
        "channels": [candidate.channel for _, candidate in nexts],
        "times": [candidate.observed_at for _, candidate in nexts],
    }
    connection.execute(query("pair"), columns)
    rows = connection.execute(query("facts")).fetchall()
    return [
        Trial(line, candidate, boards[candidate.board], Beside(*row))
        for (line, candidate), row in zip(nexts, rows, strict=True)
    ]


def _fetch_strangers(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]) -> None:
    if any(trial.line.head and trial.beside.gone for trial in trials):
        for row in connection.execute(query("strangers")).fetchall():
            stranger = Stranger(*row)
            trials[stranger.candidate].strangers.append(stranger)


def _settle_claims(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]) -> bool:
    """Give rows that share a name or an identity one of their own; whether any was changed."""
    if not trials:
        return False
    claims: defaultdict[int, list[Claim]] = defaultdict(list)
    for row in connection.execute(query("claims")).fetchall():
        claims[row[0]].append(Claim(*row))
    changed = [
        (trial, key, identity)
        for trial in trials
        for key, identity in settle_claims(claims[trial.beside.candidate]).items()
    ]
    _insert_aliases(connection, changed)
    return bool(changed)


def _match(
    connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial], decisions: Decisions
) -> list[list[tuple[Rename, str]]]:
    """The renames of each trial with their states; those that hold become aliases."""
    scales = {row[0]: Scale(*row[1:]) for row in connection.execute(query("scales")).fetchall()}
    renames: list[list[tuple[Rename, str]]] = []
    for trial in trials:
        decided = decisions.get(trial.board.name, Decided({}))
        scale = scales.get(trial.beside.candidate)
        pairs = match(trial.strangers, scale, decided) if scale else []
        stated = ((pair, _state(pair, trial.board, decided)) for pair in pairs)
        renames.append([(pair, state) for pair, state in stated if state])
    aliases = [
        (trial, pair.new.shown_key, pair.old.key)
        for trial, pairs in zip(trials, renames, strict=True)
        for pair, state in pairs
        if state in {"applied", "accepted"}
    ]
    _insert_aliases(connection, aliases)
    return renames


def _state(rename: Rename, board: Board, decided: Decided) -> str:
    """What is made of a rename; empty where it is not even proposed."""
    if decided.accepts(rename.old, rename.new):
        return "accepted"
    if rename.certainty < board.gate.doubt:
        return ""
    if decided.refuses(rename.old, rename.new):
        return "refused"
    return "applied" if rename.certainty >= board.gate.certainty else "proposed"


def _insert_aliases(
    connection: duckdb.DuckDBPyConnection, aliases: Sequence[tuple[Trial, str, str]]
) -> None:
    if aliases:
        made = [trial.candidate for trial, _, _ in aliases]
        columns: Columns = {
            "board": [candidate.board for candidate in made],
            "channel": [candidate.channel for candidate in made],
            "key": [key for _, key, _ in aliases],
            "identity": [identity for _, _, identity in aliases],
            "since": [candidate.observed_at for candidate in made],
            "snapshot_id": [candidate.snapshot_id for candidate in made],
        }
        connection.execute(query("insert_aliases"), columns)


def insert_renames(connection: duckdb.DuckDBPyConnection, trials: Sequence[Trial]) -> None:
    """Write down the renames of accepted candidates."""
    renames = [(trial, *stated) for trial in trials for stated in trial.renames]
    if renames:
        rows = [_row(trial, rename, state) for trial, rename, state in renames]
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        connection.execute(query("insert_renames"), columns)


def _row(trial: Trial, rename: Rename, state: str) -> dict[str, object]:
    made, old, new = trial.candidate, rename.old, rename.new
    return {
        "board": made.board,
        "channel": made.channel,
        "snapshot_id": made.snapshot_id,
        "observed_at": made.observed_at,
        "old_key": old.key,
        "new_key": new.shown_key,
        "old_model": old.model,
        "new_model": new.model,
        "organization": new.organization or old.organization,
        "old_standing": old.standing,
        "new_standing": new.standing,
        "old_score": old.score,
        "new_score": new.score,
        "old_votes": old.votes,
        "new_votes": new.votes,
        "certainty": rename.certainty,
        "state": state,
    }
