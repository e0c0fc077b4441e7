"""Settings: read from the environment, wrong ones named."""

from pathlib import Path

import pytest

from leaderboard.errors import SettingsError
from leaderboard.settings import load_settings


def test_mirrors_are_pairs_of_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """PODIUM_MIRRORS maps origins to mirrors, trailing slashes or not."""
    monkeypatch.setenv("PODIUM_MIRRORS", "https://a.example/=http://127.0.0.1:1/x/, ,")

    assert load_settings().mirrors == {"https://a.example": "http://127.0.0.1:1/x"}


@pytest.mark.parametrize("value", ["a.example", "https://a.example", "https://a=ftp://b", "=,="])
def test_wrong_mirrors_are_told(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """The message names the setting, what was expected and what was found."""
    monkeypatch.setenv("PODIUM_MIRRORS", value)

    with pytest.raises(SettingsError, match=r"PODIUM_MIRRORS: expected https://origin=http://"):
        load_settings()


def test_home_is_a_folder_named_data_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default home is ./data."""
    monkeypatch.delenv("PODIUM_HOME", raising=False)

    assert load_settings().published_file == Path("data/podium.duckdb")


def test_labs_are_names_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces around them and empty ones are nothing; not set, there are none."""
    monkeypatch.setenv("PODIUM_LABS", " OpenAI, Mistral AI,, ")
    assert load_settings().labs == ("OpenAI", "Mistral AI")

    monkeypatch.delenv("PODIUM_LABS")
    assert load_settings().labs == ()


def test_rules_come_with_the_project_unless_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """PODIUM_RULES names another file."""
    assert load_settings().rules.is_file()

    monkeypatch.setenv("PODIUM_RULES", "mine.yml")
    assert load_settings().rules == Path("mine.yml")


def test_a_wrong_switch_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting, what was expected and what was found."""
    monkeypatch.setenv("PODIUM_SWITCH_ON", "arena")

    with pytest.raises(SettingsError, match=r"PODIUM_SWITCH_ON: expected <publisher>/<board>:<ch"):
        load_settings()
