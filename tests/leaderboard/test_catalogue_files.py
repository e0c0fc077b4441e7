"""The files of the catalogue: what is wrong is told in one line."""

from pathlib import Path

import pytest

from leaderboard.catalogue import load_catalogue
from leaderboard.errors import SourceFileError
from tests.leaderboard.test_catalogue import MODELS, ORGANIZATIONS, write_catalogue


@pytest.mark.parametrize(
    ("wrong", "instead", "told"),
    [
        (
            "US",
            "UK",
            "organizations.yml: line 3: organizations.0.country: expected a country of ISO",
        ),
        (
            "US",
            "us",
            "organizations.yml: line 3: organizations.0.country: expected a country of ISO",
        ),
        (
            "country",
            "land",
            "organizations.yml: line 3: organizations.0.land: expected no field of this",
        ),
        ("Umbrella}", "ACME-labs}", "every name and alias once, 'acme-labs' stands twice"),
        ("Umbrella}", "acme_labs}", "every name and alias once, 'acme-labs' stands twice"),
        (
            "name: Umbrella",
            "country: FR",
            "line 4: organizations.1.name: field required, found nothing",
        ),
    ],
)
def test_a_wrong_organization_is_told_in_one_line(
    tmp_path: Path, wrong: str, instead: str, told: str
) -> None:
    """The line names the file, the field, what was expected and what was found."""
    folder = write_catalogue(tmp_path, organizations=ORGANIZATIONS.replace(wrong, instead, 1))

    with pytest.raises(SourceFileError) as caught:
        load_catalogue(folder)

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "instead", "told"),
    [
        (
            "organization: Umbrella",
            "organization: Nobody",
            "models.yml: models.2.organization: expected a name of organizations.yml, found 'Nob",
        ),
        ("[One]", "[ACME_1_Max]", "models.yml: the file: expected every name and alias once"),
        ("2026-01-02", "soon", "models.yml: line 3: models.0.released: expected a valid date"),
        ("family: Acme", "family: ''", "line 3: models.0.family: string should have at least"),
        ("models:", "modells:", "models.yml: line 1: models: field required, found nothing"),
    ],
)
def test_a_wrong_model_is_told_in_one_line(
    tmp_path: Path, wrong: str, instead: str, told: str
) -> None:
    """The line names the file, the field, what was expected and what was found."""
    folder = write_catalogue(tmp_path, models=MODELS.replace(wrong, instead, 1))

    with pytest.raises(SourceFileError) as caught:
        load_catalogue(folder)

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A folder without the files is named, not a traceback."""
    with pytest.raises(SourceFileError, match=r"organizations\.yml: expected a YAML file"):
        load_catalogue(tmp_path)
