"""The files of the catalogue: what stands in them, checked.

The files under catalogue/ are reviewed by people; each name and alias stands there once.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from leaderboard import yaml_file
from leaderboard.channel import Model
from leaderboard.countries import ALPHA_2
from leaderboard.errors import SourceFileError
from leaderboard.model_name import normal

_RULES = ("catalogue", "catalogue_files", "model_name")
_ORGANIZATIONS, _MODELS = "organizations.yml", "models.yml"


def _country(value: str) -> str:
    if value not in ALPHA_2:
        raise ValueError("expected a country of ISO 3166-1 in two capital letters")
    return value


Spelling = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Country = Annotated[str, AfterValidator(_country)]


class Organization(Model):
    """Who made a model. `country` is where it is based, None where that is not known for sure.

    `aliases` are the other spellings that boards use for it.
    """

    name: Spelling
    country: Country | None = None
    aliases: tuple[Spelling, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name it is known by, its own first."""
        return (self.name, *self.aliases)


class KnownModel(Model):
    """One base model, without effort, date or preview marks.

    `aliases` are names, marks aside, that boards use where they do not use `name`. `settings` are
    words that are a setting after a name of this model, where after others they may be a name's.
    """

    name: Spelling
    organization: Spelling
    family: Spelling | None = None
    released: date | None = None
    aliases: tuple[Spelling, ...] = ()
    settings: tuple[Spelling, ...] = ()


class _Organizations(Model):
    schema_version: Literal[1] = 1
    organizations: tuple[Organization, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _spelled_once(self) -> Self:
        _once(folded(s) for each in self.organizations for s in each.spellings)
        _once(form for each in self.organizations for form in {*map(normal, each.spellings)})
        return self


class _Models(Model):
    schema_version: Literal[1] = 1
    models: tuple[KnownModel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        _once(form for each in self.models for form, _ in forms(each))
        return self


class Form(NamedTuple):
    """A model as it is looked up: by one of its names, and with what setting after it."""

    model: KnownModel
    setting: str | None


def read_catalogue(folder: Path) -> tuple[tuple[Organization, ...], tuple[KnownModel, ...]]:
    """The organizations and the models of organizations.yml and models.yml of the folder.

    Raises:
        SourceFileError: one line with the file, the field, what was expected and what was found.
    """
    organizations = yaml_file.read(folder / _ORGANIZATIONS, _Organizations).organizations
    models = yaml_file.read(folder / _MODELS, _Models).models
    names = {each.name for each in organizations}
    for place, model in enumerate(models):
        if model.organization not in names:
            message = f"{_MODELS}: models.{place}.organization: expected a name of {_ORGANIZATIONS}"
            raise SourceFileError(f"{message}, found {model.organization!r}")
    return organizations, models


def fingerprint(folder: Path) -> str:
    """What tells one state of the catalogue from another: the sha256 of its files and its rules.

    The rules are the code that reads a name: with others, every name is looked up anew.

    Raises:
        SourceFileError: a file is missing.
    """
    digest = hashlib.sha256()
    rules = (Path(__file__).with_name(f"{name}.py") for name in _RULES)
    for file in (folder / _ORGANIZATIONS, folder / _MODELS, *rules):
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            message = f"{file}: expected a file of the catalogue, found {error.strerror}"
            raise SourceFileError(message) from error
    return digest.hexdigest()


def forms(model: KnownModel) -> Iterator[tuple[str, Form]]:
    """Every name of it in normal form, alone and with each of its own settings."""
    for name in (model.name, *model.aliases):
        yield normal(name), Form(model, None)
        for setting in map(normal, model.settings):
            yield f"{normal(name)}-{setting}", Form(model, setting)


def folded(spelling: str) -> str:
    """The spelling without what does not matter: case and the spaces around it."""
    return spelling.strip().casefold()


def _once(names: Iterable[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise ValueError(f"expected every name and alias once, {twice[0]!r} stands twice")
