"""The catalogue: which organization a spelling is, and which model a board's name is.

A name is found in the files or it is not: exactly, or in the normal form of `model_name.normal`,
never by likeness.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from leaderboard.catalogue_files import (
    Form,
    KnownModel,
    Organization,
    folded,
    forms,
    read_catalogue,
)
from leaderboard.model_name import Marks, normal, split_name, splits

# What stands between an agent and the model that it runs on.
_OF_AGENT = " · "
_IN_BRACKETS = re.compile(r"\(([^()]{1,120})\)")
_PREFIX_WORDS = 3


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
        self._spelled = {folded(s): each for each in organizations for s in each.spellings}
        self._prefixes = {normal(s): each for each in organizations for s in each.spellings}
        self._named = {form: known for each in models for form, known in forms(each)}

    def organization(self, spelling: str) -> Organization | None:
        """The organization of that spelling; case and the spaces around it do not matter.

        Several by commas are one where all are spellings of it, otherwise None: they are no one.
        """
        if whole := self._spelled.get(folded(spelling)):
            return whole
        first, *rest = (self._spelled.get(folded(each)) for each in spelling.split(","))
        return first if all(each == first for each in rest) else None

    def model(self, name: str, organization: str | None = None) -> Resolved | None:
        """The model of that name, as a board prints it.

        The longest base that is known wins. `organization` is the board's spelling of who made it;
        where it is known, a model of another organization is not meant, and a name that says
        nothing by itself (`Standard`) is understood. Of an agent and its model (`Agent · Model`)
        the model is meant, and the agent is a setting; so is the host of `host/maker/model`.
        """
        agent, _, own_name = name.rpartition(_OF_AGENT)
        maker = self.organization(organization) if organization else None
        found = self._model(own_name, maker) or self._hosted(own_name, maker)
        return _with_setting(found, agent) if found and agent else found

    def _model(self, name: str, maker: Organization | None) -> Resolved | None:
        return self._once_named(name, maker) or self._twice_named(name, maker)

    def _once_named(self, name: str, maker: Organization | None) -> Resolved | None:
        for marks in splits(name):
            for base, told in self._bases(marks.base, maker):
                if (form := self._named.get(base)) is None:
                    continue
                if all(each.name == form.model.organization for each in (told, maker) if each):
                    made_by = self._spelled[folded(form.model.organization)]
                    return Resolved(form.model, made_by, _marks(marks, form, base))
        return None

    def _twice_named(self, name: str, maker: Organization | None) -> Resolved | None:
        """A name with another of the same model in brackets: `x-preview (nickname)`."""
        for bracket in _IN_BRACKETS.finditer(name):
            if form := self._named.get(normal(bracket[1])):
                found = self._once_named(name[: bracket.start()] + name[bracket.end() :], maker)
                return found if found and found.model == form.model else None
        return None

    def _hosted(self, name: str, maker: Organization | None) -> Resolved | None:
        """`host/maker/model`; a board may print the host as the maker."""
        host, _, rest = name.partition("/")
        known = self.organization(host)
        if known is None or "/" not in rest:
            return None
        found = self._model(rest, None if maker == known else maker)
        return _with_setting(found, host) if found else None

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
    """The catalogue of the folder's files.

    Raises:
        SourceFileError: one line with the file, the field, what was expected and what was found.
    """
    return Catalogue(*read_catalogue(folder))


def _marks(marks: Marks, form: Form, base: str) -> Marks:
    setting = _joined(form.setting, marks.setting)
    own = base.removesuffix(f"-{form.setting}") if form.setting else base
    if own == normal(form.model.name):
        return replace(marks, setting=setting)
    inside = split_name(own)
    is_preview = marks.is_preview or inside.is_preview
    return replace(marks, date=marks.date or inside.date, is_preview=is_preview, setting=setting)


def _with_setting(found: Resolved, first: str) -> Resolved:
    setting = _joined(normal(first), found.marks.setting)
    return replace(found, marks=replace(found.marks, setting=setting))


def _joined(*settings: str | None) -> str | None:
    return "-".join(each for each in settings if each) or None
