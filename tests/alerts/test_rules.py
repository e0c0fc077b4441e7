"""The file of rules: what is wrong is told with its line, what is right is what it says."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from alerts.rules import load_rules, schema
from leaderboard import yaml_file
from leaderboard.errors import RulesError
from leaderboard.settings import load_settings
from leaderboard.words import KINDS
from tests.alerts.changes import rule, rules

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "alerts" / "rules.schema.json"
TWO = """
rules:
  first:
    kinds: [left_top, entered_top]
    top: [20, 5]
  second:
    on: false
    kinds: [new_leader, entered_top]
    top: [7]
  third:
    kinds: [climbed]
    organizations: mine
"""
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


def _is_valid(document: object) -> bool:
    """Whether an editor finds nothing wrong; to it, a day or a time is a text."""
    text = json.dumps(document, default=str)
    try:
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(json.loads(text))
    except ValidationError:
        return False
    return True


def _one(fields: object) -> object:
    return {"schema_version": 1, "rules": {"one": fields}}


def test_the_ready_made_rules_are_right() -> None:
    """They load, tell of the top five at once, and are idle about my labs until those are named."""
    ready = load_rules(load_settings().rules, ())
    (idle, _) = (ready.find("my-lab"), ready.find("my-lab-moves"))
    first = ready.rules[0]

    assert [each.name for each in ready.active] == [
        *("top-five-anywhere", "new-leader", "first-of-country", "stale-source")
    ]
    assert idle.is_idle
    assert (first.name, first.words) == ("top-five-anywhere", "Top five, anywhere")
    assert (first.confirm, first.hysteresis, first.digest, first.quiet) == (None, 0, None, None)
    assert len(load_rules(load_settings().rules, ("OpenAI",)).active) == 6


def test_the_schema_is_what_the_models_say() -> None:
    """alerts/rules.schema.json is current: delete it, and this writes it and asks for a look."""
    text = json.dumps(schema(), indent=2) + "\n"
    if not SCHEMA.exists():
        SCHEMA.write_text(text, encoding="utf-8")
        pytest.fail("alerts/rules.schema.json was written: read it, and run this again")

    assert SCHEMA.read_text(encoding="utf-8") == text
    Draft202012Validator.check_schema(schema())


def test_every_field_is_explained_in_editors_and_in_the_document() -> None:
    """Each has a description in the schema and stands in docs/alerts.md."""
    document = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    shapes = [schema(), *schema()["$defs"].values()]
    fields = {name: field for shape in shapes for name, field in shape["properties"].items()}

    assert [name for name, field in fields.items() if "description" not in field] == []
    assert [name for name in fields if f"{name}:" not in document] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in document] == []


def test_editors_find_nothing_wrong_with_right_files() -> None:
    """The ready-made file, whose first line names the schema, and one with every field."""
    ready = load_settings().rules

    first = ready.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=alerts/rules.schema.json"
    assert _is_valid(yaml_file.load(ready))
    assert _is_valid(_one(yaml_file.document(ALL)))


@pytest.mark.parametrize(
    "fields",
    [
        "title: x",
        "kinds: [x]",
        "kinds: []",
        "{kinds: [left], kind: x}",
        "{kinds: [left_top], top: [0]}",
        "{kinds: [left], confirm: {captures: 1, hours: 2}}",
        "{kinds: [left], digest: {every: 2d, at: '08:00'}}",
        "{kinds: [left], quiet: {from: '24:00', until: '08:00'}}",
        "{kinds: [left], silence_until: tomorrow}",
        "{kinds: [left], organizations: yours}",
        "{kinds: [left], boards: ['!!x']}",
        # Of a name that no receiver can have, since its variable could not.
        "{kinds: [left], receivers: [press.desk]}",
        "{kinds: [left], receivers: [press--desk]}",
    ],
)
def test_editors_find_what_is_wrong(tmp_path: Path, fields: str) -> None:
    """What the schema refuses is refused when the file is read."""
    document = _one(yaml_file.document(fields))

    assert not _is_valid(document)
    with pytest.raises(RulesError):
        rules(tmp_path, json.dumps(document))


def test_editors_know_how_a_rule_may_be_called() -> None:
    """A name with capitals or spaces is refused, and that of the feed of all rules."""
    assert not _is_valid({"rules": {"all": {"kinds": ["left"]}}})
    assert not _is_valid({"rules": {"Top five": {"kinds": ["left"]}}})


@pytest.mark.parametrize("written", ["[slack://s3cret/s3cret]", "slack://s3cret", "{a://s3cret: }"])
def test_an_address_in_a_rule_is_not_repeated(tmp_path: Path, written: str) -> None:
    """A rule has the name of a receiver; where somebody wrote its address, the error hides it."""
    path = tmp_path / "rules.yml"
    path.write_text(f"rules:\n  one:\n    kinds: [left]\n    receivers: {written}\n", "utf-8")

    with pytest.raises(RulesError, match=r"rules.one.receivers.* found .*://") as caught:
        load_rules(path, ())

    assert "s3cret" not in f"{caught.value} {caught.value.__cause__}"


def test_every_field_is_read(tmp_path: Path) -> None:
    """Times, zones, days and durations are what they are written as."""
    path = tmp_path / "rules.yml"
    path.write_text(json.dumps(_one(yaml_file.document(ALL))), encoding="utf-8")
    one = load_rules(path, ()).find("one")

    assert (one.words, one.on, one.top) == ("All: at once", False, (1, 20))
    assert one.boards == ("*", "!arena/text")
    assert one.digest is not None
    assert (one.digest.at, one.digest.zone.key) == (time(8), "Europe/Berlin")
    assert one.quiet is not None
    assert (one.quiet.start, one.quiet.until) == (time(22), time(7))
    assert one.silence_until == datetime(2026, 12, 1, 8, tzinfo=UTC).replace(tzinfo=None)
    assert one.repeat_every == timedelta(days=7)
    assert one.receivers == ("team", "jsonl")


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-12-01", 0),
        ("2026-12-01T08:00Z", 8),
        ("2026-12-01 08:00:00", 8),
        ("2026-12-01T08:00:00+02:00", 6),
        ('"2026-12-01T08:00-01:00"', 9),
    ],
)
def test_silence_ends_at_a_time_in_utc(tmp_path: Path, written: str, hour: int) -> None:
    """A day begins at midnight UTC; a time with an offset is that time."""
    expected = datetime(2026, 12, 1, hour, tzinfo=UTC).replace(tzinfo=None)

    assert rule(tmp_path, f"silence_until: {written}").silence_until == expected


def test_rules_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Kinds are those of active rules; thresholds are of all, so that a rule can be switched on."""
    read = rules(tmp_path, TWO)

    assert [each.name for each in read.rules] == ["first", "second", "third"]
    assert [each.name for each in read.active] == ["first"]
    assert read.kinds == ("entered_top", "left_top")
    assert read.thresholds == (5, 7, 20)
    assert [each.name for each in rules(tmp_path, TWO, ("Acme",)).active] == ["first", "third"]


