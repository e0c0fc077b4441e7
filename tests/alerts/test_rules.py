"""The file of rules: what is wrong is told with its line, what is right is what it says."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from alerts.rules import load_rules
from leaderboard import yaml_file
from leaderboard.errors import RulesError
from leaderboard.settings import load_settings
from tests.alerts.changes import ALL, one_rule, rule, rules

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
    path.write_text(json.dumps(one_rule(yaml_file.document(ALL))), encoding="utf-8")
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
