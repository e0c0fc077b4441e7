"""The JSON Schema of the rules: editors refuse what the file may not have, and explain the rest."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from alerts.rules import schema
from leaderboard import yaml_file
from leaderboard.errors import RulesError
from leaderboard.settings import load_settings
from leaderboard.words import KINDS
from tests.alerts.changes import ALL, one_rule, rules

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "alerts" / "rules.schema.json"


def _is_valid(document: object) -> bool:
    """Whether an editor finds nothing wrong; to it, a day or a time is a text."""
    text = json.dumps(document, default=str)
    try:
        Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(json.loads(text))
    except ValidationError:
        return False
    return True


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
    assert _is_valid(one_rule(yaml_file.document(ALL)))


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
    document = one_rule(yaml_file.document(fields))

    assert not _is_valid(document)
    with pytest.raises(RulesError):
        rules(tmp_path, json.dumps(document))


def test_editors_know_how_a_rule_may_be_called() -> None:
    """A name with capitals or spaces is refused, and that of the feed of all rules."""
    assert not _is_valid({"rules": {"all": {"kinds": ["left"]}}})
    assert not _is_valid({"rules": {"Top five": {"kinds": ["left"]}}})