def test_a_file_may_hold_no_rule(tmp_path: Path) -> None:
    """Whoever wants no alerts says so with no rules."""
    assert rules(tmp_path, "rules: {}").active == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [("secnd", "did you mean second"), ("xyz", "there are: first, second, third")],
)
def test_an_unknown_rule_is_answered_with_near_names(tmp_path: Path, name: str, told: str) -> None:
    """Where none is near, with all."""
    with pytest.raises(RulesError, match=f"expected the name of a rule, found '{name}'; {told}"):
        rules(tmp_path, TWO).find(name)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("kinds: [left, x]", "line 4: rules.one.kinds.1: expected one of entered, returned, left"),
        ("kinds: []", "line 4: rules.one.kinds: expected 1 or more, found"),
        ("kind: left", "line 3: rules.one.kinds: field required, found nothing (and 1 more)"),
        ("on: yes", "line 4: rules.one.on: expected a valid boolean, found 'yes'"),
        ("top: [5]", "line 3: rules.one: expected top only with a kind that ends in _top"),
        ("hysteresis: 1", "line 3: rules.one: expected hysteresis only with the kind left_top"),
        ("repeat_every: 7d", "line 3: rules.one: expected repeat_every only with the kind"),
        ("repeat_every: 9999999d", "line 4: rules.one.repeat_every: expected a duration such"),
        ("boards: []", "line 4: rules.one.boards: expected 1 or more, found"),
        ("boards: arena/*", "line 4: rules.one.boards: expected a list, found 'arena/*'"),
        ("organizations: yours", "line 4: rules.one.organizations: expected 'mine', found 'yours'"),
        ("countries: [UK]", "line 4: rules.one.countries.0: expected a country of ISO 3166-1 in"),
        ("significance: [maybe]", "line 4: rules.one.significance.0: expected one of 'signif"),
        ("min_rank_change: 1.5", "line 4: rules.one.min_rank_change: expected a valid integer"),
        ("min_score_change: .inf", "line 4: rules.one.min_score_change: expected a finite number"),
        ("confirm: {}", "line 4: rules.one.confirm: expected either captures or hours"),
        ("confirm:\n      captures: two", "line 5: rules.one.confirm.captures: expected a valid"),
        ("confirm: {captures: 1, hours: 1}", "rules.one.confirm: expected either captures or"),
        ("group: board", "line 4: rules.one.group: expected one of 'update' or 'fact'"),
        ("digest: {every: 1d}", "line 4: rules.one.digest.at: field required, found nothing"),
        ("digest: {every: 1d, at: 8:00}", "rules.one.digest.at: expected a time of day such as"),
        (
            'digest: {every: 1d, at: "08:00", on: monday}',
            "line 4: rules.one.digest: expected a day of the week only where every is 1w",
        ),
        (
            'digest: {every: 1d, at: "08:00", zone: Europe/Bonn}',
            "line 4: rules.one.digest.zone: expected a time zone such as Europe/Berlin or UTC",
        ),
        ("quiet: {from: 22:00, until: 22:00}", "rules.one.quiet: expected from and until to dif"),
        ("quiet: {from: 22:00, until: 7:00}", "rules.one.quiet.until: expected a time of day"),
        ("quiet: {from: 1:00, until: 1:00}", "rules.one.quiet.from: expected a time of day"),
        ("silence_until: tomorrow", "rules.one.silence_until: expected a day or a time in UTC"),
        ('silence_until: "2026-13-01"', "rules.one.silence_until: expected a day or a time in"),
        ("receivers: [Team A]", "line 4: rules.one.receivers.0: string should match"),
        ('title: "a\\nb"', "line 4: rules.one.title: string should match"),
    ],
)
def test_a_wrong_rule_is_told_in_one_line(tmp_path: Path, field: str, told: str) -> None:
    """The line names file, line, field, what was expected and what was found."""
    kinds = "" if field.startswith("kind") else "\n    kinds: [left]"
    with pytest.raises(RulesError) as caught:
        rules(tmp_path, f"# rules\nrules:\n  one:\n    {field}{kinds}\n")

    assert str(caught.value).startswith("rules.yml: line ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("zone", ["Europe", "../etc/passwd", "/etc/passwd", "''", "2", "[UTC]"])
def test_what_is_no_zone_is_told(tmp_path: Path, zone: str) -> None:
    """Folders of zones, paths and other values end no process."""
    with pytest.raises(RulesError, match="expected a time zone such as Europe/Berlin"):
        rule(tmp_path, f'quiet: {{from: "22:00", until: "07:00", zone: {zone}}}')


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """The file is named, not a traceback."""
    with pytest.raises(RulesError, match=r"rules\.yml: expected a YAML file in UTF-8, found"):
        load_rules(tmp_path / "rules.yml", ())
