"""The catalogue: which organization a spelling is, and which model a board's name is.

The files under catalogue/ are reviewed by people. A name is found there or it is not: exactly, or
in the normal form of `model_name.normal`, never by likeness.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from leaderboard import yaml_file
from leaderboard.channel import Model
from leaderboard.countries import ALPHA_2
from leaderboard.errors import SourceFileError
from leaderboard.model_name import Marks, normal, split_name, splits

# What stands between an agent and the model that it runs on.
_OF_AGENT = " · "
_ORGANIZATIONS, _MODELS = "organizations.yml", "models.yml"
_PREFIX_WORDS = 3


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

    `aliases` are names, marks aside, that boards use where they do not use `name`.
    """

    name: Spelling
    organization: Spelling
    family: Spelling | None = None
    released: date | None = None
    aliases: tuple[Spelling, ...] = ()


class _Organizations(Model):
    schema_version: Literal[1] = 1
    organizations: tuple[Organization, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _spelled_once(self) -> Self:
        _once(_folded(s) for each in self.organizations for s in each.spellings)
        _once(form for each in self.organizations for form in {*map(normal, each.spellings)})
        return self


class _Models(Model):
    schema_version: Literal[1] = 1
    models: tuple[KnownModel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        _once(normal(name) for each in self.models for name in (each.name, *each.aliases))
        return self


@dataclass(frozen=True, slots=True)
class Resolved:
    """A board's name, understood: the base model, who made it, and the marks of this entry.

    `marks.base` is the part of the name that was found. Words of the model's own name are no marks;
    of an alias the date and the preview mark still count.
    """

    model: KnownModel
    organization: Organization
    marks: Marks


class Catalogue:
    """Organizations and models, to be asked by the spellings and names that boards print."""

    def __init__(
        self, organizations: tuple[Organization, ...], models: tuple[KnownModel, ...]
    ) -> None:
        self.organizations, self.models = organizations, models
        self._spelled = {_folded(s): each for each in organizations for s in each.spellings}
        self._prefixes = {normal(s): each for each in organizations for s in each.spellings}
        self._named = {normal(n): each for each in models for n in (each.name, *each.aliases)}

    def organization(self, spelling: str) -> Organization | None:
        """The organization of that spelling; case and the spaces around it do not matter."""
        return self._spelled.get(_folded(spelling))

    def model(self, name: str, organization: str | None = None) -> Resolved | None:
        """The model of that name, as a board prints it.

        The longest base that is known wins. `organization` is the board's spelling of who made it;
        where it is known, a model of another organization is not meant, and a name that says
        nothing by itself (`Standard`) is understood. Of an agent and its model (`Agent · Model`)
        the model is meant, and the agent is a setting.
        """
        agent, _, own_name = name.rpartition(_OF_AGENT)
        found = self._model(own_name, organization)
        if found is None or not agent:
            return found
        setting = "-".join(part for part in (normal(agent), found.marks.setting) if part)
        return replace(found, marks=replace(found.marks, setting=setting))

    def _model(self, name: str, organization: str | None) -> Resolved | None:
        maker = self.organization(organization) if organization else None
        for marks in splits(name):
            for base, told in self._bases(marks.base, maker):
                found = self._named.get(base)
                if found and all(each.name == found.organization for each in (told, maker) if each):
                    made_by = self._spelled[_folded(found.organization)]
                    return Resolved(found, made_by, _marks(marks, found, base))
        return None

    def _bases(
        self, base: str, maker: Organization | None
    ) -> Iterator[tuple[str, Organization | None]]:
        """What to look for: the base, the board's maker before it, its own maker not before it.

        With each, the organization that the base itself names.
        """
        yield base, None
        if maker is not None:
            yield f"{normal(maker.name)}-{base}", maker
        words = base.split("-")
        for count in range(1, min(len(words), _PREFIX_WORDS + 1)):
            if told := self._prefixes.get("-".join(words[:count])):
                rest = "-".join(words[count:])
                yield rest, told
                yield f"{normal(told.name)}-{rest}", told


def load_catalogue(folder: Path) -> Catalogue:
    """Read organizations.yml and models.yml of the folder.

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
    return Catalogue(organizations, models)


def fingerprint(folder: Path) -> str:
    """What tells one state of the catalogue's files from another: the sha256 of their bytes.

    Raises:
        SourceFileError: a file is missing.
    """
    digest = hashlib.sha256()
    for name in (_ORGANIZATIONS, _MODELS):
        try:
            digest.update((folder / name).read_bytes())
        except OSError as error:
            message = f"{folder / name}: expected a file of the catalogue, found {error.strerror}"
            raise SourceFileError(message) from error
    return digest.hexdigest()


def _marks(marks: Marks, found: KnownModel, base: str) -> Marks:
    if base == normal(found.name):
        return marks
    inside = split_name(base)
    is_preview = marks.is_preview or inside.is_preview
    return replace(marks, date=marks.date or inside.date, is_preview=is_preview)


def _folded(spelling: str) -> str:
    return spelling.strip().casefold()


def _once(names: Iterable[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise ValueError(f"expected every name and alias once, {twice[0]!r} stands twice")
