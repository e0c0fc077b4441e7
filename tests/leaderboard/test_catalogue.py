"""The catalogue: its files are checked, and a board's names are understood or left alone."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaderboard.catalogue import Catalogue, load_catalogue
from leaderboard.settings import load_settings
from tests.leaderboard.capture_names import READERS, Named, organizations

ORGANIZATIONS = """
organizations:
  - {name: Acme, country: US, aliases: [acme-labs]}
  - {name: Umbrella}
"""
MODELS = """
models:
  - {name: acme-1, organization: Acme, family: Acme, released: 2026-01-02, aliases: [One]}
  - {name: acme-1-max, organization: Acme}
  - {name: umbrella-standard, organization: Umbrella}
"""
# What boards print where an organization should be: people, contests, and systems without a maker.
NO_ORGANIZATIONS = {
    *("Human", "ARC Prize 2024", "ARC Prize 2025", "bespoke", "e_pang", "j_berman", "johan_land"),
    *("Varun Israni (SoloVpx)", "Open Source", "ACoder", "Agentless", "GUIRepair", "Lingxi"),
    *("Moatless Tools", "SWE-Exp", "SWE-agent", "SemAgent"),
}
# The share of different names that is understood, at least; the rest are pairs, people and systems.
FLOORS = {"aider": 0.92, "voicebench": 0.88, "site-pages": 0.95, "livebench": 0.99}
FLOORS["aa-daily-after-gating/2026-08-01"] = 0.97


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The project's own catalogue."""
    return load_catalogue(load_settings().catalogue)


def write_catalogue(folder: Path, organizations: str = ORGANIZATIONS, models: str = MODELS) -> Path:
    """A folder with these files of the catalogue."""
    (folder / "organizations.yml").write_text(organizations, encoding="utf-8")
    (folder / "models.yml").write_text(models, encoding="utf-8")
    return folder


def _entry(catalogue: Catalogue, row: Named) -> tuple[object, ...] | None:
    found = catalogue.model(row.name, row.organization)
    if found is None:
        return None
    marks = found.marks
    return found.model.name, marks.effort, marks.date, marks.is_preview, marks.setting


@pytest.mark.parametrize("spelling", ["Acme", "ACME", " acme ", "Acme-Labs"])
def test_an_organization_is_found_by_name_or_alias(tmp_path: Path, spelling: str) -> None:
    """Case and the spaces around a spelling do not matter."""
    organization = load_catalogue(write_catalogue(tmp_path)).organization(spelling)

    assert organization is not None
    assert (organization.name, organization.country) == ("Acme", "US")


@pytest.mark.parametrize("spelling", ["Acm", "Acme Inc", "acmelabs", ""])
def test_an_organization_is_never_found_by_likeness(tmp_path: Path, spelling: str) -> None:
    """What is not in the files is not known."""
    assert load_catalogue(write_catalogue(tmp_path)).organization(spelling) is None


@pytest.mark.parametrize(
    ("name", "model", "effort"),
    [
        ("acme-1", "acme-1", None),
        ("Acme 1 (high)", "acme-1", "high"),
        ("acme-1-max", "acme-1-max", None),
        ("acme-1-max-high", "acme-1-max", "high"),
        ("one-max", "acme-1", "max"),
        ("acme-labs/one", "acme-1", None),
    ],
)
def test_the_longest_known_base_wins(
    tmp_path: Path, name: str, model: str, effort: str | None
) -> None:
    """Whether `max` is the name's or a mark, the files tell."""
    found = load_catalogue(write_catalogue(tmp_path)).model(name)

    assert found is not None
    assert (found.model.name, found.marks.effort) == (model, effort)
    assert found.organization.name == "Acme"


@pytest.mark.parametrize(
    ("name", "organization"),
    [
        ("acme-2", None),
        ("acme-1-mini", None),
        ("umbrella/one", None),
        ("One", "Umbrella"),
        ("one + umbrella-standard", None),
        ("Standard", None),
        ("Standard", "Acme"),
        ("", None),
    ],
)
def test_another_model_is_not_understood(
    tmp_path: Path, name: str, organization: str | None
) -> None:
    """Likeness, another maker's name and a pair of models give nothing."""
    assert load_catalogue(write_catalogue(tmp_path)).model(name, organization) is None


@pytest.mark.parametrize("organization", ["Umbrella", "UMBRELLA"])
def test_the_maker_tells_what_a_bare_word_means(tmp_path: Path, organization: str) -> None:
    """`Standard` means nothing alone, and one model where the board says who made it."""
    found = load_catalogue(write_catalogue(tmp_path)).model("Standard", organization)

    assert found is not None
    assert found.model.name == "umbrella-standard"


def test_an_unknown_maker_does_not_stand_in_the_way(tmp_path: Path) -> None:
    """A spelling that is not in the files says nothing about the model."""
    assert load_catalogue(write_catalogue(tmp_path)).model("acme-1", "Who?") is not None


@given(st.text(max_size=300))
def test_hostile_names_do_no_harm(catalogue: Catalogue, name: str) -> None:
    """Any text is understood or not; nothing is raised."""
    found = catalogue.model(name, name)

    assert found is None or found.model in catalogue.models


def _capture_rows(captures: Path, folder: str) -> Iterator[Named]:
    if not (captures / folder).is_dir():
        pytest.skip(f"no captures of {folder} here")
    return READERS[folder](captures / folder)


def test_every_organization_of_the_captures_is_known(captures: Path, catalogue: Catalogue) -> None:
    """Whatever a board prints as maker resolves, but for what is listed as none."""
    unknown = {each for each in organizations(captures) if catalogue.organization(each) is None}

    assert unknown <= NO_ORGANIZATIONS


@pytest.mark.parametrize("folder", READERS)
def test_names_of_the_captures_are_understood(
    captures: Path, catalogue: Catalogue, folder: str
) -> None:
    """All names of each folder are, or the share that is stated where some are no models."""
    rows = set(_capture_rows(captures, folder))
    missing = {row.name for row in rows if catalogue.model(row.name, row.organization) is None}

    share = 1 - len(missing) / len({row.name for row in rows})
    assert share >= FLOORS.get(folder, 0.99 if "history" in folder else 1), sorted(missing)


@pytest.mark.parametrize("folder", READERS)
def test_two_rows_of_one_board_never_become_one(
    captures: Path, catalogue: Catalogue, folder: str
) -> None:
    """Model and marks together tell rows apart; a board may itself print one name twice."""
    names: dict[object, set[str]] = defaultdict(set)
    for row in set(_capture_rows(captures, folder)):
        if entry := _entry(catalogue, row):
            names[row.board, entry].add(row.name)

    assert [each for each in names.values() if len(each) > 1] == []


def test_countries_of_the_history_are_known(captures: Path, catalogue: Catalogue) -> None:
    """A gap between countries through 2023 to 2025 misses none that ever led its country."""
    rows = {row.name for row in _capture_rows(captures, "arena-history-2023-2025")}
    found = [catalogue.model(name) for name in rows]

    known = [each for each in found if each is not None and each.organization.country]
    assert len(known) / len(rows) > 0.95


def test_of_an_agent_and_its_model_the_model_is_meant(catalogue: Catalogue) -> None:
    """The agent stays as a setting, so that two agents on one model are told apart."""
    found = catalogue.model("Claude Code · Claude Opus 4.6 (High)", "Anthropic")

    assert found is not None
    assert (found.model.name, found.marks.effort) == ("claude-opus-4-6", "high")
    assert found.marks.setting == "claude-code"
    assert catalogue.model("Crux · Claude Opus 4.6, GPT-5.2") is None
