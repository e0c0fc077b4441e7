"""Rows of the query `told_changes` and rules, made for tests."""

from pathlib import Path
from typing import Any

from alerts.rules import Rule, Rules, load_rules

# The fields of a rule that has every one.
ALL = """
title: "All: at once"
on: false
boards: ["*", "!arena/text"]
kinds: [entered_top, left_top, source_stale]
top: [1, 20]
models: ["qwen*"]
organizations: [Alibaba, "!Google*"]
countries: [cn, "!US", "?R"]
significance: [significant, unknown]
own_moves_only: true
min_rank_change: 3
min_score_change: 0.5
confirm: {hours: 24}
hysteresis: 1
group: fact
digest: {every: 1w, at: "08:00", zone: Europe/Berlin, on: friday}
quiet: {from: 22:00, until: "07:00", zone: America/New_York}
silence_until: 2026-12-01T08:00Z
repeat_every: 7d
receivers: [team, jsonl]
"""
_ENTERED = {
    "board": "arena/webdev",
    "kind": "entered_top",
    "threshold": 5,
    "model": "qwen3.7-max-20260517",
    "base_model": "Qwen3.7-Max",
    "organization": "Alibaba",
    "country": "CN",
    "significance": "significant",
    "own_move": True,
    "old_standing": 9,
    "new_standing": 4,
    "old_score": 1500.01,
    "new_score": 1541.0,
}
_NO_MODEL = dict.fromkeys(_ENTERED) | {"board": "arena/webdev"}


def change(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - any value of a row
    """Qwen3.7-Max entering the top five of arena/webdev, but for what is given."""
    return _ENTERED | fields


def fact(kind: str) -> dict[str, Any]:
    """A fact about no model."""
    return _NO_MODEL | {"kind": kind}


def rules(folder: Path, text: str, labs: tuple[str, ...] = ()) -> Rules:
    """The rules of a file with this text."""
    path = folder / "rules.yml"
    path.write_text(text, encoding="utf-8")
    return load_rules(path, labs)


def rule(
    folder: Path, fields: str, kinds: str = "[entered_top, left_top]", labs: tuple[str, ...] = ()
) -> Rule:
    """The one rule of a file, with these fields as they are written on a line each."""
    lines = "".join(f"    {line}\n" for line in [f"kinds: {kinds}", *fields.splitlines()])
    return rules(folder, f"rules:\n  one:\n{lines}", labs).find("one")


def one_rule(fields: object) -> object:
    """The document of a file with one rule of these fields."""
    return {"schema_version": 1, "rules": {"one": fields}}
