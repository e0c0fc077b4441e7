"""Which changes a rule speaks of."""

from pathlib import Path
from typing import Any

import pytest

from alerts.rules import load_rules
from leaderboard.settings import load_settings
from tests.alerts.changes import change, fact, rule


@pytest.mark.parametrize(
    ("fields", "speaks"),
    [
        ("", True),
        ("top: [5]", True),
        ("top: [1, 3]", False),
        ('boards: ["arena/*"]', True),
        ('boards: ["ARENA/Web*"]', True),
        ('boards: ["!arena/text"]', True),
        ('boards: ["!arena/*"]', False),
        ('boards: ["arena/*", "!*/webdev"]', False),
        ('boards: ["arena"]', False),
        ('models: ["QWEN3.7-max"]', True),
        ('models: ["*-20260517"]', True),
        ('models: ["qwen3.7"]', False),
        ('models: ["!Qwen3.7-Max"]', False),
        ("organizations: [ali*]", True),
        ("organizations: [Google, OpenAI]", False),
        ("countries: [cn, FR]", True),
        ('countries: ["!US"]', True),
        ('countries: ["!CN"]', False),
        ("significance: [significant]", True),
        ("significance: [not_significant, unknown]", False),
        ("own_moves_only: true", True),
        ("min_rank_change: 5", True),
        ("min_rank_change: 6", False),
        ("min_score_change: 40.99", True),
        ("min_score_change: 41", False),
        ("top: [5]\ncountries: [CN]\norganizations: [Google]", False),
    ],
)
def test_every_field_must_fit(tmp_path: Path, fields: str, speaks: bool) -> None:  # noqa: FBT001 - a case
    """Patterns fit the whole of a name in any case; `!` excludes; bounds include their ends."""
    assert rule(tmp_path, fields).speaks_of(change()) is speaks


@pytest.mark.parametrize(
    ("fields", "given", "speaks"),
    [
        ("top: [5]", {"kind": "left_top"}, True),
        ("", {"kind": "entered"}, False),
        ("own_moves_only: true", {"own_move": False}, False),
        ("own_moves_only: true", {"own_move": None}, True),
        ("min_rank_change: 3", {"old_standing": None}, True),
        ("min_rank_change: 3", {"new_standing": None}, True),
        ("min_rank_change: 3", {"old_standing": 2, "new_standing": 5}, True),
        ("min_rank_change: 4", {"old_standing": 2, "new_standing": 5}, False),
        ("min_score_change: 3", {"old_score": None}, True),
        ("min_score_change: 0.3", {"old_score": 0.3, "new_score": 0.6}, True),
        ("min_score_change: 40.99", {"new_score": 1459.02}, True),
        ("significance: [unknown]", {"significance": None}, True),
        ("significance: [unknown]", {"significance": "unknown"}, True),
        ("significance: [significant]", {"significance": None}, False),
        ('countries: ["*"]', {"country": None}, False),
        ('countries: ["!US"]', {"country": None}, False),
        ("organizations: [Alibaba]", {"organization": None}, False),
        ("models: [Qwen3.7-Max]", {"base_model": None}, False),
        ("models: ['*']", {"model": "<b>[x]"}, True),
    ],
)
def test_what_is_not_known(
    tmp_path: Path,
    fields: str,
    given: dict[str, Any],
    speaks: bool,  # noqa: FBT001 - a case
) -> None:
    """An unknown country or maker fits no filter; one that is new or gone has moved enough."""
    assert rule(tmp_path, fields).speaks_of(change(**given)) is speaks


def test_a_row_may_lack_the_base_model(tmp_path: Path) -> None:
    """Then the name on the board alone is looked at."""
    row = change()
    del row["base_model"]

    assert rule(tmp_path, "models: [qwen3.7-max-*]").speaks_of(row)
    assert not rule(tmp_path, "models: [Qwen3.7-Max]").speaks_of(row)


def test_other_kinds_of_the_rule_have_no_top(tmp_path: Path) -> None:
    """`top` says which tops, and nothing about a change that is about none."""
    both = rule(tmp_path, "top: [3]", kinds="[entered_top, climbed]")

    assert both.speaks_of(change(kind="climbed", threshold=None))
    assert not both.speaks_of(change(kind="entered_top", threshold=5))


@pytest.mark.parametrize("kind", ["source_stale", "source_recovered", "epoch_started"])
@pytest.mark.parametrize(
    ("fields", "speaks"),
    [
        ("", True),
        ('boards: ["arena/*"]', True),
        ("significance: [unknown]", True),
        ("own_moves_only: true\nmin_rank_change: 3", True),
        ('models: ["*"]', False),
        ('models: ["!x"]', False),
        ('organizations: ["*"]', False),
        ("organizations: mine", False),
        ('countries: ["!US"]', False),
    ],
)
def test_a_fact_about_no_model(tmp_path: Path, kind: str, fields: str, speaks: bool) -> None:  # noqa: FBT001 - a case
    """It is told by a rule that asks for no model, maker or country."""
    one = rule(tmp_path, fields, kinds=f"[{kind}]", labs=("Acme",))

    assert one.speaks_of(fact(kind)) is speaks


@pytest.mark.parametrize(
    ("labs", "speaks"),
    [(("Alibaba",), True), (("OpenAI", "ali*"), True), (("OpenAI",), False)],
)
def test_mine_are_the_labs_of_the_setting(
    tmp_path: Path,
    labs: tuple[str, ...],
    speaks: bool,  # noqa: FBT001 - a case
) -> None:
    """`mine` stands for them; as a list it is an organization of that name."""
    mine = rule(tmp_path, "organizations: mine", labs=labs)
    listed = rule(tmp_path, "organizations: [mine]", labs=labs)

    assert mine.speaks_of(change()) is speaks
    assert not listed.speaks_of(change())
    assert listed.speaks_of(change(organization="Mine"))


def test_one_move_is_told_by_the_ready_made_rules_it_concerns() -> None:
    """Entering the top five is news to all; to my lab, and of my lab's own big moves."""
    rules = load_rules(load_settings().rules, ("alibaba",)).active

    def told(**fields: Any) -> list[str]:  # noqa: ANN401 - any value of a row
        return [each.name for each in rules if each.speaks_of(change(**fields))]

    assert told() == ["top-five-anywhere", "my-lab"]
    assert told(organization="Google") == ["top-five-anywhere"]
    assert told(kind="left_top", own_move=False) == ["top-five-anywhere", "my-lab"]
    assert told(kind="climbed", threshold=None) == ["my-lab-moves"]
    assert told(kind="climbed", threshold=None, own_move=False) == []
    assert told(kind="new_leader", threshold=None) == ["new-leader", "my-lab"]
    assert told(kind="first_of_country_in_top") == ["first-of-country"]
    assert told(kind="uncovered", threshold=None) == []
