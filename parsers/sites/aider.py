"""Aider's polyglot leaderboard: the YAML file that its site is built from, one mapping a run."""

import msgspec

from leaderboard.errors import LayoutError
from leaderboard.page import Page
from leaderboard.standing import Entry, Standing
from parsers.yaml_rows import read_yaml

# Aider's other boards have the same fields, and other numbers of exercises.
EXERCISES = 225
# A cost of 0.0 is not known, rather than nothing.
IGNORED = {
    *("test_cases", "pass_rate_1", "pass_num_1", "pass_num_2"),
    *("edit_format", "editor_model", "editor_edit_format", "reasoning_effort", "thinking_tokens"),
    *("commit_hash", "command", "date", "versions", "total_cost"),
    *("prompt_tokens", "completion_tokens", "percent_cases_well_formed", "error_outputs"),
    *("num_malformed_responses", "num_with_malformed_responses", "user_asks", "lazy_comments"),
    *("syntax_errors", "indentation_errors", "exhausted_context_windows", "test_timeouts"),
}


class Run(msgspec.Struct):
    """One run of a model; names are changed afterwards, and one name may have several runs.

    `seconds_per_case` is the last field that every run has: without it the file is cut.
    """

    dirname: str
    model: str
    pass_rate_2: float
    total_tests: int
    seconds_per_case: float


def parse(page: Page) -> Standing:
    """The score is the share solved within two tries, in per cent; the key is the run's folder."""
    found = read_yaml(page, Run, ends_open=True)
    if others := {run.total_tests for run in found.rows} - {EXERCISES}:
        raise LayoutError(f"expected runs of {EXERCISES} exercises, found {min(others)}")
    entries = tuple(
        Entry(key=run.dirname, model=run.model, score=run.pass_rate_2) for run in found.rows
    )
    return Standing(entries, unknown=found.unknown(IGNORED))
