"""The rules of alerts: the file rules.yml, checked, and which changes each rule speaks of."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, field_validator

from alerts.rule_fields import RuleFields
from leaderboard import yaml_file
from leaderboard.channel import Model, Name
from leaderboard.errors import RulesError
from leaderboard.words import KINDS, OF_SOURCES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ADDRESS = re.compile(r"(\w+://)[^\s'\"]+")
_DIGITS = 9  # of a difference of scores: what lies behind is noise of binary fractions


class Rule(RuleFields):
    """One rule under its name; `labs` are the organizations that it may call `mine`."""

    name: Name
    labs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What people call it: its title, or else its name."""
        return self.title or self.name

    @property
    def is_idle(self) -> bool:
        """Whether it is about my organizations, and nobody said which those are."""
        return self.organizations == "mine" and not self.labs

    @property
    def waits(self) -> bool:
        """Whether a change must stand for a while before it is told."""
        return self.confirm is not None or self.hysteresis > 0

    def speaks_of(self, change: Mapping[str, Any]) -> bool:
        """Whether it tells this row of the query `told_changes`, were it on."""
        return (
            change["kind"] in self.kinds
            and (self.top is None or change["threshold"] in (None, *self.top))
            and _fit(self.boards, change["board"])
            and self._is_about(change)
            and (self.significance is None or _significance(change) in self.significance)
            and not (self.own_moves_only and change["own_move"] is False)
            and _moved(change, "standing", self.min_rank_change)
            and _moved(change, "score", self.min_score_change)
        )

    def _is_about(self, change: Mapping[str, Any]) -> bool:
        """Whether the change is about a model that it names, of an organization that it names."""
        organizations = self.labs if self.organizations == "mine" else self.organizations
        return (
            _fit(self.models, change["model"], change.get("base_model"))
            and _fit(organizations, change["organization"])
            and _fit(self.countries, change["country"])
        )


def _significance(change: Mapping[str, Any]) -> str:
    return change["significance"] or "unknown"


def _fit(patterns: tuple[str, ...] | None, *names: str | None) -> bool:
    """Whether a pattern fits one of the names, and none with `!` does; no name fits none."""
    if patterns is None:
        return True
    known = [name.casefold() for name in names if name is not None]
    wanted = [pattern.casefold() for pattern in patterns if not pattern.startswith("!")] or ["*"]
    unwanted = [pattern[1:].casefold() for pattern in patterns if pattern.startswith("!")]
    return _any_fits(wanted, known) and not _any_fits(unwanted, known)


def _any_fits(patterns: list[str], names: list[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in names)


def _moved(change: Mapping[str, Any], what: str, least: float | None) -> bool:
    """Whether rank or score moved by that much; one that is new or gone did."""
    old, new = change[f"old_{what}"], change[f"new_{what}"]
    if least is None or old is None or new is None:
        return True
    return bool(round(abs(new - old), _DIGITS) >= least)


@dataclass(frozen=True)
class Rules:
    """The rules, in the order of their file."""

    rules: tuple[Rule, ...]

    @cached_property
    def active(self) -> tuple[Rule, ...]:
        """Those that tell something: on, and not idle."""
        return tuple(rule for rule in self.rules if rule.on and not rule.is_idle)

    @cached_property
    def by_name(self) -> dict[str, Rule]:
        """The active rules by their names."""
        return {rule.name: rule for rule in self.active}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of change that an active rule tells."""
        told = {kind for rule in self.active for kind in rule.kinds}
        return tuple(kind for kind in KINDS if kind in told)

    @property
    def thresholds(self) -> tuple[int, ...]:
        """The tops that a rule names, active or not, smallest first."""
        return tuple(sorted({top for rule in self.rules for top in rule.top or ()}))

    @property
    def depth(self) -> int | None:
        """How far from the top of a board the active rules look; None where that has no end."""
        depths = [_depth(rule, kind) for rule in self.active for kind in rule.kinds]
        return None if None in depths else max((d for d in depths if d is not None), default=0)

    def find(self, name: str) -> Rule:
        """The rule of that name.

        Raises:
            RulesError: there is none; the message says which names are near, or else all.
        """
        names = [rule.name for rule in self.rules]
        if name in names:
            return self.rules[names.index(name)]
        near = difflib.get_close_matches(name, names)
        known = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(names)}"
        raise RulesError(f"expected the name of a rule, found {name!r}; {known}")


def _depth(rule: Rule, kind: str) -> int | None:
    """Down to where a rule looks for a kind of change."""
    if kind in {*OF_SOURCES, "epoch_started"}:
        return 0
    if kind == "new_leader":
        return 1
    return max(rule.top) if kind.endswith("_top") and rule.top else None


class _File(Model):
    """Which changes of leaderboards are told, when, how and to whom."""

    schema_version: Literal[1] = Field(1, description="The version of this file's form: 1.")
    rules: dict[Name, RuleFields] = Field(
        description="The rules, each under a name of small letters, digits, dots and hyphens.",
        json_schema_extra={
            "additionalProperties": False,
            "propertyNames": {"not": {"const": "all"}},
        },
    )

    @field_validator("rules")
    @classmethod
    def _no_feed_twice(cls, rules: dict[str, RuleFields]) -> dict[str, RuleFields]:
        if "all" in rules:
            raise ValueError("expected no rule of the name all: so is the feed of all rules")
        return rules


def load_rules(path: Path, labs: tuple[str, ...]) -> Rules:
    """Read the file of rules; `labs` are the organizations called `mine` in it.

    Raises:
        RulesError: one line with the file, the line, the field, what was expected and what was
            found, but for an address, which is secret wherever it stands.
    """
    try:
        rules = yaml_file.read(path, _File, RulesError).rules
    except RulesError as error:
        raise RulesError(_ADDRESS.sub(r"\1****", str(error))) from None
    return Rules(tuple(Rule(name=name, labs=labs, **dict(rule)) for name, rule in rules.items()))


def schema() -> dict[str, Any]:
    """The JSON Schema of the file of rules, for editors: alerts/rules.schema.json."""
    return {"$schema": _DIALECT} | _File.model_json_schema() | {"title": "Rules of alerts"}
