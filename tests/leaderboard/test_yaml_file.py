"""YAML files: words are what they look like, and what is wrong is told with its line."""

from pathlib import Path
from typing import Annotated, Literal

import pytest
from pydantic import Field

from leaderboard import yaml_file
from leaderboard.channel import Duration, Model, Name
from leaderboard.errors import PodiumError, RulesError, SourceFileError


class _Step(Model):
    every: Duration
    on: bool = True
    kind: Literal["walk", "run"] = "walk"


class _Plan(Model):
    title: str
    steps: tuple[_Step, ...] = ()
    named: dict[Name, _Step] = Field({})
    either: Literal["all"] | tuple[Annotated[int, Field(ge=1)], ...] = "all"


def _told(folder: Path, text: str, wrong: type[PodiumError] = SourceFileError) -> str:
    path = folder / "plan.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(wrong) as caught:
        yaml_file.read(path, _Plan, wrong)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on", "on"),
        ("no", "no"),
        ("true", True),
        ("08:00", "08:00"),
        ("22:00", "22:00"),
        ("1:30:15.5", "1:30:15.5"),
        ("22", 22),
        ("0.5", 0.5),
    ],
)
def test_a_value_is_what_it_looks_like(text: str, value: object) -> None:
    """No word is a boolean, and no time a number to the base of 60."""
    assert yaml_file.document(f"key: {text}") == {"key": value}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title: A\n\nsteps:\n  - every: 1d\n  - every: 1d\n    on: maybe\n", "6: steps.1.on: exp"),
        ("title: A\nsteps:\n  - on: true\n    kind: run\n", "3: steps.0.every: field required"),
        ("# one\n# two\ntitle: A\nsteps: [{every: 1d, kind: fly}]\n", "4: steps.0.kind: expected"),
        ("title: A\nnamed:\n  a-b:\n    kind: run\n", "3: named.a-b.every: field required"),
        ("title: A\nnamed:\n  A B: {every: 1d}\n", "3: named.A B: string should match"),
        ("title: A\nnamed:\n  - every: 1d\n", "2: named: expected names and what each stands"),
        ("title: A\nsteps:\n  a: 1\n", "2: steps: expected a list, found {'a': 1}"),
        ("title: A\nsteps: [1d]\n", "2: steps.0: expected fields and their values, found '1d'"),
        ("title: A\neither:\n- 1\n- 0\n", "2: either: expected 'all', found [1, 0] (and 1 more)"),
        ("colour: red\ntitle: A\n", "1: colour: expected no field of this name, found 'red'"),
        ("title: A\ntitle: B\n", "2: expected every key once, found 'title' twice"),
        ("title: A\n? [a, b]\n: c\n", "2: expected a word as a key, found a list or a mapping"),
        ("title: A\n{a: b}: c\n", "2: "),
        ("title: A\nday: 2026-02-30\n", "2: expected a value, found '2026-02-30' (day is out of"),
        ("title: A\nday: !!bool often\n", "2: expected a value, found 'often'"),
        ("title: [", "2: did not find"),
    ],
)
def test_a_fault_has_its_line(tmp_path: Path, text: str, told: str) -> None:
    """The line of the field; of what should have it where it is missing."""
    message = _told(tmp_path, text)

    assert message.startswith("plan.yml: line ")
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize("text", ["", "- a\n", "words"])
def test_a_file_of_another_form_is_told(tmp_path: Path, text: str) -> None:
    """What has no fields at all has no line that is wrong."""
    assert "plan.yml: the file: expected fields and their values" in _told(tmp_path, text)


def test_the_error_is_of_the_kind_of_file(tmp_path: Path) -> None:
    """Whoever reads says what a wrong file is called, whether it is no YAML or of another form."""
    assert [_told(tmp_path, text, RulesError)[:14] for text in ("x: [", "x: 1")] == [
        "plan.yml: line",
        "plan.yml: line",
    ]
